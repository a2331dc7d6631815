import { randomBytes } from "node:crypto";
import { createStaffUser, newPuzzle } from "@quietroom/services/staff";
import {
  appCode,
  createStudio,
  enrolApp,
  inspect,
  solvePuzzle,
  succeeded,
  testDatabase,
  testRuntime,
} from "@quietroom/testing";
import { encode } from "next-auth/jwt";
import { beforeAll, beforeEach, expect, test } from "vitest";
import { openBrowser } from "../test/browser.ts";
import { createAuth } from "./index.ts";

const database = await testDatabase();
const runtime = await testRuntime(database);
const query = await inspect(database);
const studio = await createStudio(runtime);
const secret = randomBytes(32).toString("base64");
const paths = { signInPath: "/sign-in", accountPath: "/account" } as const;
const settings = { runtime, secret, ...paths, openId: null, trustedProxyHops: 1 } as const;
const auth = createAuth({ ...settings, transport: "http" });
const email = "robin@example.com";
const password = "a kettle sings at dawn";

beforeAll(async () => {
  process.env["NEXTAUTH_URL"] = "http://dashboard.test";
  const person = {
    email,
    displayName: "Robin Sample",
    roles: ["admin" as const],
    practitionerId: null,
    password,
  };
  succeeded(await createStaffUser(studio.as("system"), person));
  appSecret = (await enrolApp(runtime, { email, password })).secret;
});

let appSecret = "";

// How many failures there may be is tried where they are counted, and below.
beforeEach(async () => {
  await query("delete from guard.subject");
});

/** A browser that is past the password. */
async function halfWay(options = auth.options) {
  const browser = openBrowser(options);
  expect((await browser.signIn(email, password)).status).toBe(200);
  return browser;
}

/** A browser that is all the way in. Steps are forgotten between tests, so that one code serves each of them. */
async function signedIn(options = auth.options) {
  const browser = await halfWay(options);
  await query("update staff_totp set last_step = 1");
  const answer = await browser.secondFactor(appCode(appSecret));
  expect(answer.status).toBe(200);
  return browser;
}

test("AUTH-01 AUTH-34 signing in sets one cookie that scripts and other sites cannot use", async () => {
  const browser = await halfWay();
  await query("update staff_totp set last_step = 1");
  const { setCookies } = await browser.secondFactor(appCode(appSecret));
  const cookie = setCookies.find((line) => line.startsWith("quietroom-session="));
  expect(cookie).toMatch(/; Path=\/;/);
  expect(cookie).toMatch(/; HttpOnly; SameSite=Lax$/);
  expect(await auth.findStaff(browser.cookies(), "request")).toMatchObject({
    tenantId: studio.tenantId,
    roles: ["admin"],
  });
});

test("AUTH-34 over https the cookie is Secure and bound to its host", async () => {
  const secure = createAuth({ ...settings, transport: "https" });
  const browser = await halfWay(secure.options);
  await query("update staff_totp set last_step = 1");
  const { setCookies } = await browser.secondFactor(appCode(appSecret));
  const cookie = setCookies.find((line) => line.startsWith("__Host-quietroom-session="));
  expect(cookie).toMatch(/; HttpOnly; Secure; SameSite=Lax$/);
  expect(cookie).not.toMatch(/Domain=/);
  expect(await secure.findStaff(browser.cookies(), "request")).not.toBeNull();
  // The name of the unprotected cookie is not looked at.
  const value = browser.cookies()["__Host-quietroom-session"] ?? "";
  expect(await secure.findStaff({ "quietroom-session": value }, "request")).toBeNull();
});

test.each([
  ["a wrong password", email, "a kettle sings at noon"],
  ["an unknown email", "nobody@example.com", password],
  ["operators where text belongs", { contains: "@" }, { not: "" }],
  ["a missing password", email, undefined],
  ["a very long password", email, "x".repeat(1_000_000)],
])("AUTH-43 %s gets the one refusal and no cookie", async (_case, address, word) => {
  const browser = openBrowser(auth.options);
  const answer = await browser.signIn(address, word);
  expect(answer.status).toBe(401);
  expect(JSON.stringify(answer.body)).toContain("CredentialsSignin");
  expect(browser.cookies()["quietroom-session"]).toBeUndefined();
});

test("AUTH-34 a post without the form's token does not sign in", async () => {
  const browser = openBrowser(auth.options);
  await browser.postWithoutToken("callback/credentials", { email, password });
  expect(await auth.findStaff(browser.cookies(), "request")).toBeNull();
});

test("check 47 AUTH-20 the half session names a row that opens nothing, and updating it with mfa=true does not help", async () => {
  const browser = await halfWay();
  expect(await auth.findStaff(browser.cookies(), "request")).toBeNull();
  await browser.post("session", { data: { mfa: true, mfaPassedAt: Date.now() } });
  expect(await auth.findStaff(browser.cookies(), "request")).toBeNull();
  expect(await auth.secondFactorStep(browser.cookies())).toMatchObject({ kind: "code" });
});

test("check 46 a wrong code gets the one refusal and leaves the half session; without a session there is nothing to pass", async () => {
  const browser = await halfWay();
  const before = browser.cookies()["quietroom-session"];
  for (const code of ["000000", "", undefined, { not: "" }, "x".repeat(100_000)]) {
    const answer = await browser.secondFactor(code);
    expect(answer.status).toBe(401);
    expect(JSON.stringify(answer.body)).toContain("CredentialsSignin");
  }
  expect(browser.cookies()["quietroom-session"]).toBe(before);
  const stranger = await openBrowser(auth.options).secondFactor(appCode(appSecret));
  expect(JSON.stringify(stranger.body)).toContain("SessionOver");
});

test("check 55 AUTH-34 the cookie before sign-in, after the password and after the code differ; earlier ones open nothing", async () => {
  const first = await halfWay();
  const half = first.cookies();
  await first.signIn(email, password);
  expect(first.cookies()["quietroom-session"]).not.toBe(half["quietroom-session"]);
  expect(await auth.secondFactorStep(half)).toBeNull();
  const second = first.cookies();
  await query("update staff_totp set last_step = 1");
  await first.secondFactor(appCode(appSecret));
  expect(first.cookies()["quietroom-session"]).not.toBe(second["quietroom-session"]);
  expect(await auth.secondFactorStep(second)).toBeNull();
  expect(await auth.findStaff(second, "request")).toBeNull();
  expect(await auth.findStaff(first.cookies(), "request")).not.toBeNull();
});

test("check 42 the browser's own words never get into the session: an update changes nothing", async () => {
  const browser = await signedIn();
  const before = await auth.findStaff(browser.cookies(), "request");
  const other = "0198a1b2-0000-7000-8000-000000000000";
  await browser.post("session", { data: { tenantId: other, sessionId: other, roles: ["admin"], mfa: true } });
  expect(await auth.findStaff(browser.cookies(), "request")).toEqual(before);
});

test("a script sees of the session when it ends, and nothing else", async () => {
  const browser = await signedIn();
  const { body } = await browser.get("session");
  expect(body).toEqual({ expires: expect.any(String) });
});

test("AUTH-32 signing out revokes the row, so that a copied cookie is worth nothing", async () => {
  const browser = await signedIn();
  const stolen = browser.cookies();
  await browser.signOut();
  expect(browser.cookies()["quietroom-session"]).toBeUndefined();
  expect(await auth.findStaff(stolen, "request")).toBeNull();
});

test("AUTH-36 a session revoked elsewhere is over at the next request", async () => {
  const browser = await signedIn();
  await query("update session set revoked_at = now(), revoked_reason = 'test'");
  expect(await auth.findStaff(browser.cookies(), "request")).toBeNull();
});

test("a cookie of another secret, an altered one, and one with ids that are none are nobody", async () => {
  const browser = await signedIn();
  const good = browser.cookies()["quietroom-session"] ?? "";
  const as = async (token: string) => await auth.findStaff({ "quietroom-session": token }, "request");
  expect(await as(good)).not.toBeNull();
  // Bytes are altered, not letters: of the last letter of a part not all bits count.
  for (const [place, part] of good.split(".").entries())
    for (const at of Buffer.from(part, "base64url").keys()) {
      const bytes = Buffer.from(part, "base64url");
      bytes.writeUInt8(bytes.readUInt8(at) ^ 1, at);
      const altered = good.split(".").with(place, bytes.toString("base64url")).join(".");
      expect(await as(altered), `byte ${at} of part ${place}`).toBeNull();
    }
  expect(await as("")).toBeNull();
  expect(await as("x".repeat(5_000))).toBeNull();
  const token = { tenantId: studio.tenantId, sessionId: "x' or 1=1" };
  expect(await as(await encode({ token, secret }))).toBeNull();
  const right = (await auth.findStaff({ "quietroom-session": good }, "request")) ?? {
    tenantId: "",
    sessionId: "",
  };
  const ids = { tenantId: right.tenantId, sessionId: right.sessionId };
  expect(await as(await encode({ token: ids, secret: "another secret" }))).toBeNull();
  expect(await as(await encode({ token: ids, secret }))).not.toBeNull();
});

test("AUTH-32 the row keeps what browser it was, as text that is safe to print", async () => {
  await signedIn();
  const [row] = await query("select user_agent from session order by created_at desc limit 1");
  expect(row).toEqual({ user_agent: "Browser/1.0 plain" });
});

test("when the database is away, the sign-in page learns one fixed word and the log a code", async () => {
  const broken = {
    ...runtime,
    db: { ...runtime.db, withDirectory: async () => await Promise.reject(new Error(email)) },
  };
  const browser = openBrowser(createAuth({ ...settings, runtime: broken, transport: "http" }).options);
  const answer = await browser.signIn(email, password);
  expect(JSON.stringify(answer)).toContain("Unavailable");
  expect(JSON.stringify([answer.body, answer.location, runtime.logged])).not.toContain(email);
});

test("check 52 AUTH-42 the browser of a complete sign-in is known by a cookie that scripts cannot read, and is not locked out by a stranger", async () => {
  const browser = await halfWay();
  await query("update staff_totp set last_step = 1");
  expect(
    await auth.rememberDevice({}, [`quietroom-session=${browser.cookies()["quietroom-session"]}`]),
  ).toBeNull();
  const { setCookies } = await browser.secondFactor(appCode(appSecret));
  const line = (await auth.rememberDevice({}, setCookies)) ?? "";
  expect(line).toMatch(/^quietroom-device=[\w-]{43}; Path=\/; Max-Age=15552000; HttpOnly; SameSite=Lax$/);
  const stranger = openBrowser(auth.options);
  const attempt = async (word: string) => {
    const proof = await solvePuzzle(await newPuzzle(runtime, { rounds: 1, atLeast: 0, below: 2 }));
    return await stranger.post("callback/credentials", { email, password: word, proof });
  };
  for (let turn = 0; turn < 5; turn += 1) await attempt("wrong wrong wrong");
  expect(JSON.stringify(await attempt(password))).toContain("Locked");
  const [, token = ""] = /=([^;]+)/.exec(line) ?? [];
  const own = openBrowser(auth.options);
  own.put("quietroom-device", token);
  expect((await own.signIn(email, password)).status).toBe(200);
});
