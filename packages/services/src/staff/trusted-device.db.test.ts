import {
  appCode,
  createStudio,
  enrolApp,
  fromNowhere,
  halfSession,
  inspect,
  succeeded,
  testDatabase,
  testRuntime,
  type TestStudio,
} from "@quietroom/testing";
import { expect, test } from "vitest";
import type { VerbContext } from "../runtime.ts";
import {
  createStaffUser,
  endTrust,
  listSessions,
  listTrustedDevices,
  passByTrust,
  passSecondFactor,
  rememberDevice,
  renewRecoveryCodes,
  resetSecondFactor,
  resolveSession,
  secondFactorStep,
  setTrustRule,
  type SignedIn,
  trustDevice,
  viewTrustRule,
} from "./index.ts";

const database = await testDatabase();
const runtime = await testRuntime(database);
const query = await inspect(database);
const password = "a kettle sings at dawn";
let people = 0;

async function hire(studio: TestStudio, role: "admin" | "receptionist" = "admin") {
  people += 1;
  const email = `trust${people}@example.com`;
  const more = { displayName: "Robin Sample", roles: [role], practitionerId: null };
  const { staffUserId } = succeeded(await createStaffUser(studio.as("system"), { email, password, ...more }));
  const person = { email, password, staffUserId };
  const { session, secret } = await enrolApp(runtime, person);
  return { ...person, session, secret, context: await contextOf(session) };
}

async function contextOf(session: SignedIn): Promise<VerbContext> {
  const actor = await resolveSession(runtime, session, "request");
  if (actor === null) throw new Error("the session opens nothing");
  return { runtime, actor, requestId: "test" };
}

/** A studio that lets its people trust a browser, and an admin there. */
async function trusting() {
  const studio = await createStudio(runtime);
  const admin = await hire(studio);
  succeeded(await setTrustRule(admin.context, { rule: "for_30_days" }));
  return { studio, admin };
}

/** Signs in with a code and asks for trust: the session, and the browser's token. */
async function trust(person: {
  readonly email: string;
  readonly secret: string;
  readonly staffUserId: string;
}) {
  await query("delete from guard.subject");
  await query("update staff_totp set last_step = 1 where staff_user_id = $1", [person.staffUserId]);
  const half = await halfSession(runtime, { ...person, password });
  const attempt = { code: appCode(person.secret), trust: "asked" as const, ...fromNowhere };
  const session = succeeded(await passSecondFactor(runtime, half, attempt));
  return { session, token: await trustDevice(runtime, session) };
}

const again = async (person: { readonly email: string }) =>
  await halfSession(runtime, { ...person, password });

test("check 50 AUTH-22 off by default: nobody is offered trust, and asking for it gives none", async () => {
  const studio = await createStudio(runtime);
  const person = await hire(studio);
  expect(await viewTrustRule(person.context, {})).toEqual({ rule: "never" });
  expect(await secondFactorStep(runtime, await again(person))).toMatchObject({ trust: "never" });
  const { session, token } = await trust(person);
  expect(token).toBeNull();
  expect(await query("select from trusted_device where tenant_id = $1", [studio.tenantId])).toEqual([]);
  expect((await listTrustedDevices(await contextOf(session), {})).devices).toEqual([]);
});

test("check 50 AUTH-22 a trusted browser skips the second step, never the password, and only for its own person", async () => {
  const { studio, admin } = await trusting();
  const person = await hire(studio, "receptionist");
  expect(await secondFactorStep(runtime, await again(person))).toMatchObject({ trust: "possible" });
  const { token } = await trust(person);
  expect(token).toMatch(/^[\w-]{43}$/);
  const half = await again(person);
  const passed = await passByTrust(runtime, half, token);
  if (passed === null) throw new Error("the browser is not trusted");
  expect(passed.sessionId).not.toBe(half.sessionId); // another id, and the old one is over (AUTH-34)
  expect(await resolveSession(runtime, half, "request")).toBeNull();
  expect(await resolveSession(runtime, passed, "request")).toMatchObject({ staffUserId: person.staffUserId });
  for (const [whose, what] of [
    [admin, token],
    [person, "x".repeat(43)],
    [person, null],
    [person, "not a token"],
  ] as const) {
    const other = await again(whose);
    expect(await passByTrust(runtime, other, what)).toBeNull();
    expect(await resolveSession(runtime, other, "request")).toBeNull();
  }
  // A token opens nothing where no password was right before, and no session twice.
  expect(
    await passByTrust(runtime, { tenantId: studio.tenantId, sessionId: studio.tenantId }, token),
  ).toBeNull();
  expect(await passByTrust(runtime, passed, token)).toBeNull();
});

test("check 50 AUTH-22 the browser that a lockout knows is not trusted, and the one that is trusted is not known by that", async () => {
  const { studio } = await trusting();
  const person = await hire(studio);
  const known = await rememberDevice(runtime, person.session, null);
  expect(known).not.toBeNull();
  expect(await passByTrust(runtime, await again(person), known)).toBeNull();
  const { token, session } = await trust(person);
  expect(token).not.toBe(known);
  expect(await rememberDevice(runtime, session, token)).not.toBeNull();
});

test("AUTH-22 trust is given only when it is asked for, and once for each asking", async () => {
  const { studio } = await trusting();
  const person = await hire(studio);
  expect(await trustDevice(runtime, person.session)).toBeNull();
  const { session } = await trust(person);
  expect(await trustDevice(runtime, session)).toBeNull();
  expect(await trustDevice(runtime, await again(person))).toBeNull();
});

test("AUTH-21 AUTH-22 trust is no fresh second factor, not even just after it was given", async () => {
  const { studio } = await trusting();
  const person = await hire(studio);
  const { token } = await trust(person);
  const passed = await passByTrust(runtime, await again(person), token);
  if (passed === null) throw new Error("the browser is not trusted");
  const context = await contextOf(passed);
  const needed = { ok: false, refusal: "second_factor_needed" };
  expect(await renewRecoveryCodes(context, {})).toEqual(needed);
  expect(await setTrustRule(context, { rule: "never" })).toEqual(needed);
  await query("update staff_totp set last_step = 1 where staff_user_id = $1", [person.staffUserId]);
  const proven = succeeded(
    await passSecondFactor(runtime, passed, { code: appCode(person.secret), ...fromNowhere }),
  );
  expect(await renewRecoveryCodes(await contextOf(proven), {})).toMatchObject({ ok: true });
});

test("AUTH-33 a session that trust lets in is one of two like any other", async () => {
  const { studio } = await trusting();
  const person = await hire(studio);
  const { token, session } = await trust(person);
  const passed = await passByTrust(runtime, await again(person), token);
  if (passed === null) throw new Error("the browser is not trusted");
  expect((await listSessions(await contextOf(passed), {})).sessions).toHaveLength(2);
  expect(await resolveSession(runtime, person.session, "request")).toBeNull();
  expect(await resolveSession(runtime, session, "request")).not.toBeNull();
});

test("AUTH-22 trust lasts thirty days from the second factor it was given with", async () => {
  const { studio } = await trusting();
  const person = await hire(studio);
  const { token } = await trust(person);
  const age = async (by: string) =>
    await query(
      `update trusted_device set created_at = created_at - $1::interval, expires_at = expires_at - $1::interval
       where staff_user_id = $2`,
      [by, person.staffUserId],
    );
  await age("29 days 23 hours 59 minutes");
  expect(await passByTrust(runtime, await again(person), token)).not.toBeNull();
  await age("2 minutes");
  expect(await passByTrust(runtime, await again(person), token)).toBeNull();
});

test("check 50 AUTH-22 its person sees and ends trust; another password, a reset second factor and the studio's no end it too", async () => {
  const { studio, admin } = await trusting();
  const person = await hire(studio, "receptionist");
  const stranger = await hire(studio, "receptionist");
  const works = async (token: string | null) =>
    (await passByTrust(runtime, await again(person), token)) !== null;

  const first = await trust(person);
  const context = await contextOf(first.session);
  const { devices } = await listTrustedDevices(context, {});
  expect(devices).toEqual([
    {
      deviceId: expect.any(String),
      device: { browser: expect.any(String), system: expect.any(String), kind: "computer" },
      trustedAt: expect.any(Number),
      endsAt: (devices[0]?.trustedAt ?? 0) + 30 * 86_400_000,
    },
  ]);
  const deviceId = devices[0]?.deviceId ?? "";
  await expect(endTrust(stranger.context, { deviceId })).rejects.toThrow("not_found");
  expect(await works(first.token)).toBe(true);
  await endTrust(context, { deviceId });
  expect(await works(first.token)).toBe(false);

  const second = await trust(person);
  const [row] = await query("select password_hash from staff_user where id = $1", [person.staffUserId]);
  await query("update staff_user set password_hash = 'another' where id = $1", [person.staffUserId]);
  await query("update staff_user set password_hash = $2 where id = $1", [
    person.staffUserId,
    row?.["password_hash"],
  ]);
  expect(await works(second.token)).toBe(false);

  const third = await trust(person);
  await query("update staff_user set display_name = 'Robin Other' where id = $1", [person.staffUserId]);
  expect(await works(third.token)).toBe(true); // nothing else about a person ends it
  succeeded(await setTrustRule(admin.context, { rule: "never" }));
  expect(await works(third.token)).toBe(false);
  succeeded(await setTrustRule(admin.context, { rule: "for_30_days" }));
  expect(await works(third.token)).toBe(false);

  const fourth = await trust(person);
  expect(await works(fourth.token)).toBe(true);
  const { staffUserId } = person;
  succeeded(await resetSecondFactor(admin.context, { staffUserId, reason: "Lost their phone" }));
  expect(await works(fourth.token)).toBe(false);
  expect(await query("select from trusted_device where staff_user_id = $1", [staffUserId])).toEqual([]);
});

test("AUTH-21 AUTH-22 whether there is trust at all is an admin's to say, with a fresh second factor, and audited", async () => {
  const { studio, admin } = await trusting();
  const desk = await hire(studio, "receptionist");
  await expect(setTrustRule(desk.context, { rule: "never" })).rejects.toThrow("forbidden");
  await expect(viewTrustRule(desk.context, {})).rejects.toThrow("forbidden");
  await query("update session set mfa_passed_at = now() - interval '5 minutes' where id = $1", [
    admin.session.sessionId,
  ]);
  expect(await setTrustRule(admin.context, { rule: "never" })).toEqual({
    ok: false,
    refusal: "second_factor_needed",
  });
  expect(await viewTrustRule(admin.context, {})).toEqual({ rule: "for_30_days" });
  expect(
    await query(
      `select outcome, detail ->> 'rule' as rule from audit_event
       where tenant_id = $1 and verb = 'staff.set_trust_rule' and resource = 'trust_rule' order by at, id`,
      [studio.tenantId],
    ),
  ).toEqual([
    { outcome: "done", rule: "for_30_days" },
    { outcome: "second_factor_needed", rule: "never" },
  ]);
});

test("AUTH-22 the token is nowhere to be read: not in the table, not in the log", async () => {
  const { studio } = await trusting();
  const { token } = await trust(await hire(studio));
  const rows = await query("select * from trusted_device where tenant_id = $1", [studio.tenantId]);
  expect(rows).toHaveLength(1);
  expect(JSON.stringify([rows, runtime.logged])).not.toContain(token);
});
