import {
  createStudio,
  enrolApp,
  fromNowhere,
  inspect,
  rowCounts,
  succeeded,
  testDatabase,
  testRuntime,
  type TestStudio,
} from "@quietroom/testing";
import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import {
  createStaffUser,
  endSession,
  ownStudios,
  rememberDevice,
  resolveSession,
  signIn,
  viewMe,
} from "./index.ts";

const database = await testDatabase();
const runtime = await testRuntime(database);
const query = await inspect(database);

const password = "a kettle sings at dawn";
let people = 0;

async function hire(studio: TestStudio, more: Partial<Parameters<typeof createStaffUser>[1]> = {}) {
  people += 1;
  const email = `person${people}@example.com`;
  const answer = await createStaffUser(studio.as("system"), {
    email,
    displayName: "Robin Sample",
    roles: ["admin"],
    practitionerId: null,
    password,
    ...more,
  });
  return { email: more.email ?? email, staffUserId: succeeded(answer).staffUserId };
}

const attempt = (email: string, word = password) => ({
  email,
  password: word,
  userAgent: "Test/1.0",
  ...fromNowhere,
});

/** A session of somebody who enrolled just now, as their first day begins. */
const enter = async (email: string, word = password, at?: { readonly studio: string }) =>
  (await enrolApp(runtime, { email, password: word, ...at })).session;

test("AUTH-01 password and code together begin a session that stands for the person, with their roles and practitioner", async () => {
  const studio = await createStudio(runtime);
  const { email, staffUserId } = await hire(studio, {
    roles: ["therapist"],
    practitionerId: studio.practitionerId,
  });
  const session = await enter(email.toUpperCase());
  expect(session.tenantId).toBe(studio.tenantId);
  expect(await resolveSession(runtime, session, "request")).toMatchObject({
    kind: "staff",
    tenantId: studio.tenantId,
    staffUserId,
    sessionId: session.sessionId,
    roles: ["therapist"],
    practitionerId: studio.practitionerId,
  });
});

test("AUTH-43 an unknown email, a wrong password, a person who left and a cancelled studio get one answer", async () => {
  const studio = await createStudio(runtime);
  const { email } = await hire(studio);
  const { email: formerEmail, staffUserId } = await hire(studio);
  const closed = await createStudio(runtime);
  const { email: closedEmail } = await hire(closed);
  await query("update staff_user set active = false where id = $1", [staffUserId]);
  await query("update tenant set status = 'cancelled' where id = $1", [closed.tenantId]);
  const refused = { ok: false, refusal: "wrong_credentials" };
  expect(await signIn(runtime, attempt("nobody@example.com"))).toEqual(refused);
  expect(await signIn(runtime, attempt(email, "a kettle sings at noon"))).toEqual(refused);
  expect(await signIn(runtime, attempt(formerEmail))).toEqual(refused);
  expect(await signIn(runtime, attempt(closedEmail))).toEqual(refused);
  expect(await signIn(runtime, attempt("no\0body@example.com"))).toEqual(refused);
  expect(await signIn(runtime, attempt(email, `${password}\0`))).toEqual(refused);
});

test.each([
  ["eleven char", "password_too_short"],
  ["x".repeat(1025), "password_too_long"],
  ["aaaaaaaaaaaaaaaaaaaa", "password_too_obvious"],
  ["studio-under-test-2030", "password_too_obvious"],
  ["Robin Sample 123456", "password_too_obvious"],
])("AUTH-02 the password %j is refused: %s", async (word, refusal) => {
  const studio = await createStudio(runtime);
  const before = await rowCounts(query);
  const person = {
    email: "robin@example.com",
    displayName: "Robin Sample",
    practitionerId: null,
    password: word,
  };
  expect(await createStaffUser(studio.as("admin"), { ...person, roles: ["billing"] })).toEqual({
    ok: false,
    refusal,
  });
  expect(await rowCounts(query)).toEqual(before);
});

test("AUTH-02 a password of 64 and more characters is taken whole", async () => {
  const studio = await createStudio(runtime);
  const long = "0123456789 abcdef ".repeat(20);
  const { email } = await hire(studio, { password: long });
  expect(await signIn(runtime, attempt(email, long))).toMatchObject({ ok: true });
  expect(await signIn(runtime, attempt(email, long.slice(0, -1)))).toMatchObject({ ok: false });
});

test("TEN-20 an email is hired once in a studio, may work for two, and signs in to the one it names or this browser was used for", async () => {
  const here = await createStudio(runtime);
  const there = await createStudio(runtime);
  const { email } = await hire(here);
  const again = {
    email,
    displayName: "Robin Sample",
    roles: ["admin" as const],
    practitionerId: null,
    password,
  };
  expect(await createStaffUser(here.as("admin"), again)).toEqual({ ok: false, refusal: "email_taken" });
  const other = "another kettle altogether";
  await hire(there, { email, password: other });
  const arrives = { value: { tenantId: there.tenantId } };
  expect(await signIn(runtime, { ...attempt(email), studio: here.slug })).toMatchObject({
    value: { tenantId: here.tenantId },
  });
  expect(await signIn(runtime, { ...attempt(email, other), studio: there.slug })).toMatchObject(arrives);
  const deviceToken = await rememberDevice(runtime, await enter(email, other, { studio: there.slug }), null);
  expect(await signIn(runtime, { ...attempt(email, other), deviceToken })).toMatchObject(arrives);
  // Who left one of them is at home in the other.
  await query("delete from guard.subject");
  await query("update staff_user set active = false where tenant_id = $1", [here.tenantId]);
  expect(await signIn(runtime, attempt(email, other))).toMatchObject(arrives);
});

test("only an admin hires, and never someone else's practitioner", async () => {
  const ours = await createStudio(runtime);
  const theirs = await createStudio(runtime);
  const person = {
    email: "new@example.com",
    displayName: "New Person",
    roles: ["therapist" as const],
    password,
  };
  const answer = await createStaffUser(ours.as("admin"), {
    ...person,
    practitionerId: theirs.practitionerId,
  });
  expect(answer).toEqual({ ok: false, refusal: "unknown_practitioner" });
  await expect(createStaffUser(ours.as("receptionist"), { ...person, practitionerId: null })).rejects.toThrow(
    "forbidden",
  );
});

test("AUTH-30 a session ends eight hours after it began", async () => {
  const studio = await createStudio(runtime);
  const { email } = await hire(studio);
  const session = await enter(email);
  const [row] = await query(
    "select extract(epoch from expires_at - created_at)::int as lifetime from session where id = $1",
    [session.sessionId],
  );
  expect(row).toEqual({ lifetime: 8 * 3600 });
  await query("update session set expires_at = now() where id = $1", [session.sessionId]);
  expect(await resolveSession(runtime, session, "request")).toBeNull();
});

test("AUTH-36 TEN-12 leaving, another role and a studio's end count from the next request on; suspended, its staff still sign in", async () => {
  const studio = await createStudio(runtime);
  const { email, staffUserId } = await hire(studio);
  const session = await enter(email);
  await query("update staff_user set roles = '{receptionist}' where id = $1", [staffUserId]);
  expect(await resolveSession(runtime, session, "request")).toMatchObject({ roles: ["receptionist"] });
  await query("update staff_user set active = false where id = $1", [staffUserId]);
  expect(await resolveSession(runtime, session, "request")).toBeNull();
  await query("update staff_user set active = true where id = $1", [staffUserId]);
  await query("update tenant set status = 'suspended' where id = $1", [studio.tenantId]);
  expect(await resolveSession(runtime, session, "request")).toMatchObject({ staffUserId });
  expect(await signIn(runtime, attempt(email))).toMatchObject({ ok: true });
  await query("update tenant set status = 'cancelled' where id = $1", [studio.tenantId]);
  expect(await resolveSession(runtime, session, "request")).toBeNull();
});

test("signing out ends the session for good, twice as well as once, and is audited", async () => {
  const studio = await createStudio(runtime);
  const { email } = await hire(studio);
  const session = await enter(email);
  await Promise.all([endSession(runtime, session), endSession(runtime, session)]);
  expect(await resolveSession(runtime, session, "request")).toBeNull();
  const acts = await query(
    "select action, outcome from audit_event where tenant_id = $1 and resource = 'session' order by at, id",
    [studio.tenantId],
  );
  expect(acts[0]).toEqual({ action: "sign_in", outcome: "done" });
  expect(acts[1]).toEqual({ action: "sign_out", outcome: "done" });
});

test("AUD-02 a failure at a known email is audited there, without the email or the password", async () => {
  const studio = await createStudio(runtime);
  const { email, staffUserId } = await hire(studio);
  await signIn(runtime, attempt(email, "wrong wrong wrong"));
  const acts = await query("select * from audit_event where tenant_id = $1 and verb = 'staff.sign_in'", [
    studio.tenantId,
  ]);
  expect(acts).toMatchObject([{ outcome: "wrong_credentials", resource_id: null, detail: { staffUserId } }]);
  expect(JSON.stringify(acts)).not.toMatch(/example\.com|wrong wrong/);
  expect(JSON.stringify(runtime.logged)).not.toMatch(/example\.com|kettle/);
});

test("TEN-07 a session of one studio is nobody in another, and ids that are none are nobody", async () => {
  const here = await createStudio(runtime);
  const there = await createStudio(runtime);
  const { email } = await hire(here);
  const { sessionId } = await enter(email);
  expect(await resolveSession(runtime, { tenantId: there.tenantId, sessionId }, "request")).toBeNull();
  expect(await resolveSession(runtime, { tenantId: "' or true --", sessionId }, "request")).toBeNull();
  await endSession(runtime, { tenantId: there.tenantId, sessionId });
  expect(await resolveSession(runtime, { tenantId: here.tenantId, sessionId }, "request")).not.toBeNull();
});

test("me is the person and their studio, and nothing for who is not staff", async () => {
  const studio = await createStudio(runtime, { timeZone: "Europe/London" });
  const { email } = await hire(studio);
  const session = await enter(email);
  const actor = await resolveSession(runtime, session, "request");
  if (actor === null) throw new Error("signed in");
  expect(await viewMe({ runtime, actor, requestId: "r" }, {})).toMatchObject({
    email,
    displayName: "Robin Sample",
    roles: ["admin"],
    studio: { slug: studio.slug, timeZone: "Europe/London" },
  });
  await expect(viewMe(studio.as("public"), {})).rejects.toThrow("forbidden");
});

test("TEN-20 whoever works for two studios sees both, signs in to the one they name, and to no other by its password", async () => {
  const [one, two] = [await createStudio(runtime), await createStudio(runtime)];
  const { email } = await hire(one);
  const other = "a violin rests on a chair";
  succeeded(
    await createStaffUser(two.as("system"), {
      email,
      displayName: "Ada Example",
      roles: ["billing"],
      practitionerId: null,
      password: other,
    }),
  );
  const session = await enter(email);
  const actor = await resolveSession(runtime, session, "request");
  if (actor === null) throw new Error("nobody is signed in");
  const context = { runtime, actor, requestId: randomUUID() };
  const here = { slug: one.slug, here: true };
  expect(await ownStudios(context, {})).toMatchObject({
    email,
    studios: [here, { slug: two.slug, here: false }],
  });

  const wrong = { ok: false, refusal: "wrong_credentials" };
  expect(await signIn(runtime, { ...attempt(email), studio: two.slug })).toEqual(wrong);
  expect(await signIn(runtime, { ...attempt(email, other), studio: one.slug })).toEqual(wrong);
  expect(await signIn(runtime, { ...attempt(email), studio: "no-studio-of-ours" })).toEqual(wrong);
  await query("delete from guard.subject");
  expect(await signIn(runtime, { ...attempt(email, other), studio: two.slug })).toMatchObject({
    ok: true,
    value: { tenantId: two.tenantId },
  });

  await query("update staff_user set active = false where tenant_id = $1", [two.tenantId]);
  expect((await ownStudios(context, {})).studios).toMatchObject([here]);
});
