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
import { expect, test } from "vitest";
import { openBrowser } from "../test/browser.ts";
import { createAuth } from "./index.ts";

const database = await testDatabase();
const runtime = await testRuntime(database);
const query = await inspect(database);

test("AUTH-44 AUTH-45 a session opens from an allowed network alone, as the trusted hop tells it, whatever the sender writes before", async () => {
  process.env["NEXTAUTH_URL"] = "http://dashboard.test";
  const studio = await createStudio(runtime);
  const person = { email: "robin@example.com", password: "a kettle sings at dawn" };
  const more = { displayName: "Robin Sample", roles: ["admin" as const], practitionerId: null };
  succeeded(await createStaffUser(studio.as("system"), { ...person, ...more }));
  const { secret } = await enrolApp(runtime, person);
  await query("update tenant set allowed_networks = '{203.0.113.0/24}' where id = $1", [studio.tenantId]);
  await query("update staff_totp set last_step = 1");
  const auth = createAuth({
    runtime,
    secret: randomBytes(32).toString("base64"),
    transport: "http",
    signInPath: "/sign-in",
    accountPath: "/account",
    openId: null,
    trustedProxyHops: 1,
  });
  const from = (forwarded: string) => ({ "x-forwarded-for": forwarded });
  const office = new Headers(from("198.51.100.9, 203.0.113.7"));
  const forged = new Headers(from("203.0.113.7, 198.51.100.9"));

  const away = openBrowser(auth.options, from("203.0.113.7, 198.51.100.9"));
  expect((await away.signIn(person.email, person.password)).status).toBe(200);
  expect((await away.secondFactor(appCode(secret))).status).not.toBe(200);
  expect(await auth.isKeptOut(away.cookies(), forged)).toBe(true);
  expect(await auth.findStaff(away.cookies(), "request", office)).toBeNull();

  const inside = openBrowser(auth.options, from("203.0.113.7"));
  expect((await inside.signIn(person.email, person.password)).status).toBe(200);
  expect((await inside.secondFactor(appCode(secret))).status).toBe(200);
  expect(await auth.findStaff(inside.cookies(), "request", office)).toMatchObject({ address: "203.0.113.7" });
  expect(await auth.findStaff(inside.cookies(), "request", forged)).toBeNull();
  expect(await auth.findStaff(inside.cookies(), "recheck", forged)).toBeNull();
  expect(await auth.findStaff(inside.cookies(), "request")).toBeNull();
  expect(await auth.isKeptOut(inside.cookies(), forged)).toBe(true);
  expect(await auth.isKeptOut(inside.cookies(), office)).toBe(false);
});
