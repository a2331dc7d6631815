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
  endSession,
  listTeam,
  passSecondFactor,
  renewRecoveryCodes,
  resetSecondFactor,
  resolveSession,
  secondFactorStep,
  type SignedIn,
  viewSecurity,
} from "./index.ts";

const database = await testDatabase();
const runtime = await testRuntime(database);
const query = await inspect(database);
const studio = await createStudio(runtime);
const password = "a kettle sings at dawn";
const wrongCode = { ok: false, refusal: "wrong_code" };
let people = 0;

async function hire(at: TestStudio = studio, role: "admin" | "receptionist" = "admin") {
  people += 1;
  const email = `factor${people}@example.com`;
  const person = { email, displayName: "Robin Sample", roles: [role], practitionerId: null, password };
  const { staffUserId } = succeeded(await createStaffUser(at.as("system"), person));
  return { email, password, staffUserId };
}

async function contextOf(session: SignedIn): Promise<VerbContext> {
  const actor = await resolveSession(runtime, session, "request");
  if (actor === null) throw new Error("the session opens nothing");
  return { runtime, actor, requestId: "test" };
}

/** One attempt, with earlier failures forgotten: how many there may be is tried elsewhere. */
async function pass(session: SignedIn, code: string) {
  await query("delete from guard.subject");
  return await passAtOnce(session, code);
}

const passAtOnce = async (session: SignedIn, code: string) =>
  await passSecondFactor(runtime, session, { code, ...fromNowhere });

test("check 47 AUTH-20 the right password alone opens nothing, for any role, enrolled or not", async () => {
  for (const role of ["admin", "receptionist"] as const) {
    const person = await hire(studio, role);
    expect(await resolveSession(runtime, await halfSession(runtime, person), "request")).toBeNull();
    await enrolApp(runtime, person);
    expect(await resolveSession(runtime, await halfSession(runtime, person), "request")).toBeNull();
  }
});

test("AUTH-20 the first code of the app enrols it; from then on it is asked for and no secret is shown", async () => {
  const person = await hire();
  const half = await halfSession(runtime, person);
  const step = await secondFactorStep(runtime, half);
  expect(step).toMatchObject({ kind: "enrol", secret: expect.stringMatching(/^[A-Z2-7]{32}$/) });
  expect(await secondFactorStep(runtime, half)).toEqual(step);
  expect(await pass(half, "000000")).toEqual(wrongCode);
  const session = succeeded(await pass(half, appCode(step?.kind === "enrol" ? step.secret : "", "current")));
  expect(await resolveSession(runtime, session, "request")).toMatchObject({
    staffUserId: person.staffUserId,
  });
  expect(await secondFactorStep(runtime, session)).toBeNull();
  expect(await secondFactorStep(runtime, await halfSession(runtime, person))).toEqual({
    kind: "code",
    ends: null,
    passkey: "none",
    trust: "never",
  });
});

test("AUTH-20 the secret offered to one session cannot be enrolled in another", async () => {
  const person = await hire();
  const [one, other] = [await halfSession(runtime, person), await halfSession(runtime, person)];
  const [seen, own] = [await secondFactorStep(runtime, one), await secondFactorStep(runtime, other)];
  if (seen?.kind !== "enrol" || own?.kind !== "enrol") throw new Error("both enrol");
  expect(seen.secret).not.toBe(own.secret);
  expect(await pass(other, appCode(seen.secret))).toEqual(wrongCode);
  succeeded(await pass(other, appCode(own.secret)));
  expect(await pass(one, appCode(seen.secret))).toEqual(wrongCode);
});

test("check 46 AUTH-20 of every pairing only the right password with a right, unused code comes in", async () => {
  const person = await hire();
  const { secret, session } = await enrolApp(runtime, person);
  const { codes } = succeeded(await renewRecoveryCodes(await contextOf(session), {}));
  const [recovery = ""] = codes;
  const used = appCode(secret, "current");
  succeeded(await pass(await halfSession(runtime, person), used));
  for (const code of ["", " ", "000000", used, "aaaaa-bbbbb", password, `${used}0`]) {
    expect(await pass(await halfSession(runtime, person), code), code).toEqual(wrongCode);
  }
  for (const code of [appCode(secret, "next"), recovery]) {
    succeeded(await pass(await halfSession(runtime, person), code));
  }
});

test("check 48 AUTH-20 a code counts once, and no code of its step or an earlier one after it", async () => {
  const person = await hire();
  const { secret } = await enrolApp(runtime, person);
  const next = appCode(secret, "next");
  const current = appCode(secret, "current");
  succeeded(await pass(await halfSession(runtime, person), next));
  expect(await pass(await halfSession(runtime, person), next)).toEqual(wrongCode);
  expect(await pass(await halfSession(runtime, person), current)).toEqual(wrongCode);
});

test("check 48 AUTH-20 of four at the same moment with one code, from one session or from several, one passes", async () => {
  const person = await hire();
  const { secret } = await enrolApp(runtime, person);
  const one = await halfSession(runtime, person);
  const others = [await halfSession(runtime, person), await halfSession(runtime, person)];
  const code = appCode(secret, "current");
  const answers = await Promise.all([one, one, ...others].map(async (half) => await passAtOnce(half, code)));
  expect(answers.filter(({ ok }) => ok)).toHaveLength(1);
});

test("check 55 AUTH-34 passing gives the session another id, the old one is dead, and its end does not move", async () => {
  const person = await hire();
  const { secret } = await enrolApp(runtime, person);
  const half = await halfSession(runtime, person);
  await query("update session set expires_at = now() + interval '3 hours' where id = $1", [half.sessionId]);
  const session = succeeded(await pass(half, appCode(secret)));
  expect(session.sessionId).not.toBe(half.sessionId);
  expect(await resolveSession(runtime, half, "request")).toBeNull();
  expect(await secondFactorStep(runtime, half)).toBeNull();
  expect(await pass(half, appCode(secret, "next"))).toEqual({ ok: false, refusal: "session_over" });
  const rows = await query(
    "select extract(epoch from expires_at - now())::int between 10700 and 10800 as kept, sealed_enrolment, revoked_reason from session where id = any($1) order by created_at, id",
    [[half.sessionId, session.sessionId]],
  );
  expect(rows).toEqual([
    { kept: true, sealed_enrolment: null, revoked_reason: "rotated" },
    { kept: true, sealed_enrolment: null, revoked_reason: null },
  ]);
  const again = succeeded(await pass(session, appCode(secret, "next")));
  expect(again.sessionId).not.toBe(session.sessionId);
  expect(await resolveSession(runtime, session, "request")).toBeNull();
});

test("check 47 a half session that was signed out, or names another studio, is nobody's", async () => {
  const person = await hire();
  const { secret } = await enrolApp(runtime, person);
  const half = await halfSession(runtime, person);
  const other = await createStudio(runtime);
  const over = { ok: false, refusal: "session_over" };
  expect(await pass({ ...half, tenantId: other.tenantId }, appCode(secret))).toEqual(over);
  expect(await pass({ ...half, sessionId: "' or true --" }, appCode(secret))).toEqual(over);
  await endSession(runtime, half);
  expect(await pass(half, appCode(secret))).toEqual(over);
  expect(await secondFactorStep(runtime, half)).toBeNull();
});

test("check 49 AUTH-20 ten recovery codes: each counts once however it is typed, and new ones end the old", async () => {
  const person = await hire();
  const { session } = await enrolApp(runtime, person);
  const context = await contextOf(session);
  const { codes: old } = succeeded(await renewRecoveryCodes(context, {}));
  expect(new Set(old).size).toBe(10);
  const [first = "", second = "", third = ""] = old;
  const [row] = await query("select * from staff_recovery_code where staff_user_id = $1", [
    person.staffUserId,
  ]);
  expect(JSON.stringify(row)).not.toContain(first.slice(0, 5));

  succeeded(await pass(await halfSession(runtime, person), ` ${first.toUpperCase().replace("-", " ")} `));
  expect(await pass(await halfSession(runtime, person), first)).toEqual(wrongCode);
  expect((await viewSecurity(context, {})).recoveryCodesLeft).toBe(9);

  const halves = await Promise.all([1, 2, 3, 4].map(async () => await halfSession(runtime, person)));
  const at = await Promise.all(halves.map(async (half) => await passAtOnce(half, second)));
  expect(at.filter(({ ok }) => ok)).toHaveLength(1);

  const winner = at.find(({ ok }) => ok);
  const now = await contextOf(succeeded(winner ?? { ok: false, refusal: "nobody" }));
  const { codes } = succeeded(await renewRecoveryCodes(now, {}));
  expect(await pass(await halfSession(runtime, person), third)).toEqual(wrongCode);
  succeeded(await pass(await halfSession(runtime, person), codes[9] ?? ""));
});

test("check 49 a colleague's recovery code is none of one's own", async () => {
  const [one, other] = [await hire(), await hire()];
  const { codes } = succeeded(
    await renewRecoveryCodes(await contextOf((await enrolApp(runtime, one)).session), {}),
  );
  await enrolApp(runtime, other);
  expect(await pass(await halfSession(runtime, other), codes[0] ?? "")).toEqual(wrongCode);
});

test("AUTH-21 recovery codes are renewed within five minutes of a second factor and not after", async () => {
  const { session } = await enrolApp(runtime, await hire());
  const context = await contextOf(session);
  const passedAgo = async (seconds: number) =>
    await query("update session set mfa_passed_at = now() - $2 * interval '1 second' where id = $1", [
      session.sessionId,
      seconds,
    ]);
  await passedAgo(290);
  expect(await renewRecoveryCodes(context, {})).toMatchObject({ ok: true });
  await passedAgo(300);
  expect(await renewRecoveryCodes(context, {})).toEqual({ ok: false, refusal: "second_factor_needed" });
});

test("AUTH-20 secrets are sealed: neither table nor log tells them", async () => {
  const { secret, session } = await enrolApp(runtime, await hire());
  const rows = await query(
    "select m.*, s.* from staff_totp m join session s on s.staff_user_id = m.staff_user_id where s.id = $1",
    [session.sessionId],
  );
  expect(rows).toHaveLength(1);
  expect(JSON.stringify([rows, runtime.logged])).not.toContain(secret);
});

test("AUTH-23 an admin resets a colleague's second factor with a reason: sessions end, both are audited, the colleague is told once", async () => {
  const admin = await hire();
  const desk = await hire(studio, "receptionist");
  const context = await contextOf((await enrolApp(runtime, admin)).session);
  const { session, secret } = await enrolApp(runtime, desk);
  const { codes } = succeeded(await renewRecoveryCodes(await contextOf(session), {}));
  const { staffUserId } = desk;
  expect((await listTeam(context, {})).people).toContainEqual(
    expect.objectContaining({ staffUserId, secondFactor: "enrolled" }),
  );

  succeeded(await resetSecondFactor(context, { staffUserId, reason: "Lost their phone" }));
  expect(await resolveSession(runtime, session, "request")).toBeNull();
  const half = await halfSession(runtime, desk);
  expect(await secondFactorStep(runtime, half)).toMatchObject({ kind: "enrol" });
  for (const code of [appCode(secret), codes[0] ?? ""]) expect(await pass(half, code)).toEqual(wrongCode);
  expect(
    await query(
      "select outcome, detail from audit_event where verb = 'staff.reset_second_factor' and resource_id = $1",
      [staffUserId],
    ),
  ).toEqual([{ outcome: "done", detail: { reason: "Lost their phone" } }]);
  expect(await query("select kind from notification where staff_user_id = $1", [staffUserId])).toEqual([
    { kind: "second_factor_reset" },
  ]);
});

test("AUTH-23 AUTH-21 resetting is refused to others, to an admin's own account, without a fresh proof, and across studios", async () => {
  const admin = await hire();
  const desk = await hire(studio, "receptionist");
  const elsewhere = await hire(await createStudio(runtime));
  const { session } = await enrolApp(runtime, admin);
  const context = await contextOf(session);
  const deskContext = await contextOf((await enrolApp(runtime, desk)).session);
  const reason = "Lost their phone";
  await expect(resetSecondFactor(deskContext, { staffUserId: admin.staffUserId, reason })).rejects.toThrow(
    "forbidden",
  );
  await expect(resetSecondFactor(context, { staffUserId: elsewhere.staffUserId, reason })).rejects.toThrow(
    "not_found",
  );
  const own = await resetSecondFactor(context, { staffUserId: admin.staffUserId, reason });
  expect(own).toEqual({ ok: false, refusal: "own_account" });
  await query("update session set mfa_passed_at = now() - interval '6 minutes' where id = $1", [
    session.sessionId,
  ]);
  const stale = await resetSecondFactor(context, { staffUserId: desk.staffUserId, reason });
  expect(stale).toEqual({ ok: false, refusal: "second_factor_needed" });
  expect(await query("select from staff_totp where staff_user_id = $1", [desk.staffUserId])).toHaveLength(1);
});

test("AUTH-23 enrolling, being asked, passing and failing each leave their line in the audit", async () => {
  const at = await createStudio(runtime);
  const person = await hire(at);
  const { secret } = await enrolApp(runtime, person);
  const half = await halfSession(runtime, person);
  await secondFactorStep(runtime, half);
  await pass(half, "000000");
  await pass(half, appCode(secret));
  const acts = await query(
    `select verb, outcome, coalesce(detail ->> 'step', detail ->> 'by') as what from audit_event
     where tenant_id = $1 and resource = 'second_factor' order by at, id`,
    [at.tenantId],
  );
  expect(acts.map(({ verb, outcome, what }) => [verb, what, outcome].map(String).join(" "))).toEqual([
    "staff.second_factor_step enrolment done",
    "staff.pass_second_factor enrolment done",
    "staff.second_factor_step challenge done",
    "staff.pass_second_factor null wrong_code",
    "staff.pass_second_factor totp done",
  ]);
});
