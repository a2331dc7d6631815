import { randomBytes } from "node:crypto";
import {
  addPasskey,
  createStaffUser,
  resolveSession,
  setTrustRule,
  startPasskey,
} from "@quietroom/services/staff";
import {
  appCode,
  createStudio,
  enrolApp,
  inspect,
  newPasskeyDevice,
  solvePuzzle,
  succeeded,
  testDatabase,
  testRuntime,
} from "@quietroom/testing";
import { beforeEach, expect, test } from "vitest";
import { openBrowser } from "../test/browser.ts";
import { createAuth } from "./index.ts";

process.env["NEXTAUTH_URL"] = "http://dashboard.test";
const database = await testDatabase();
const runtime = await testRuntime(database);
const query = await inspect(database);
const studio = await createStudio(runtime);
const settings = {
  runtime,
  secret: randomBytes(32).toString("base64"),
  signInPath: "/sign-in",
  accountPath: "/account",
  openId: null,
  trustedProxyHops: 1,
} as const;
const auth = createAuth({ ...settings, transport: "http" });
const email = "robin@example.com";
const password = "a kettle sings at dawn";
const device = newPasskeyDevice({ origin: "http://dashboard.test" });
const person = {
  email,
  displayName: "Robin Sample",
  roles: ["admin" as const],
  practitionerId: null,
  password,
};
succeeded(await createStaffUser(studio.as("system"), person));
const enrolled = await enrolApp(runtime, { email, password });
const actor = await resolveSession(runtime, enrolled.session, "request");
if (actor === null) throw new Error("the session opens nothing");
const context = { runtime, actor, requestId: "test" };
const made = device.make(succeeded(await startPasskey(context, {})));
succeeded(await addPasskey(context, { name: "Phone", made }));
succeeded(await setTrustRule(context, { rule: "for_30_days" }));

beforeEach(async () => {
  await query("delete from guard.subject");
  await query("update staff_totp set last_step = 1");
});

const cookieOf = (line: string | null) => /^(?<name>[^=]+)=(?<value>[^;]+)/.exec(line ?? "")?.groups ?? {};

async function halfWay() {
  const browser = openBrowser(auth.options);
  expect((await browser.signIn(email, password)).status).toBe(200);
  return browser;
}

test("AUTH-20 AUTH-34 a passkey alone signs a browser in, with the one cookie, and ends the session that was there", async () => {
  const browser = openBrowser(auth.options);
  const sign = async () =>
    await browser.post("callback/passkey", {
      passkey: JSON.stringify(device.prove(await auth.signInChallenge())),
    });
  const { status, setCookies } = await sign();
  expect(status).toBe(200);
  expect(setCookies.find((line) => line.startsWith("quietroom-session="))).toMatch(
    /; HttpOnly; SameSite=Lax$/,
  );
  const before = browser.cookies();
  expect(await auth.findStaff(before, "request")).toMatchObject({ roles: ["admin"] });
  await sign();
  expect(await auth.findStaff(before, "request")).toBeNull();
  expect(await auth.findStaff(browser.cookies(), "request")).not.toBeNull();
  // Such a browser is known from then on, and not trusted.
  expect(await auth.rememberDevice({}, setCookies)).toBeNull();
  expect(await auth.trustDevice(setCookies)).toBeNull();
});

test("check 55 check 47 AUTH-20 a passkey passes the second step of this browser's own session, which goes on under another id", async () => {
  const browser = await halfWay();
  const half = browser.cookies();
  const asked = await auth.secondFactorChallenge(half);
  if (asked === null) throw new Error("nothing is asked");
  const passkey = JSON.stringify(device.prove(asked));
  const stranger = openBrowser(auth.options);
  expect(JSON.stringify((await stranger.post("callback/second-factor", { passkey })).body)).toContain(
    "SessionOver",
  );
  expect((await browser.post("callback/second-factor", { passkey })).status).toBe(200);
  expect(await auth.findStaff(half, "request")).toBeNull();
  expect(await auth.findStaff(browser.cookies(), "request")).not.toBeNull();
  expect(await auth.secondFactorChallenge({})).toBeNull();
});

test.each([
  ["nothing", undefined],
  ["no JSON", "{"],
  ["an object in place of text", { id: "x" }],
  ["another shape", JSON.stringify({ id: "x", clientDataJSON: { not: "" } })],
  ["a field too many", JSON.stringify({ ...device.prove(await auth.signInChallenge()), tenantId: "x" })],
  ["a very long text", "x".repeat(1_000_000)],
  [
    "another's words",
    JSON.stringify(device.prove(await auth.signInChallenge(), { origin: "https://evil.example" })),
  ],
])("check 46 check 58 a passkey that is %s gets the one refusal and no cookie", async (_, passkey) => {
  const browser = openBrowser(auth.options);
  const alone = await browser.post("callback/passkey", { passkey });
  expect(alone.status).toBe(401);
  expect(JSON.stringify(alone.body)).toContain("CredentialsSignin");
  expect(browser.cookies()["quietroom-session"]).toBeUndefined();
  const half = await halfWay();
  const second = await half.post("callback/second-factor", { passkey });
  expect(JSON.stringify(second.body)).toContain("CredentialsSignin");
  expect(await auth.findStaff(half.cookies(), "request")).toBeNull();
});

test("check 50 AUTH-22 whoever asks for trust with their code is let past the second step in that browser, after the password", async () => {
  const browser = await halfWay();
  const code = appCode(enrolled.secret);
  const { setCookies } = await browser.post("callback/second-factor", { code, trust: "asked" });
  const line = await auth.trustDevice(setCookies);
  expect(line).toMatch(/^quietroom-trust=[\w-]{43}; Path=\/; Max-Age=2592000; HttpOnly; SameSite=Lax$/);
  expect(await auth.trustDevice(setCookies)).toBeNull();
  const { name = "", value = "" } = cookieOf(line);
  const again = openBrowser(auth.options);
  again.put(name, value);
  expect(await auth.findStaff(again.cookies(), "request")).toBeNull();
  expect((await again.signIn(email, "a kettle sings at noon")).status).toBe(401);
  expect((await again.signIn(email, password)).status).toBe(200);
  expect(await auth.findStaff(again.cookies(), "request")).not.toBeNull();
  // The token of a known browser in the place of the other opens nothing, and the other way round.
  const known = cookieOf(await auth.rememberDevice({}, setCookies)).value ?? "";
  const wrongly = openBrowser(auth.options);
  wrongly.put("quietroom-trust", known);
  wrongly.put("quietroom-device", value);
  await wrongly.signIn(email, password);
  expect(await auth.findStaff(wrongly.cookies(), "request")).toBeNull();
});

test("AUTH-22 over https the trusting cookie is Secure and bound to its host", async () => {
  const secure = createAuth({ ...settings, transport: "https" });
  const browser = openBrowser(secure.options);
  await browser.signIn(email, password);
  const code = appCode(enrolled.secret);
  const { setCookies } = await browser.post("callback/second-factor", { code, trust: "asked" });
  expect(await secure.trustDevice(setCookies)).toMatch(
    /^__Host-quietroom-trust=.*; HttpOnly; SameSite=Lax; Secure$/,
  );
});

test("AUTH-43 after three failures the form learns that a puzzle is needed, and its solution lets the password be looked at", async () => {
  const browser = openBrowser(auth.options);
  for (let turn = 0; turn < 3; turn += 1) {
    expect(JSON.stringify(await browser.signIn(email, "wrong wrong wrong"))).toContain("CredentialsSignin");
  }
  const refusals = [undefined, "", "x", { not: "" }, ["x"], "x".repeat(1_000_000)];
  for (const proof of refusals) {
    const answer = await browser.post("callback/credentials", { email, password, proof });
    expect(JSON.stringify(answer.body)).toContain("ProofNeeded");
  }
  const proof = await solvePuzzle(await auth.newPuzzle());
  expect((await browser.post("callback/credentials", { email, password, proof })).status).toBe(200);
});

test("AUTH-44 a passkey, and a password on a trusted browser, from a network that the studio leaves out begin nothing, and say so", async () => {
  const trusting = await halfWay();
  const passed = await trusting.post("callback/second-factor", {
    code: appCode(enrolled.secret),
    trust: "asked",
  });
  const trusted = cookieOf(await auth.trustDevice(passed.setCookies));
  await query("update tenant set allowed_networks = '{203.0.113.0/24}' where id = $1", [studio.tenantId]);
  try {
    const elsewhere = { "x-forwarded-for": "198.51.100.9" };
    const away = openBrowser(auth.options, elsewhere);
    const passkey = JSON.stringify(device.prove(await auth.signInChallenge()));
    const answer = await away.post("callback/passkey", { passkey });
    expect(answer.status).toBe(401);
    expect(JSON.stringify(answer.body)).toContain("KeptOut");
    expect(away.cookies()["quietroom-session"]).toBeUndefined();
    away.put(trusted["name"] ?? "", trusted["value"] ?? "");
    expect((await away.signIn(email, password)).status).toBe(200);
    expect(await auth.isKeptOut(away.cookies(), new Headers(elsewhere))).toBe(true);
    const office = { "x-forwarded-for": "203.0.113.7" };
    expect(await auth.findStaff(away.cookies(), "request", new Headers(office))).toBeNull();
    const inside = openBrowser(auth.options, office);
    inside.put(trusted["name"] ?? "", trusted["value"] ?? "");
    expect((await inside.signIn(email, password)).status).toBe(200);
    expect(await auth.findStaff(inside.cookies(), "request", new Headers(office))).not.toBeNull();
  } finally {
    await query("update tenant set allowed_networks = '{}' where id = $1", [studio.tenantId]);
  }
});

test("AUTH-03 whoever signs in with a password that is over by age is asked for another one, and nothing opens before it", async () => {
  await query("update tenant set password_max_age_days = 90 where id = $1", [studio.tenantId]);
  await query("update staff_user set password_set_at = now() - interval '90 days' where tenant_id = $1", [
    studio.tenantId,
  ]);
  try {
    const browser = await halfWay();
    const nowhere = new Headers();
    expect(await auth.passwordStep(browser.cookies(), nowhere)).toBeNull();
    expect((await browser.secondFactor(appCode(enrolled.secret))).status).toBe(200);
    expect(await auth.findStaff(browser.cookies(), "request")).toBeNull();
    expect(await auth.passwordStep(browser.cookies(), nowhere)).toMatchObject({ email });
    const over = browser.cookies();
    const next = "five herons by the lake";
    expect((await browser.post("callback/own-password", { current: password, next })).status).toBe(200);
    expect(await auth.findStaff(browser.cookies(), "request")).not.toBeNull();
    expect(await auth.passwordStep(browser.cookies(), nowhere)).toBeNull();
    expect(await auth.passwordStep(over, nowhere)).toBeNull();
    expect((await browser.post("callback/own-password", { current: next, next: password })).status).toBe(200);
  } finally {
    await query("update tenant set password_max_age_days = null where id = $1", [studio.tenantId]);
  }
});
