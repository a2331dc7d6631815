import { randomBytes } from "node:crypto";
import { createStaffUser } from "@quietroom/services/staff";
import {
  appCode,
  createStudio,
  enrolApp,
  inspect,
  succeeded,
  testDatabase,
  testRuntime,
} from "@quietroom/testing";
import { beforeAll, beforeEach, expect, test } from "vitest";
import { openBrowser } from "../test/browser.ts";
import { createAuth } from "./create-auth.ts";

const database = await testDatabase();
const runtime = await testRuntime(database);
const query = await inspect(database);
const studio = await createStudio(runtime);
const auth = createAuth({
  runtime,
  secret: randomBytes(32).toString("base64"),
  signInPath: "/sign-in",
  accountPath: "/account",
  openId: null,
  trustedProxyHops: 1,
  transport: "http",
});
const email = "robin@example.com";
const password = "a kettle sings at dawn";
const next = "five herons by the lake";
let appSecret = "";

beforeAll(async () => {
  process.env["NEXTAUTH_URL"] = "http://dashboard.test";
  const more = { displayName: "Robin Sample", roles: ["admin" as const], practitionerId: null };
  succeeded(await createStaffUser(studio.as("system"), { email, password, ...more }));
  appSecret = (await enrolApp(runtime, { email, password })).secret;
});

beforeEach(async () => {
  await query("delete from guard.subject");
  await query("update staff_totp set last_step = 1");
});

async function signedIn() {
  const browser = openBrowser(auth.options);
  await browser.signIn(email, password);
  await browser.secondFactor(appCode(appSecret));
  return browser;
}

test("AUTH-34 AUTH-36 check 55 another password gives the browser another session; the cookie from before opens nothing", async () => {
  const browser = await signedIn();
  const before = browser.cookies();
  expect(await auth.findStaff(before, "request")).not.toBeNull();
  const wrong = await browser.post("callback/own-password", { current: next, next: password });
  expect(JSON.stringify(wrong.body)).toContain("wrong_password");
  const short = await browser.post("callback/own-password", { current: password, next: "short" });
  expect(JSON.stringify(short.body)).toContain("password_too_short");
  expect(await auth.findStaff(before, "request")).not.toBeNull();
  const changed = await browser.post("callback/own-password", { current: password, next });
  expect(changed.status).toBe(200);
  expect(JSON.stringify(changed.body)).not.toMatch(/herons|kettle/);
  expect(await auth.findStaff(before, "request")).toBeNull();
  expect(await auth.findStaff(browser.cookies(), "request")).toMatchObject({ roles: ["admin"] });
});

test("AUTH-34 nobody who is not signed in changes a password, nor a post from elsewhere", async () => {
  const stranger = openBrowser(auth.options);
  const refused = await stranger.post("callback/own-password", {
    current: next,
    next: "six herons by the lake",
  });
  expect(JSON.stringify(refused.body)).toContain("session_over");
  const [kept] = await query("select password_hash as hash from staff_user");
  await stranger.postWithoutToken("callback/own-password", { current: next, next: "six herons by the lake" });
  for (const odd of [{}, { current: { not: "" }, next }, { current: next, next: "x".repeat(5_000) }])
    expect((await stranger.post("callback/own-password", odd)).status).toBe(401);
  expect(await query("select password_hash as hash from staff_user")).toEqual([kept]);
});
