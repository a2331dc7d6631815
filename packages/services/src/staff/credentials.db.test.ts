import { asId, type StaffUserId } from "@quietroom/domain/ids";
import { ok } from "@quietroom/domain/result";
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
import { beforeEach, expect, test, vi } from "vitest";
import { sendMessage } from "../messages/index.ts";
import type { OutgoingMessage } from "../ports.ts";
import type { VerbContext } from "../runtime.ts";
import {
  answerPasswordRequests,
  askEmailChange,
  askPasswordReset,
  changePassword,
  confirmEmailChange,
  createStaffUser,
  endPassword,
  findStaffLink,
  passSecondFactor,
  resetPassword,
  resolveSession,
  secondFactorStep,
  signIn,
  type SignedIn,
  viewEmailChange,
  viewPasswordReset,
  whyEnded,
} from "./index.ts";

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
const studio = await createStudio(runtime);
const password = "a kettle sings at dawn";
const fresh = "five herons by the lake";
const wrong = { ok: false, refusal: "wrong_credentials" };
let people = 0;

async function hire(at: TestStudio = studio, email?: string) {
  people += 1;
  const person = {
    email: email ?? `credential${people}@example.com`,
    displayName: "Robin Sample",
    roles: ["receptionist" as const],
    practitionerId: null,
    password,
  };
  const { staffUserId } = succeeded(await createStaffUser(at.as("system"), person));
  return { email: person.email, password, staffUserId };
}

const attempt = async (email: string, word: string, at?: string) =>
  await signIn(runtime, { email, password: word, studio: at, userAgent: "Test/1.0", ...fromNowhere });

/** Sends what waits, as the jobs do; answers what arrived, oldest first. */
async function post(): Promise<readonly OutgoingMessage[]> {
  const before = sent.length;
  const waiting = await query("select tenant_id, id from notification where status = 'planned' order by id");
  for (const { tenant_id: tenantId, id } of waiting) {
    const actor = { kind: "system", tenantId: String(tenantId), reason: "test" } as const;
    await sendMessage({ runtime, actor, requestId: "test" }, { notificationId: String(id) });
  }
  return sent.slice(before);
}

function noticeOf({ content }: OutgoingMessage): string {
  return content.template === "staff-account" ? content.notice : content.template;
}

function tokenOf({ content }: OutgoingMessage): string {
  return content.template === "staff-account" ? (content.actionUrl.split("#")[1] ?? "") : "";
}

/** Asks, lets the jobs answer, and reads the mail. */
async function resetMail(email: string): Promise<OutgoingMessage> {
  succeeded(await askPasswordReset(runtime, { email }));
  await answerPasswordRequests(runtime);
  const mail = (await post()).find((one) => one.to === email && noticeOf(one) === "password_reset");
  if (mail === undefined) throw new Error("no mail came");
  return mail;
}

async function bearer(token: string): Promise<VerbContext> {
  const link = await findStaffLink(runtime, token);
  if (link === null) throw new Error("no such link");
  const { tenantId, linkId, kind } = link;
  return { runtime, actor: { kind: "link", tenantId, subject: { kind, id: linkId } }, requestId: "test" };
}

async function contextOf(session: SignedIn): Promise<VerbContext> {
  const actor = await resolveSession(runtime, session, "request");
  if (actor === null) throw new Error("the session opens nothing");
  return { runtime, actor, requestId: "test" };
}

const isOpen = async (session: SignedIn) => (await resolveSession(runtime, session, "request")) !== null;

/** Forgets what was counted, as waiting would. */
const waitLong = async () => await query("delete from guard.subject");

beforeEach(async () => {
  await waitLong();
  await post();
});

test("AUTH-05 check 50 a new password by mail: all sessions end, the owner is told, and the second factor is asked as before", async () => {
  const person = await hire();
  const { secret, session } = await enrolApp(runtime, person);
  const half = await halfSession(runtime, person);
  const mail = await resetMail(person.email);
  const token = tokenOf(mail);
  expect(await viewPasswordReset(await bearer(token))).toEqual({
    ok: true,
    value: {
      email: person.email,
      studioName: "Studio under test",
      passwordRule: { composition: [], history: 0 },
    },
  });
  expect(await isOpen(session)).toBe(true);
  succeeded(await resetPassword(await bearer(token), { token, password: fresh }));
  expect(await isOpen(session)).toBe(false);
  expect(await whyEnded(runtime, session)).toBe("password_changed");
  expect(await secondFactorStep(runtime, half)).toBeNull();
  expect((await post()).map((one) => [one.to, noticeOf(one)])).toEqual([[person.email, "password_changed"]]);
  expect(await attempt(person.email, password)).toEqual(wrong);
  const after = succeeded(await attempt(person.email, fresh));
  expect(await isOpen(after)).toBe(false);
  expect(await secondFactorStep(runtime, after)).toMatchObject({ kind: "code" });
  const passed = await passSecondFactor(runtime, after, { code: appCode(secret, "current"), ...fromNowhere });
  expect(await isOpen(succeeded(passed))).toBe(true);
});

test("AUTH-05 check 50 a reset ends the trust in browsers and the other links that were mailed, and counts once", async () => {
  const person = await hire();
  const [older, mail] = [await resetMail(person.email), await resetMail(person.email)];
  await query(
    "insert into trusted_device (tenant_id, staff_user_id, token_hash, expires_at) values ($1, $2, repeat('1', 64), now() + interval '30 days')",
    [studio.tenantId, person.staffUserId],
  );
  const token = tokenOf(mail);
  const shown = await bearer(token);
  const both = await Promise.all(
    [fresh, "six herons by the lake"].map(
      async (word) => await resetPassword(shown, { token, password: word }),
    ),
  );
  expect(both.filter((answer) => answer.ok)).toHaveLength(1);
  expect(both.find((answer) => !answer.ok)).toEqual({ ok: false, refusal: "link_used" });
  expect(await query("select from trusted_device where staff_user_id = $1", [person.staffUserId])).toEqual(
    [],
  );
  const late = tokenOf(older);
  expect(await resetPassword(await bearer(late), { token: late, password: "seven herons by it" })).toEqual({
    ok: false,
    refusal: "link_expired",
  });
});

test("AUTH-02 AUTH-05 a password that is refused leaves the link as it was", async () => {
  const person = await hire();
  const token = tokenOf(await resetMail(person.email));
  for (const [word, refusal] of [
    ["short", "password_too_short"],
    ["robin-sample-2030", "password_too_obvious"],
    ["passwordpassword", "password_too_common"],
    ["x".repeat(1_025), "password_too_long"],
  ] as const)
    expect(await resetPassword(await bearer(token), { token, password: word })).toEqual({
      ok: false,
      refusal,
    });
  succeeded(await resetPassword(await bearer(token), { token, password: fresh }));
});

test("AUTH-05 three times an hour for one email, known or not, in whatever case it is typed", async () => {
  await waitLong();
  const person = await hire();
  for (const email of [person.email, "nobody.knows@example.com"]) {
    for (let time = 0; time < 3; time += 1) succeeded(await askPasswordReset(runtime, { email }));
    expect(await askPasswordReset(runtime, { email })).toEqual({ ok: false, refusal: "too_many" });
    expect(await askPasswordReset(runtime, { email: email.toUpperCase() })).toEqual({
      ok: false,
      refusal: "too_many",
    });
  }
  // An asking counts for an hour, and locks nobody out of signing in.
  expect(await attempt(person.email, password)).toMatchObject({ ok: true });
  await query(
    "update guard.subject set failures = array(select f - interval '60 minutes' from unnest(failures) f)",
  );
  expect(await askPasswordReset(runtime, { email: person.email })).toMatchObject({ ok: true });
});

test("check 53 AUTH-43 asking costs the same statements and no hash, whether or not anyone has the email", async () => {
  await waitLong();
  const person = await hire();
  const work = async (email: string) => {
    const before = {
      hashes: evaluations.count,
      rows: await query("select count(*)::int as n from guard.password_request"),
    };
    const answer = await askPasswordReset(runtime, { email });
    const [after] = await query("select count(*)::int as n from guard.password_request");
    return {
      answer,
      hashes: evaluations.count - before.hashes,
      rows: Number(after?.["n"]) - Number(before.rows[0]?.["n"]),
    };
  };
  const [known, unknown] = [await work(person.email), await work("nobody.at.all@example.com")];
  expect(known).toEqual({ answer: { ok: true, value: {} }, hashes: 0, rows: 1 });
  expect(unknown).toEqual(known);
  // Neither leaves anything in a studio before the jobs have looked, and the unknown one nothing at all.
  expect(
    await query("select from staff_link where email = any($1)", [
      [person.email, "nobody.at.all@example.com"],
    ]),
  ).toEqual([]);
  while ((await answerPasswordRequests(runtime)) > 0);
  expect(
    await query("select email from staff_link where email = any($1)", [
      [person.email, "nobody.at.all@example.com"],
    ]),
  ).toEqual([{ email: person.email }]);
  expect(await query("select from guard.password_request")).toEqual([]);
  expect(JSON.stringify(await query("select * from audit_event"))).not.toContain("nobody.at.all");
  expect(JSON.stringify(runtime.logged)).not.toMatch(/nobody\.at\.all|credential\d/);
});

test("check 53 AUTH-43 a sign-in costs one hash for an email that is known, one that is not, a person who left and one of two studios", async () => {
  const person = await hire();
  const leaver = await hire();
  await query("update staff_user set active = false where id = $1", [leaver.staffUserId]);
  const busy = await hire();
  await hire(await createStudio(runtime), busy.email);
  await attempt("warm.up@example.com", password);
  for (const email of [person.email, leaver.email, "nobody.here@example.com", busy.email]) {
    await waitLong();
    const before = evaluations.count;
    expect(await attempt(email, "not the password at all")).toEqual(wrong);
    expect(evaluations.count - before, email).toBe(1);
  }
});

test("AUTH-05 TEN-20 whoever works for two studios gets a link for each, which opens that one alone", async () => {
  const there = await createStudio(runtime);
  const here = await hire();
  await hire(there, here.email);
  succeeded(await askPasswordReset(runtime, { email: here.email }));
  await answerPasswordRequests(runtime);
  const mails = (await post()).filter((one) => one.to === here.email);
  expect(mails).toHaveLength(2);
  const links = await Promise.all(mails.map(async (mail) => await findStaffLink(runtime, tokenOf(mail))));
  expect(new Set(links.map((link) => link?.tenantId))).toEqual(new Set([studio.tenantId, there.tenantId]));
  const mine = mails[links.findIndex((link) => link?.tenantId === studio.tenantId)];
  const token = mine === undefined ? "" : tokenOf(mine);
  succeeded(await resetPassword(await bearer(token), { token, password: fresh }));
  expect(await attempt(here.email, fresh, studio.slug)).toMatchObject({
    value: { tenantId: studio.tenantId },
  });
  expect(await attempt(here.email, password, there.slug)).toMatchObject({
    value: { tenantId: there.tenantId },
  });
});

test("AUTH-05 who left, and a studio that is no more, get no link; a request nobody answered in time is dropped", async () => {
  await waitLong();
  const leaver = await hire();
  await query("update staff_user set active = false where id = $1", [leaver.staffUserId]);
  succeeded(await askPasswordReset(runtime, { email: leaver.email }));
  const patient = await hire();
  succeeded(await askPasswordReset(runtime, { email: patient.email }));
  await query("update guard.password_request set asked_at = now() - interval '15 minutes'");
  const quick = await hire();
  succeeded(await askPasswordReset(runtime, { email: quick.email }));
  await query(
    "update guard.password_request set claim_until = now() + interval '1 minute' where asked_at = (select max(asked_at) from guard.password_request)",
  );
  expect(await answerPasswordRequests(runtime)).toBe(2);
  expect(await post()).toEqual([]);
  // Whoever had claimed the last one died: its minute is over, and another process answers.
  await query("update guard.password_request set claim_until = now()");
  expect(await answerPasswordRequests(runtime)).toBe(1);
  expect((await post()).map(({ to }) => to)).toEqual([quick.email]);
});

const change = async (session: SignedIn, current: string, next: string) =>
  await changePassword(runtime, session, { current, next, ...fromNowhere });

test("AUTH-36 check 50 one's own password: other sessions end, this one goes on under another id, and the owner is told", async () => {
  const person = await hire();
  const { secret, session } = await enrolApp(runtime, person);
  const half = await halfSession(runtime, person);
  const other = succeeded(
    await passSecondFactor(runtime, half, { code: appCode(secret, "current"), ...fromNowhere }),
  );
  const renewed = succeeded(await change(other, password, fresh));
  expect(renewed.sessionId).not.toBe(other.sessionId);
  expect([await isOpen(session), await isOpen(other), await isOpen(renewed)]).toEqual([false, false, true]);
  expect(await whyEnded(runtime, session)).toBe("password_changed");
  expect(await whyEnded(runtime, other)).toBeNull();
  expect((await post()).map((one) => [one.to, noticeOf(one)])).toEqual([[person.email, "password_changed"]]);
  expect(await attempt(person.email, password)).toEqual(wrong);
  expect(await attempt(person.email, fresh)).toMatchObject({ ok: true });
  const audit = await query(
    "select detail->>'by' as by, outcome from audit_event where verb = 'staff.change_password' and resource_id = $1",
    [person.staffUserId],
  );
  expect(audit).toEqual([{ by: "owner", outcome: "done" }]);
});

test("AUTH-21 AUTH-40 one's own password asks for a fresh second factor and for the old password, which may not be guessed", async () => {
  const person = await hire();
  const { session } = await enrolApp(runtime, person);
  expect(await change(session, password, "short")).toEqual({ ok: false, refusal: "password_too_short" });
  expect(await change(session, password, "Robin Sample's own")).toEqual({
    ok: false,
    refusal: "password_too_obvious",
  });
  await query("update session set mfa_passed_at = now() - interval '5 minutes' where id = $1", [
    session.sessionId,
  ]);
  const before = evaluations.count;
  expect(await change(session, password, fresh)).toEqual({ ok: false, refusal: "second_factor_needed" });
  expect(evaluations.count).toBe(before);
  await query("update session set mfa_passed_at = now() where id = $1", [session.sessionId]);
  await waitLong();
  for (let time = 0; time < 5; time += 1)
    expect(await change(session, "a kettle sings at noon", fresh)).toEqual({
      ok: false,
      refusal: "wrong_password",
    });
  expect(await change(session, password, fresh)).toEqual({ ok: false, refusal: "locked" });
  await waitLong();
  expect(await change(session, password, fresh)).toMatchObject({ ok: true });
  expect(await change(session, fresh, password)).toEqual({ ok: false, refusal: "session_over" });
});

test("AUTH-11 another address counts once its owner has confirmed it; the old one is told, and every session ends", async () => {
  const person = await hire();
  const { session } = await enrolApp(runtime, person);
  const to = "robin.new@example.com";
  succeeded(await askEmailChange(await contextOf(session), { email: to }));
  const [mail] = await post();
  expect(mail).toMatchObject({ to, content: { notice: "email_change" } });
  // Nothing changes before.
  expect(await attempt(person.email, password)).toMatchObject({ ok: true });
  expect(await attempt(to, password)).toEqual(wrong);
  const token = mail === undefined ? "" : tokenOf(mail);
  expect(await viewEmailChange(await bearer(token), { token })).toMatchObject({ value: { email: to } });
  succeeded(await confirmEmailChange(await bearer(token), { token }));
  expect(await isOpen(session)).toBe(false);
  expect(await whyEnded(runtime, session)).toBe("email_changed");
  expect((await post()).map((one) => [one.to, noticeOf(one)])).toEqual([[person.email, "email_changed"]]);
  expect(await attempt(person.email, password)).toEqual(wrong);
  expect(await attempt(to, password)).toMatchObject({ ok: true });
  expect(await confirmEmailChange(await bearer(token), { token })).toEqual({
    ok: false,
    refusal: "link_used",
  });
});

test("AUTH-11 AUTH-43 an address that a colleague has is written to all the same, and cannot be taken", async () => {
  const [person, colleague] = [await hire(), await hire()];
  const { session } = await enrolApp(runtime, person);
  const asked = await askEmailChange(await contextOf(session), { email: colleague.email });
  expect(asked).toEqual(await askEmailChange(await contextOf(session), { email: "free@example.com" }));
  const mails = await post();
  expect(mails.map(({ to }) => to)).toEqual(["free@example.com"]); // asking again ended the earlier link before it left
  succeeded(await askEmailChange(await contextOf(session), { email: colleague.email }));
  const [mail] = await post();
  const token = mail === undefined ? "" : tokenOf(mail);
  expect(await confirmEmailChange(await bearer(token), { token })).toEqual({
    ok: false,
    refusal: "not_available",
  });
  expect(await isOpen(session)).toBe(true);
  expect(await askEmailChange(await contextOf(session), { email: "fourth@example.com" })).toEqual({
    ok: false,
    refusal: "too_many",
  });
});

test("AUTH-21 another address asks for a fresh second factor", async () => {
  const person = await hire();
  const { session } = await enrolApp(runtime, person);
  expect(await askEmailChange(await contextOf(session), { email: person.email })).toEqual({
    ok: false,
    refusal: "same_email",
  });
  await query("update session set mfa_passed_at = now() - interval '5 minutes' where id = $1", [
    session.sessionId,
  ]);
  expect(await askEmailChange(await contextOf(session), { email: "new@example.com" })).toEqual({
    ok: false,
    refusal: "second_factor_needed",
  });
});

test("AUTH-03 a suspected compromise ends password, factors, trust and sessions at once; the way back is a mailed link and enrolling anew", async () => {
  const person = await hire();
  const { session } = await enrolApp(runtime, person);
  const boss = await hire();
  await query("update staff_user set roles = '{admin}' where id = $1", [boss.staffUserId]);
  const { session: bossSession } = await enrolApp(runtime, boss);
  const old = tokenOf(await resetMail(person.email));
  const admin = await contextOf(bossSession);
  const input = { staffUserId: asId<StaffUserId>(person.staffUserId), reason: "Laptop stolen" };
  await query("update session set mfa_passed_at = now() - interval '5 minutes' where id = $1", [
    bossSession.sessionId,
  ]);
  expect(await endPassword(admin, input)).toEqual({ ok: false, refusal: "second_factor_needed" });
  await query("update session set mfa_passed_at = now() where id = $1", [bossSession.sessionId]);
  expect(await endPassword(admin, { ...input, staffUserId: asId<StaffUserId>(boss.staffUserId) })).toEqual({
    ok: false,
    refusal: "own_account",
  });
  expect(await endPassword(admin, input)).toEqual({ ok: true, value: {} });
  expect(await isOpen(session)).toBe(false);
  expect(await whyEnded(runtime, session)).toBe("password_ended");
  expect(await attempt(person.email, password)).toEqual(wrong);
  expect(await viewPasswordReset(await bearer(old))).toEqual({
    ok: false,
    refusal: "link_expired",
  });
  expect((await post()).map((one) => [one.to, noticeOf(one)])).toEqual([[person.email, "password_ended"]]);
  const token = tokenOf(await resetMail(person.email));
  succeeded(await resetPassword(await bearer(token), { token, password: fresh }));
  const half = succeeded(await attempt(person.email, fresh));
  expect(await secondFactorStep(runtime, half)).toMatchObject({ kind: "enrol" });
  const audit = await query(
    "select detail->>'reason' as reason, outcome from audit_event where verb = 'staff.end_password' and outcome = 'done'",
  );
  expect(audit).toEqual([{ reason: "Laptop stolen", outcome: "done" }]);
});

test("AUTH-02 a hash of an earlier cost is made anew at the next right sign-in, and at no wrong one", async () => {
  const { hash } = await import("@node-rs/argon2");
  const person = await hire();
  const earlier = await hash(password, { memoryCost: 32 * 1024, timeCost: 3, parallelism: 1 });
  await query("update staff_user set password_hash = $2 where id = $1", [person.staffUserId, earlier]);
  const kept = async () =>
    String(
      (await query("select password_hash from staff_user where id = $1", [person.staffUserId]))[0]?.[
        "password_hash"
      ],
    );
  expect(await attempt(person.email, "not the password at all")).toEqual(wrong);
  expect(await kept()).toBe(earlier);
  expect(await attempt(person.email, password)).toMatchObject({ ok: true });
  expect(await kept()).toMatch(/m=65536,t=7,p=1/);
  expect(await attempt(person.email, password)).toMatchObject({ ok: true });
});

test("AUD-02 asking for a new password and setting it are in the audit, and no word of a password", async () => {
  const person = await hire();
  const token = tokenOf(await resetMail(person.email));
  succeeded(await resetPassword(await bearer(token), { token, password: fresh }));
  const rows = await query(
    "select action, resource, outcome, detail from audit_event where resource in ('password_reset', 'password') and resource_id = $1 order by id",
    [person.staffUserId],
  );
  expect(rows).toEqual([
    { action: "create", resource: "password_reset", outcome: "done", detail: {} },
    { action: "update", resource: "password", outcome: "done", detail: { by: "reset" } },
  ]);
});
