import { randomBytes } from "node:crypto";
import { createStaffUser } from "@quietroom/services/staff";
import {
  bookedClient,
  createStudio,
  enrolApp,
  inspect,
  keepingSender,
  signedInClient,
  succeeded,
  testDatabase,
  testRuntime,
} from "@quietroom/testing";
import { encode } from "next-auth/jwt";
import { expect, test } from "vitest";
import { createAuth } from "./index.ts";
import { createPortalDoor, type PortalCookie } from "./portal-door.ts";

const database = await testDatabase();
const kept = keepingSender();
const runtime = await testRuntime(database, { sender: kept.sender });
const query = await inspect(database);
const studio = await createStudio(runtime);
const elsewhere = await createStudio(runtime);
const secret = randomBytes(32).toString("base64");
const door = createPortalDoor({ runtime, transport: "http" });
const auth = createAuth({
  runtime,
  secret,
  signInPath: "/sign-in",
  accountPath: "/account",
  openId: null,
  trustedProxyHops: 0,
  transport: "http",
});
const here = { slug: studio.slug, tenantId: studio.tenantId };
const from = { userAgent: "Test/1.0", ip: null } as const;
const asJar = (cookies: readonly PortalCookie[]) =>
  Object.fromEntries(cookies.map(({ name, value }) => [name, value]));
let days = 2;

async function client(name: string) {
  days += 1;
  return await bookedClient(studio, query, { name, day: days });
}

/** Asks at the door and comes in by what was mailed, as a browser with these cookies. */
async function cameIn(name: string) {
  const { who } = await client(name);
  const { token, actor } = await signedInClient(studio, kept, who);
  return { jar: { [`quietroom-portal-${studio.slug}`]: token }, token, actor };
}

test("AUTH-10 a client's cookie opens nothing for staff, by whatever name it is shown", async () => {
  const { token, actor } = await cameIn("Ana");
  const { tenantId, sessionId } = actor;
  const forged = await encode({ token: { tenantId, sessionId }, secret });
  for (const name of ["quietroom-session", "__Host-quietroom-session", "quietroom-device"]) {
    for (const value of [token, forged]) {
      expect(await auth.findStaff({ [name]: value }, "request")).toBeNull();
      expect(await auth.secondFactorStep({ [name]: value })).toBeNull();
    }
  }
});

test("AUTH-10 a member of staff's cookie opens no portal, by whatever name it is shown", async () => {
  const person = { email: "robin@example.com", password: "a kettle sings at dawn" };
  const more = { displayName: "Robin Sample", roles: ["admin" as const], practitionerId: null };
  succeeded(await createStaffUser(studio.as("system"), { ...person, ...more }));
  const { session } = await enrolApp(runtime, person);
  const cookie = await encode({ token: { ...session }, secret });
  expect(await auth.findStaff({ "quietroom-session": cookie }, "request")).not.toBeNull();
  for (const name of ["quietroom-session", `quietroom-portal-${studio.slug}`]) {
    for (const value of [cookie, session.sessionId])
      expect(await door.findClient(here, { [name]: value }, "request")).toBeNull();
  }
});

test("AUTH-10 TEN-05 a portal's session is one studio's: at another's address it is none, under its name neither", async () => {
  const { jar, token } = await cameIn("Ben");
  const there = { slug: elsewhere.slug, tenantId: elsewhere.tenantId };
  expect(await door.findClient(here, jar, "request")).not.toBeNull();
  expect(await door.findClient(there, jar, "request")).toBeNull();
  const renamed = { [`quietroom-portal-${elsewhere.slug}`]: token };
  expect(await door.findClient(there, renamed, "request")).toBeNull();
});

test("check 47 check 55 AUTH-34 what a browser held before coming in opens nothing, and coming in gives it another secret each time", async () => {
  const { who } = await client("Cleo");
  const asked = succeeded(await door.ask(studio.slug, who));
  const before = asJar([asked]);
  expect(await door.findClient(here, before, "request")).toBeNull();
  const fixed = { ...before, [`quietroom-portal-${studio.slug}`]: asked.value };
  expect(await door.findClient(here, fixed, "request")).toBeNull();
  const { token: first } = await signedInClient(studio, kept, who);
  const { token: second } = await signedInClient(studio, kept, who);
  expect(new Set([asked.value, first, second]).size).toBe(3);
});

test("AUTH-34 over https the cookies are bound to their host, Secure, out of reach of scripts and of other sites", async () => {
  const secure = createPortalDoor({ runtime, transport: "https" });
  const { who } = await client("Dora");
  const cookie = succeeded(await secure.ask(studio.slug, who));
  expect(cookie).toMatchObject({ httpOnly: true, sameSite: "lax", path: "/", secure: true, maxAge: 900 });
  expect(cookie).not.toHaveProperty("domain");
  expect(cookie.name).toBe(`__Host-quietroom-way-in-${studio.slug}`);
  const { token } = await signedInClient(studio, kept, who);
  const name = `quietroom-portal-${studio.slug}`;
  expect(await secure.findClient(here, { [`__Host-${name}`]: token }, "request")).not.toBeNull();
  // The name of the unprotected cookie is not looked at.
  expect(await secure.findClient(here, { [name]: token }, "request")).toBeNull();
});

test("AUTH-32 leaving ends the row, so that a copied cookie is worth nothing, and takes the cookie away", async () => {
  const { jar } = await cameIn("Emma");
  const gone = await door.leave(studio.slug, jar);
  expect(gone).toMatchObject({ name: `quietroom-portal-${studio.slug}`, value: "", maxAge: 0 });
  expect(await door.findClient(here, jar, "request")).toBeNull();
});

test("a studio that does not exist lets nobody in, asks nobody and ends nothing", async () => {
  const slug = "no-such-studio";
  expect(await door.look(slug, "A".repeat(43), {})).toBe("unknown");
  expect(await door.comeIn(slug, { link: "A".repeat(43), code: null }, { ...from, cookies: {} })).toEqual({
    ok: false,
    refusal: "unknown",
  });
  expect(await door.leave(slug, {})).toMatchObject({ value: "" });
});
