import type { CharacterKind } from "@quietroom/domain/access";
import { asId, type StaffUserId } from "@quietroom/domain/ids";
import { ok } from "@quietroom/domain/result";
import {
  appCode,
  createStudio,
  enrolApp,
  fromNowhere,
  halfSession,
  inspect,
  newPasskeyDevice,
  succeeded,
  testDatabase,
  testRuntime,
  type TestStudio,
} from "@quietroom/testing";
import { expect, test, vi } from "vitest";
import { sendMessage } from "../messages/index.ts";
import type { OutgoingMessage } from "../ports.ts";
import type { VerbContext } from "../runtime.ts";
import {
  acceptInvitation,
  addPasskey,
  answerPasswordRequests,
  askPasswordReset,
  changePassword,
  createStaffUser,
  endPassword,
  findStaffLink,
  inviteColleague,
  passByTrust,
  passSecondFactor,
  passwordStep,
  resetPassword,
  resolveSession,
  secondFactorStep,
  setPasswordRules,
  setTrustRule,
  signInChallenge,
  signInWithPasskey,
  type SignedIn,
  startPasskey,
  trustDevice,
  viewInvitation,
  viewPasswordReset,
  viewPasswordRules,
  viewSecurity,
} from "./index.ts";
import { staffPolicies } from "@quietroom/domain/access";

/** Counts what a password costs; the work itself is the library's own. */
const evaluations = vi.hoisted(() => ({ count: 0 }));
vi.mock("@node-rs/argon2", async (original) => {
  const real = await original<typeof import("@node-rs/argon2")>();
  const counted =
    <A extends readonly unknown[], R>(work: (...given: A) => R) =>
    (...given: A): R => {
      evaluations.count += 1;
      return work(...given);
    };
  return { ...real, hash: counted(real.hash), verify: counted(real.verify) };
});

const database = await testDatabase();
const sent: OutgoingMessage[] = [];
const runtime = await testRuntime(database, {
  sender: {
    async send(message) {
      sent.push(message);
      return await Promise.resolve(ok({ providerId: message.idempotencyKey }));
    },
  },
});
const query = await inspect(database);
const first = "a kettle sings at dawn";
const second = "five herons by the lake";
const third = "nine lanterns on a hill";
const none = { composition: [], history: 0, maxAgeDays: null };
const refused = (refusal: string) => ({ ok: false, refusal });
let people = 0;

async function hire(studio: TestStudio, role: "admin" | "receptionist" = "admin") {
  people += 1;
  const email = `rules${people}@example.com`;
  const more = { displayName: "Robin Sample", roles: [role], practitionerId: null };
  const person = { email, password: first };
  const { staffUserId } = succeeded(await createStaffUser(studio.as("system"), { ...person, ...more }));
  const { secret, session } = await enrolApp(runtime, person);
  return { email, staffUserId, secret, session };
}

type Person = Awaited<ReturnType<typeof hire>>;

async function contextOf(session: SignedIn): Promise<VerbContext> {
  const actor = await resolveSession(runtime, session, "request");
  if (actor === null) throw new Error("the session opens nothing");
  return { runtime, actor, requestId: "test" };
}

/** Sends what waits, as the jobs do; answers the token of the latest mail to somebody. */
async function tokenFor(email: string): Promise<string> {
  const waiting = await query("select tenant_id, id from notification where status = 'planned' order by id");
  for (const { tenant_id: tenantId, id } of waiting) {
    const actor = { kind: "system", tenantId: String(tenantId), reason: "test" } as const;
    await sendMessage({ runtime, actor, requestId: "test" }, { notificationId: String(id) });
  }
  const mail = sent.findLast(
    ({ to, content }) =>
      to === email && content.template === "staff-account" && content.actionUrl.includes("#"),
  );
  return mail?.content.template === "staff-account" ? (mail.content.actionUrl.split("#")[1] ?? "") : "";
}

async function resetToken(email: string): Promise<string> {
  await query("delete from guard.subject");
  succeeded(await askPasswordReset(runtime, { email }));
  await answerPasswordRequests(runtime);
  return await tokenFor(email);
}

async function bearer(token: string): Promise<VerbContext> {
  const link = await findStaffLink(runtime, token);
  if (link === null) throw new Error("no such link");
  const { tenantId, linkId, kind } = link;
  return { runtime, actor: { kind: "link", tenantId, subject: { kind, id: linkId } }, requestId: "test" };
}

const reset = async (email: string, password: string) => {
  const token = await resetToken(email);
  return await resetPassword(await bearer(token), { token, password });
};

const change = async (session: SignedIn, current: string, next: string) => {
  await query("delete from guard.subject");
  await query("update session set mfa_passed_at = now() where id = $1", [session.sessionId]);
  return await changePassword(runtime, session, { current, next, ...fromNowhere });
};

/** A sign-in with password and code: the session, whatever it opens. */
async function comeIn({ email, secret, staffUserId }: Person, password: string): Promise<SignedIn> {
  await query("delete from guard.subject");
  await query("update staff_totp set last_step = 1 where staff_user_id = $1", [staffUserId]);
  const half = await halfSession(runtime, { email, password });
  return succeeded(await passSecondFactor(runtime, half, { code: appCode(secret), ...fromNowhere }));
}

const remembered = async (staffUserId: string) =>
  await query(
    "select password_hash as hash from former_password where staff_user_id = $1 order by ended_at",
    [staffUserId],
  );

const grow = async ({ staffUserId }: Person, days: number) =>
  await query("update staff_user set password_set_at = now() - make_interval(days => $2) where id = $1", [
    staffUserId,
    days,
  ]);

test("AUTH-02 AUTH-03 off by default: no kind of character is asked for, nothing is remembered, no password ends", async () => {
  const studio = await createStudio(runtime);
  const person = await hire(studio);
  expect(await viewPasswordRules(await contextOf(person.session), {})).toEqual(none);
  const { passwordEndsAt, passwordRule } = await viewSecurity(await contextOf(person.session), {});
  expect([passwordEndsAt, passwordRule]).toEqual([null, { composition: [], history: 0 }]);
  const session = succeeded(await change(person.session, first, second));
  succeeded(await change(session, second, first)); // also the one before
  expect(await remembered(person.staffUserId)).toEqual([]);
  await grow(person, 9_000);
  const later = await comeIn(person, first);
  expect(await resolveSession(runtime, later, "request")).not.toBeNull();
});

test("AUTH-02 AUTH-21 rules are an admin's, with a code of the last five minutes, audited, and one studio's alone", async () => {
  const [studio, other] = [await createStudio(runtime), await createStudio(runtime)];
  const [admin, desk, stranger] = [await hire(studio), await hire(studio, "receptionist"), await hire(other)];
  const context = await contextOf(admin.session);
  const rules = { composition: ["upper", "digit"] satisfies CharacterKind[], history: 3, maxAgeDays: 90 };
  await query("update session set mfa_passed_at = now() - interval '5 minutes' where id = $1", [
    admin.session.sessionId,
  ]);
  expect(await setPasswordRules(context, rules)).toEqual(refused("second_factor_needed"));
  expect(await viewPasswordRules(context, {})).toEqual(none);
  await query("update session set mfa_passed_at = now() where id = $1", [admin.session.sessionId]);
  expect(await setPasswordRules(context, rules)).toEqual({ ok: true, value: {} });
  expect(await viewPasswordRules(context, {})).toEqual(rules);
  expect(await viewPasswordRules(await contextOf(stranger.session), {})).toEqual(none);
  await expect(setPasswordRules(await contextOf(desk.session), none)).rejects.toThrow("forbidden");
  const audited = await query(
    "select detail, outcome from audit_event where tenant_id = $1 and verb = 'staff.set_password_rules' and outcome = 'done'",
    [studio.tenantId],
  );
  expect(audited).toEqual([{ detail: rules, outcome: "done" }]);
});

test("AUTH-02 what a studio asks for is asked wherever a password is set, and what is missing is named", async () => {
  const studio = await createStudio(runtime);
  const admin = await hire(studio);
  const context = await contextOf(admin.session);
  succeeded(await setPasswordRules(context, { ...none, composition: ["upper", "digit"] }));
  const both = refused("password_lacks_upper_digit");
  const good = "Nine lanterns on hill 7";
  const passwordRule = { composition: ["upper", "digit"], history: 0 };

  const email = "invited@example.com";
  const wish = { email, roles: ["billing" as const], practitioner: { kind: "none" } as const, locations: [] };
  succeeded(await inviteColleague(context, wish));
  const token = await tokenFor(email);
  expect(await viewInvitation(await bearer(token), { token })).toMatchObject({ value: { passwordRule } });
  const accept = async (password: string) =>
    await acceptInvitation(await bearer(token), {
      token,
      displayName: "Sam Other",
      password,
      accepts: staffPolicies,
    });
  expect(await accept(second)).toEqual(both);
  expect(await accept(`${second} 7`)).toEqual(refused("password_lacks_upper"));
  expect(await accept(good)).toMatchObject({ ok: true });

  const again = await resetToken(admin.email);
  expect(await viewPasswordReset(await bearer(again))).toMatchObject({ value: { passwordRule } });
  expect(await reset(admin.email, second)).toEqual(both);
  expect(await change(admin.session, first, `${second} X`)).toEqual(refused("password_lacks_digit"));
  succeeded(await change(admin.session, first, good));
  expect(await reset(admin.email, `${good}1`)).toEqual({ ok: true, value: {} });

  const more = {
    email: "made@example.com",
    displayName: "Kim Made",
    roles: ["billing" as const],
    practitionerId: null,
  };
  expect(await createStaffUser(studio.as("system"), { ...more, password: second })).toEqual(both);
});

test("AUTH-02 the last so many passwords are not chosen again, by change or by mail; hashes alone are kept, and no more than the rule needs", async () => {
  const studio = await createStudio(runtime);
  const person = await hire(studio);
  succeeded(await setPasswordRules(await contextOf(person.session), { ...none, history: 3 }));
  const used = refused("password_used_before");
  expect(await change(person.session, first, first)).toEqual(used);
  const two = succeeded(await change(person.session, first, second));
  expect(await change(two, second, first)).toEqual(used);
  const three = succeeded(await change(two, second, third));
  for (const password of [first, second, third]) {
    expect(await change(three, third, password)).toEqual(used);
    expect(await reset(person.email, password)).toEqual(used);
  }
  const kept = await remembered(person.staffUserId);
  expect(kept.length).toBe(2);
  for (const { hash } of kept) expect(hash).toMatch(/^\$argon2id\$/);
  expect(await reset(person.email, "eleven foxes in a row")).toEqual({ ok: true, value: {} });
  expect((await remembered(person.staffUserId)).length).toBe(2); // the first is forgotten
  const back = await comeIn(person, "eleven foxes in a row");
  succeeded(await change(back, "eleven foxes in a row", first));
});

test("AUTH-02 a shorter rule forgets at once what it does not need, and no rule forgets everything, of this studio alone", async () => {
  const [studio, other] = [await createStudio(runtime), await createStudio(runtime)];
  const [person, stranger] = [await hire(studio), await hire(other)];
  for (const { session } of [person, stranger])
    succeeded(await setPasswordRules(await contextOf(session), { ...none, history: 24 }));
  let session = person.session;
  const chain = [first, second, third, "eleven foxes in a row"];
  for (const [place, next] of chain.slice(1).entries())
    session = succeeded(await change(session, chain[place] ?? "", next));
  succeeded(await change(stranger.session, first, second));
  const hashes = await remembered(person.staffUserId);
  expect(hashes.length).toBe(3);
  succeeded(await setPasswordRules(await contextOf(session), { ...none, history: 2 }));
  expect(await remembered(person.staffUserId)).toEqual(hashes.slice(-1)); // the latest
  succeeded(await setPasswordRules(await contextOf(session), none));
  expect(await remembered(person.staffUserId)).toEqual([]);
  expect((await remembered(stranger.staffUserId)).length).toBe(1);
});

test("AUTH-02 a history of N costs N comparisons at most, and none for a password that is refused anyway", async () => {
  const studio = await createStudio(runtime);
  const person = await hire(studio);
  succeeded(await setPasswordRules(await contextOf(person.session), { ...none, history: 4 }));
  // More than the rule needs, as if it had been longer a moment ago.
  await query(
    `insert into former_password (tenant_id, staff_user_id, password_hash)
     select tenant_id, id, password_hash from staff_user, generate_series(1, 9) where id = $1`,
    [person.staffUserId],
  );
  const costOf = async (password: string) => {
    const token = await resetToken(person.email);
    const context = await bearer(token);
    const before = evaluations.count;
    await resetPassword(context, { token, password });
    return evaluations.count - before;
  };
  expect(await costOf("too short")).toBe(0);
  expect(await costOf("passwordpassword")).toBe(0);
  expect(await costOf(first)).toBe(1);
  expect(await costOf(second)).toBe(5); // four that are not it, and the new hash
});

test("AUTH-03 a password of ninety days opens nothing but choosing another one, after the code; then everything", async () => {
  const studio = await createStudio(runtime);
  const person = await hire(studio);
  succeeded(await setPasswordRules(await contextOf(person.session), { ...none, maxAgeDays: 90 }));
  await grow(person, 89);
  expect(await resolveSession(runtime, await comeIn(person, first), "request")).not.toBeNull();
  const open = await comeIn(person, first);
  await grow(person, 90);
  // Whoever is at work goes on; the next sign-in asks.
  expect(await resolveSession(runtime, open, "request")).not.toBeNull();
  const half = await halfSession(runtime, { email: person.email, password: first });
  expect(await passwordStep(runtime, half, null)).toBeNull(); // the code comes first
  expect(await changePassword(runtime, half, { current: first, next: second, ...fromNowhere })).toEqual(
    refused("session_over"),
  );
  const held = await comeIn(person, first);
  for (const purpose of ["request", "recheck"] as const)
    expect(await resolveSession(runtime, held, purpose)).toBeNull();
  expect(await passwordStep(runtime, held, null)).toEqual({
    email: person.email,
    studioName: "Studio under test",
    rule: { composition: [], history: 0 },
  });
  expect(await passwordStep(runtime, open, null)).toBeNull();
  await query("update staff_totp set last_step = 1 where staff_user_id = $1", [person.staffUserId]);
  // Proving it once more is no way around.
  const proven = succeeded(
    await passSecondFactor(runtime, held, { code: appCode(person.secret), ...fromNowhere }),
  );
  expect(await resolveSession(runtime, proven, "request")).toBeNull();
  expect(await change(proven, first, first)).toEqual(refused("password_used_before"));
  expect(await resolveSession(runtime, proven, "request")).toBeNull();
  const on = succeeded(await change(proven, first, second));
  expect(await resolveSession(runtime, on, "request")).toMatchObject({ staffUserId: person.staffUserId });
  expect(await passwordStep(runtime, on, null)).toBeNull();
  expect(await resolveSession(runtime, await comeIn(person, second), "request")).not.toBeNull();
});

test("AUTH-03 AUTH-21 a password that is over asks for the code also on a trusted browser, and for a fresh one when it is late", async () => {
  const studio = await createStudio(runtime);
  const person = await hire(studio);
  const context = await contextOf(person.session);
  succeeded(await setTrustRule(context, { rule: "for_30_days" }));
  succeeded(await setPasswordRules(context, { ...none, maxAgeDays: 30 }));
  await query("update staff_totp set last_step = 1 where staff_user_id = $1", [person.staffUserId]);
  const half = await halfSession(runtime, { email: person.email, password: first });
  const asked = { code: appCode(person.secret), trust: "asked" as const, ...fromNowhere };
  const token = await trustDevice(runtime, succeeded(await passSecondFactor(runtime, half, asked)));
  const again = async () => await halfSession(runtime, { email: person.email, password: first });
  expect(await secondFactorStep(runtime, await again())).toMatchObject({ trust: "possible" });
  expect(await passByTrust(runtime, await again(), token)).not.toBeNull();
  await grow(person, 30);
  expect(await passByTrust(runtime, await again(), token)).toBeNull();
  expect(await secondFactorStep(runtime, await again())).toMatchObject({ trust: "never" });
  const held = await comeIn(person, first);
  await query("update session set mfa_passed_at = now() - interval '5 minutes' where id = $1", [
    held.sessionId,
  ]);
  expect(await changePassword(runtime, held, { current: first, next: second, ...fromNowhere })).toEqual(
    refused("second_factor_needed"),
  );
});

test("AUTH-03 a passkey is no password and never over by age; a password by mail is as new as any", async () => {
  const studio = await createStudio(runtime);
  const person = await hire(studio);
  const context = await contextOf(person.session);
  succeeded(await setPasswordRules(context, { ...none, maxAgeDays: 30 }));
  const device = newPasskeyDevice({ origin: "http://dashboard.test" });
  const made = device.make(succeeded(await startPasskey(context, {})));
  succeeded(await addPasskey(context, { name: "Phone", made }));
  await grow(person, 400);
  const assertion = device.prove(await signInChallenge(runtime));
  const from = { userAgent: "Test/1.0", ...fromNowhere };
  const byKey = succeeded(await signInWithPasskey(runtime, { assertion, ...from }));
  expect(await resolveSession(runtime, byKey, "request")).not.toBeNull();
  expect(await reset(person.email, first)).toEqual(refused("password_used_before"));
  succeeded(await reset(person.email, second));
  expect(await resolveSession(runtime, await comeIn(person, second), "request")).not.toBeNull();
});

test("AUTH-02 AUTH-03 a password that an admin ended is not chosen again, under no rule either, and an incident is raised", async () => {
  const studio = await createStudio(runtime);
  const [boss, person] = [await hire(studio), await hire(studio, "receptionist")];
  const staffUserId = asId<StaffUserId>(person.staffUserId);
  succeeded(await endPassword(await contextOf(boss.session), { staffUserId, reason: "Laptop stolen" }));
  expect(
    await query("select kind, staff_user_id, detail from security_incident where tenant_id = $1", [
      studio.tenantId,
    ]),
  ).toEqual([{ kind: "suspected_compromise", staff_user_id: person.staffUserId, detail: {} }]);
  expect(await reset(person.email, first)).toEqual(refused("password_used_before"));
  succeeded(await reset(person.email, second));
  await query("delete from guard.subject");
  const half = await halfSession(runtime, { email: person.email, password: second });
  expect(await secondFactorStep(runtime, half)).toMatchObject({ kind: "enrol" });
});

test("AUTH-03 AUTH-60 of two admins who end each other's password at the same moment one stays in", async () => {
  const studio = await createStudio(runtime);
  const [one, two] = [await hire(studio), await hire(studio)];
  const contexts = [await contextOf(one.session), await contextOf(two.session)] as const;
  const end = async (context: VerbContext, { staffUserId }: Person) =>
    await endPassword(context, { staffUserId: asId<StaffUserId>(staffUserId), reason: "Laptop stolen" });
  const answers = await Promise.all([end(contexts[0], two), end(contexts[1], one)]);
  expect(answers.filter((answer) => answer.ok).length).toBe(1);
  expect(answers.find((answer) => !answer.ok)).toEqual(refused("second_factor_needed"));
  const left = await query(
    "select 1 from staff_user where tenant_id = $1 and password_ended_at is null and 'admin' = any (roles)",
    [studio.tenantId],
  );
  expect(left.length).toBe(1);
});

test("AUTH-21 AUTH-44 one's own password is changed from an allowed network, and from no other", async () => {
  const studio = await createStudio(runtime);
  const person = await hire(studio);
  await query("update tenant set allowed_networks = '{203.0.113.0/24}' where id = $1", [studio.tenantId]);
  const from = async (ip: string) =>
    await changePassword(runtime, person.session, { current: first, next: second, ip, deviceToken: null });
  expect(await from("198.51.100.9")).toEqual(refused("session_over"));
  expect(await from("203.0.113.7")).toMatchObject({ ok: true });
});
