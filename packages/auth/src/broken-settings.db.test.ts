import { randomBytes } from "node:crypto";
import { createStaffUser } from "@quietroom/services/staff";
import { createStudio, inspect, succeeded, testDatabase, testRuntime } from "@quietroom/testing";
import { decode, encode, getToken } from "next-auth/jwt";
import { expect, test } from "vitest";
import { openBrowser } from "../test/browser.ts";
import { createAuth } from "./index.ts";

process.env["NEXTAUTH_URL"] = "http://dashboard.test";
const database = await testDatabase();
const runtime = await testRuntime(database);
const query = await inspect(database);
const studio = await createStudio(runtime);
const secret = randomBytes(32).toString("base64");
const paths = { signInPath: "/sign-in", accountPath: "/account" } as const;
const settings = { runtime, secret, ...paths, transport: "http", openId: null, trustedProxyHops: 0 } as const;
const email = "robin@example.com";
const password = "a kettle sings at dawn";
const person = {
  email,
  password,
  displayName: "Robin Sample",
  roles: ["admin" as const],
  practitionerId: null,
};
const { staffUserId } = succeeded(await createStaffUser(studio.as("system"), person));
const [row] = await query(
  `insert into session (tenant_id, staff_user_id, expires_at, mfa_passed_at) values ($1, $2, now() + interval '8 hours', now())
   returning id`,
  [studio.tenantId, staffUserId],
);
const token = { tenantId: studio.tenantId, sessionId: String(row?.["id"]) };
const cookies = { "quietroom-session": await encode({ token, secret }) };
const away = async (): Promise<never> => await Promise.reject(new Error(email));

test("check 43 the session that the others are refused with stands", async () => {
  expect(await createAuth(settings).findStaff(cookies, "request")).toMatchObject({ staffUserId });
});

test("check 43 sign-in with no secret, or with one that could be guessed, does not start", () => {
  for (const poor of ["", "short", "x".repeat(31)])
    expect(() => createAuth({ ...settings, secret: poor })).toThrow(/32 characters/);
});

test("check 43 a cookie sealed with no secret, or another one, is nobody's", async () => {
  const auth = createAuth(settings);
  for (const other of ["undefined", "null", " ", randomBytes(32).toString("base64")]) {
    const forged = { "quietroom-session": await encode({ token, secret: other }) };
    expect(await auth.findStaff(forged, "request")).toBeNull();
    expect(await auth.secondFactorStep(forged)).toBeNull();
  }
});

test("check 43 with the database away a look-up fails: it never says that somebody is there", async () => {
  const auth = createAuth({ ...settings, runtime: { ...runtime, db: { ...runtime.db, withTenant: away } } });
  await expect(auth.findStaff(cookies, "request")).rejects.toThrow();
  await expect(auth.findStaff(cookies, "recheck")).rejects.toThrow();
  await expect(auth.secondFactorStep(cookies)).rejects.toThrow();
});

test("check 43 check 71 sign-in fails closed when the store of its limits is down: the right password begins nothing, and the second step opens nothing", async () => {
  const broken = { ...runtime, db: { ...runtime.db, withCounters: away } };
  const auth = createAuth({ ...settings, runtime: broken });
  const browser = openBrowser(auth.options);
  const before = await query("select count(*)::int as n from session");
  const answer = await browser.signIn(email, password);
  expect(answer.status).toBe(401);
  expect(JSON.stringify(answer.body)).toContain("Unavailable");
  expect(browser.cookies()["quietroom-session"]).toBeUndefined();
  expect(await query("select count(*)::int as n from session")).toEqual(before);

  const half = openBrowser(createAuth(settings).options);
  await half.signIn(email, password);
  const later = openBrowser(auth.options);
  for (const [name, value] of Object.entries(half.cookies())) later.put(name, value);
  const second = await later.secondFactor("123456");
  expect(JSON.stringify(second.body)).toContain("Unavailable");
  expect(await createAuth(settings).findStaff(later.cookies(), "request")).toBeNull();
  expect(JSON.stringify(runtime.logged)).not.toContain(email);
});

test("check 71 reads go on while the store of limits is down: whoever is signed in stays so", async () => {
  const broken = { ...runtime, db: { ...runtime.db, withCounters: away } };
  expect(await createAuth({ ...settings, runtime: broken }).findStaff(cookies, "request")).toMatchObject({
    staffUserId,
  });
});

test.each([
  ["without a token", "Bearer"],
  ["with an empty token", "Bearer "],
  ["with half an escape", "Bearer %"],
  ["with broken escapes", "Bearer %E0%A4%A"],
  ["with a token that nobody signed", "Bearer eyJhbGciOiJub25lIn0.e30."],
  ["of 8 kB", `Bearer ${"x".repeat(8_000)}`],
  ["with a password", "Basic Og=="],
])(
  "check 85 check 43 an Authorization header %s crashes nothing and is nobody's",
  async (_, authorization) => {
    const auth = createAuth(settings);
    const browser = openBrowser(auth.options, { authorization });
    for (const path of ["session", "csrf", "providers"]) expect((await browser.get(path)).status).toBe(200);
    expect((await browser.get("session")).body).toEqual({});
    // The library's own reader, which a malformed one used to crash.
    const request = { headers: { authorization }, cookies: {} };
    expect(await getToken({ req: asRequest(request), secret, cookieName: "quietroom-session" })).toBeNull();
  },
);

test("check 85 a session's token in an Authorization header is not a cookie, and signs nobody in", async () => {
  const authorization = `Bearer ${cookies["quietroom-session"]}`;
  const browser = openBrowser(createAuth(settings).options, { authorization });
  expect((await browser.get("session")).body).toEqual({});
});

test.each([
  "%E0%A4%A",
  "eyJhbGciOiJkaXIi.e30",
  "a.b.c.d.e",
  `${cookies["quietroom-session"]}.${cookies["quietroom-session"]}`,
  "null",
  "[object Object]",
  "x".repeat(100_000),
])("check 85 check 43 a session cookie of rubbish is nobody's and crashes nothing", async (rubbish) => {
  const auth = createAuth(settings);
  const jar = { "quietroom-session": rubbish };
  expect(await auth.findStaff(jar, "request")).toBeNull();
  expect(await auth.secondFactorStep(jar)).toBeNull();
  expect(await auth.whyEnded(jar)).toBeNull();
  const browser = openBrowser(auth.options);
  browser.put("quietroom-session", rubbish);
  const { status, body } = await browser.get("session");
  expect([status, body]).toEqual([200, {}]);
});

test("check 42 the cookie holds two ids and nothing that decides anything", async () => {
  expect(
    Object.keys((await decode({ token: cookies["quietroom-session"], secret })) ?? {}).toSorted(),
  ).toEqual(["exp", "iat", "jti", "sessionId", "tenantId"]);
});

/** Headers and cookies are all of a request that the library's reader looks at, which is why the cast holds. */
function asRequest(request: object): Parameters<typeof getToken>[0]["req"] {
  return request as Parameters<typeof getToken>[0]["req"];
}
