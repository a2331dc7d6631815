import { createStaffUser, type StaffIdentity } from "./index.ts";
import {
  createStudio,
  enrolApp,
  fromNowhere,
  halfSession,
  inspect,
  succeeded,
  testDatabase,
  testRuntime,
} from "@quietroom/testing";
import { beforeEach, expect, test } from "vitest";
import {
  allowLinking,
  linkIdentity,
  listIdentities,
  resolveSession,
  signInWithIdentity,
  type SignedIn,
  unlinkIdentity,
} from "./index.ts";

const database = await testDatabase();
const runtime = await testRuntime(database);
const query = await inspect(database);
const studio = await createStudio(runtime);
const elsewhere = await createStudio(runtime);
const password = "a kettle sings at dawn";
const email = "robin@example.com";
const colleague = "sam@example.com";

async function hire(at: typeof studio, address: string, word = password): Promise<string> {
  const person = {
    email: address,
    displayName: "Robin Sample",
    roles: ["admin" as const],
    practitionerId: null,
  };
  return succeeded(await createStaffUser(at.as("system"), { ...person, password: word })).staffUserId;
}

const staffUserId = await hire(studio, email);
const colleagueId = await hire(studio, colleague);
const { session } = await enrolApp(runtime, { email, password });
const { session: colleagueSession } = await enrolApp(runtime, { email: colleague, password });

const robin: StaffIdentity = { issuer: "https://id.example.com", subject: "robin", verifiedEmail: email };
const sam: StaffIdentity = { issuer: "https://id.example.com", subject: "sam", verifiedEmail: colleague };
const browser = { userAgent: "Test/1.0", ...fromNowhere };

beforeEach(async () => {
  await query("delete from identity_directory");
  await query("delete from staff_identity");
  await query("delete from guard.subject");
  await query("update staff_user set active = true, password_ended_at = null");
  await query(
    "update session set linking_until = null, mfa_passed_at = now() where mfa_passed_at is not null",
  );
});

async function contextOf(signedIn: SignedIn) {
  const actor = await resolveSession(runtime, signedIn, "recheck");
  if (actor === null) throw new Error("nobody is signed in");
  return { runtime, actor, requestId: "0198a1b2-0000-7000-8000-000000000000" };
}

async function link(signedIn: SignedIn, identity: StaffIdentity) {
  succeeded(await allowLinking(await contextOf(signedIn), {}));
  return await linkIdentity(runtime, signedIn, identity);
}

const signInAs = async (identity: StaffIdentity) =>
  await signInWithIdentity(runtime, { identity, ...browser });

test("check 44 AUTH-01 what was linked signs in from then on, whatever email the token holds, and only half way", async () => {
  succeeded(await link(session, robin));
  for (const verifiedEmail of [email, null, colleague]) {
    const begun = succeeded(await signInAs({ ...robin, verifiedEmail }));
    expect(await resolveSession(runtime, begun, "request")).toBeNull();
    const [row] = await query("select staff_user_id, mfa_passed_at from session where id = $1", [
      begun.sessionId,
    ]);
    expect(row).toEqual({ staff_user_id: staffUserId, mfa_passed_at: null });
  }
});

test("check 44 a verified email alone signs nobody in and links nothing; the studio that knows it hears of the attempt", async () => {
  const before = await query("select count(*)::int as n from session");
  expect(await signInAs(robin)).toEqual({ ok: false, refusal: "not_linked" });
  expect(await query("select * from staff_identity")).toEqual([]);
  expect(await query("select count(*)::int as n from session")).toEqual(before);
  const [row] = await query(
    "select verb, action, outcome, detail from audit_event where tenant_id = $1 order by at desc, id desc limit 1",
    [studio.tenantId],
  );
  expect(row).toEqual({
    verb: "staff.refuse_identity",
    action: "sign_in",
    outcome: "not_linked",
    detail: { staffUserId, by: "identity" },
  });
});

test("check 44 nobody is known by a subject of another issuer, nor by a part of one", async () => {
  succeeded(await link(session, robin));
  for (const identity of [
    { ...robin, issuer: "https://id.example.com/" },
    { ...robin, issuer: "https://evil.example.com" },
    { ...robin, subject: "robi" },
    { ...robin, subject: "Robin" },
    { ...robin, subject: "" },
  ])
    expect(await signInAs(identity)).toEqual({ ok: false, refusal: "not_linked" });
});

test("check 44 AUTH-21 linking asks for a fresh second factor, in the session that asks, once and for ten minutes", async () => {
  expect(await linkIdentity(runtime, session, robin)).toEqual({ ok: false, refusal: "not_asked" });
  await query("update session set mfa_passed_at = now() - interval '6 minutes' where id = $1", [
    session.sessionId,
  ]);
  expect(await allowLinking(await contextOf(session), {})).toEqual({
    ok: false,
    refusal: "second_factor_needed",
  });
  expect(await linkIdentity(runtime, session, robin)).toEqual({ ok: false, refusal: "not_asked" });

  await query("update session set mfa_passed_at = now() where id = $1", [session.sessionId]);
  succeeded(await allowLinking(await contextOf(session), {}));
  expect(await linkIdentity(runtime, colleagueSession, sam)).toEqual({ ok: false, refusal: "not_asked" });
  const half = await halfSession(runtime, { email, password });
  expect(await linkIdentity(runtime, half, robin)).toEqual({ ok: false, refusal: "not_asked" });
  await query("update session set linking_until = now() where id = $1", [session.sessionId]);
  expect(await linkIdentity(runtime, session, robin)).toEqual({ ok: false, refusal: "not_asked" });

  succeeded(await link(session, robin));
  expect(await linkIdentity(runtime, session, { ...robin, subject: "again" })).toEqual({
    ok: false,
    refusal: "not_asked",
  });
});

test.each([
  ["without a verified email", null, "unverified"],
  ["with a colleague's email", colleague, "other_email"],
] as const)(
  "check 44 an identity %s is not linked, and the asking is used up",
  async (_, verifiedEmail, refusal) => {
    expect(await link(session, { ...robin, verifiedEmail })).toEqual({ ok: false, refusal });
    expect(await linkIdentity(runtime, session, robin)).toEqual({ ok: false, refusal: "not_asked" });
    expect(await query("select * from staff_identity")).toEqual([]);
  },
);

test("check 44 one identity belongs to one person of a studio, and one person has one of an issuer, also when two come at once", async () => {
  succeeded(await link(session, robin));
  await query("update staff_user set email = 'robin2@example.com' where id = $1", [staffUserId]);
  await query("update staff_user set email = $2 where id = $1", [colleagueId, email]);
  expect(await link(colleagueSession, robin)).toEqual({ ok: false, refusal: "taken" });
  expect(await link(session, { ...robin, subject: "second", verifiedEmail: "robin2@example.com" })).toEqual({
    ok: false,
    refusal: "taken",
  });
  await query("update staff_user set email = $2 where id = $1", [colleagueId, colleague]);
  await query("update staff_user set email = $2 where id = $1", [staffUserId, email]);
  const [row] = await query("select staff_user_id from staff_identity");
  expect(row).toEqual({ staff_user_id: staffUserId });

  await query("delete from identity_directory");
  await query("delete from staff_identity");
  succeeded(await allowLinking(await contextOf(session), {}));
  const both = await Promise.all([robin, robin].map((each) => linkIdentity(runtime, session, each)));
  expect(both.filter(({ ok }) => ok)).toHaveLength(1);
});

test("AUTH-36 whoever left, whose studio closed, or whose password was ended for suspicion is not signed in by a link", async () => {
  succeeded(await link(session, robin));
  await query("update staff_user set active = false where id = $1", [staffUserId]);
  expect(await signInAs(robin)).toEqual({ ok: false, refusal: "not_linked" });
  await query("update staff_user set active = true, password_ended_at = now() where id = $1", [staffUserId]);
  expect(await signInAs(robin)).toEqual({ ok: false, refusal: "not_linked" });
  await query("update staff_user set password_ended_at = null where id = $1", [staffUserId]);
  await query("update tenant set status = 'cancelled' where id = $1", [studio.tenantId]);
  expect(await signInAs(robin)).toEqual({ ok: false, refusal: "not_linked" });
  await query("update tenant set status = 'active' where id = $1", [studio.tenantId]);
  succeeded(await signInAs(robin));
});

test("check 51 AUTH-40 a locked account is locked for a link as well; refused identities use up their address", async () => {
  succeeded(await link(session, robin));
  for (let turn = 0; turn < 5; turn += 1)
    await signInWithIdentity(runtime, { identity: sam, ...browser, ip: "203.0.113.7" });
  expect(await signInWithIdentity(runtime, { identity: sam, ...browser, ip: "203.0.113.7" })).toEqual({
    ok: false,
    refusal: "locked",
  });
  expect(await signInWithIdentity(runtime, { identity: robin, ...browser, ip: "203.0.113.7" })).toEqual({
    ok: false,
    refusal: "locked",
  });
  succeeded(await signInWithIdentity(runtime, { identity: robin, ...browser, ip: "203.0.113.8" }));
});

test("the link is seen and taken away by its person alone, with a fresh second factor, and its person is told of it by mail", async () => {
  succeeded(await link(session, robin));
  const own = await contextOf(session);
  const [linked] = (await listIdentities(own, {})).identities;
  const identityId = linked?.identityId ?? "";
  expect(linked).toEqual({ identityId, issuer: robin.issuer, linkedAt: expect.any(Number) });
  expect(await query("select kind from notification where staff_user_id = $1", [staffUserId])).toContainEqual(
    { kind: "identity_linked" },
  );
  expect((await listIdentities(await contextOf(colleagueSession), {})).identities).toEqual([]);
  await expect(unlinkIdentity(await contextOf(colleagueSession), { identityId })).rejects.toThrow(
    "not_found",
  );
  await query("update session set mfa_passed_at = now() - interval '6 minutes' where id = $1", [
    session.sessionId,
  ]);
  expect(await unlinkIdentity(own, { identityId })).toEqual({ ok: false, refusal: "second_factor_needed" });
  await query("update session set mfa_passed_at = now() where id = $1", [session.sessionId]);
  expect(await unlinkIdentity(own, { identityId })).toEqual({ ok: true, value: {} });
  expect(await signInAs(robin)).toEqual({ ok: false, refusal: "not_linked" });
  expect(await query("select * from identity_directory")).toEqual([]);
});

test("the directory tells of nobody, and two studios may know the same identity", async () => {
  const word = "a lamp left on all night";
  await hire(elsewhere, email, word);
  const { session: there } = await enrolApp(runtime, { email, password: word, studio: elsewhere.slug });
  succeeded(await link(session, robin));
  succeeded(await link(there, robin));
  const rows = await query("select * from identity_directory");
  expect(rows).toHaveLength(2);
  expect(JSON.stringify(rows)).not.toMatch(/robin|example/);
  // Whoever leaves one of them is signed in to the other.
  const [first, second] = [studio.tenantId, elsewhere.tenantId].toSorted();
  expect(succeeded(await signInAs(robin)).tenantId).toBe(first);
  await query("update staff_user set active = false where tenant_id = $1 and email = $2", [first, email]);
  expect(succeeded(await signInAs(robin)).tenantId).toBe(second);
});
