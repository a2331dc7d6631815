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
import { systemContext, type VerbContext } from "../runtime.ts";
import {
  createStaffUser,
  passByTrust,
  passSecondFactor,
  resolveSession,
  setSignInHours,
  setTrustRule,
  type SignedIn,
  trustDevice,
  viewSignInHours,
} from "../staff/index.ts";
import { alertAdmins } from "./index.ts";

const database = await testDatabase();
const runtime = await testRuntime(database);
const query = await inspect(database);
const password = "a kettle sings at dawn";
/** Two minutes of a day, three days from now: whatever time it is, not now. */
const anotherTime = () => [{ weekday: (new Date().getUTCDay() + 3) % 7, from: "03:00", until: "03:02" }];
const always = [0, 1, 2, 3, 4, 5, 6].map((weekday) => ({ weekday, from: "00:00", until: "00:00" }));
let people = 0;

async function hire(studio: TestStudio, role: "admin" | "receptionist" = "admin") {
  people += 1;
  const email = `hours${people}@example.com`;
  const more = { displayName: "Robin Sample", roles: [role], practitionerId: null };
  const { staffUserId } = succeeded(await createStaffUser(studio.as("system"), { email, password, ...more }));
  const { secret, session } = await enrolApp(runtime, { email, password });
  return { email, staffUserId, secret, session };
}

type Person = Awaited<ReturnType<typeof hire>>;

async function at(session: SignedIn): Promise<VerbContext> {
  const actor = await resolveSession(runtime, session, "request");
  if (actor === null) throw new Error("the session opens nothing");
  return { runtime, actor, requestId: "test" };
}

async function pass({ email, secret, staffUserId }: Person, more: { readonly trust?: "asked" } = {}) {
  await query("delete from guard.subject");
  await query("update staff_totp set last_step = 1 where staff_user_id = $1", [staffUserId]);
  const half = await halfSession(runtime, { email, password });
  const attempt = { code: appCode(secret), ...fromNowhere, ...more };
  return succeeded(await passSecondFactor(runtime, half, attempt));
}

const raised = async (studio: TestStudio) =>
  await query("select id, kind, staff_user_id, detail from security_incident where tenant_id = $1", [
    studio.tenantId,
  ]);

test("AUTH-44 no hour is unusual until hours are set, and none is within them", async () => {
  const studio = await createStudio(runtime);
  const person = await hire(studio);
  expect((await viewSignInHours(await at(person.session), {})).hours).toEqual([]);
  await pass(person);
  succeeded(await setSignInHours(await at(person.session), { hours: always }));
  await pass(person);
  expect(await raised(studio)).toEqual([]);
});

test("AUTH-44 a sign-in outside the hours is raised once a person and night, whichever way it came, and lets them in; admins are written to", async () => {
  const studio = await createStudio(runtime);
  const [admin, person] = [await hire(studio), await hire(studio, "receptionist")];
  succeeded(await setTrustRule(await at(admin.session), { rule: "for_30_days" }));
  const token = await trustDevice(runtime, await pass(person, { trust: "asked" }));
  succeeded(await setSignInHours(await at(admin.session), { hours: anotherTime() }));
  expect(await raised(studio)).toEqual([]); // those who are in stay in, and are no news
  const trusted = await passByTrust(runtime, await halfSession(runtime, { ...person, password }), token);
  expect(trusted).not.toBeNull();
  const incident = { kind: "unusual_hour", staff_user_id: person.staffUserId, detail: {} };
  expect(await raised(studio)).toEqual([{ id: expect.any(String), ...incident }]);
  const session = await pass(person);
  expect(await resolveSession(runtime, session, "request")).not.toBeNull();
  await query("update staff_totp set last_step = 1");
  const again = { code: appCode(person.secret), ...fromNowhere };
  succeeded(await passSecondFactor(runtime, session, again)); // proving it once more is no sign-in
  const [one, ...more] = await raised(studio);
  expect(more).toEqual([]);
  const job = systemContext(runtime, studio.tenantId, "test");
  expect(await alertAdmins(job, { incidentId: String(one?.["id"]) })).toEqual({
    outcome: "alerted",
    mails: 1,
  });
  await query("update security_incident set dedupe_key = 'unusual_hour:the night before' where id = $1", [
    one?.["id"],
  ]);
  await pass(person);
  expect((await raised(studio)).length).toBe(2);
});

test("AUTH-44 AUTH-21 hours are set by an admin with a fresh code, replace those before, are audited and are one studio's alone", async () => {
  const [studio, other] = [await createStudio(runtime), await createStudio(runtime)];
  const [admin, desk, stranger] = [await hire(studio), await hire(studio, "receptionist"), await hire(other)];
  const context = await at(admin.session);
  const hours = [
    { weekday: 1, from: "08:00", until: "18:00" },
    { weekday: 5, from: "22:00", until: "02:00" },
  ];
  succeeded(await setSignInHours(context, { hours: always }));
  succeeded(await setSignInHours(context, { hours }));
  expect(await viewSignInHours(context, {})).toEqual({
    timeZone: "America/New_York",
    locale: "en-US",
    hours,
  });
  expect((await viewSignInHours(await at(stranger.session), {})).hours).toEqual([]);
  await expect(setSignInHours(await at(desk.session), { hours })).rejects.toThrow("forbidden");
  await query("update session set mfa_passed_at = now() - interval '5 minutes' where id = $1", [
    admin.session.sessionId,
  ]);
  expect(await setSignInHours(context, { hours: [] })).toEqual({
    ok: false,
    refusal: "second_factor_needed",
  });
  expect((await viewSignInHours(context, {})).hours).toEqual(hours);
  const audited = await query(
    "select detail from audit_event where tenant_id = $1 and verb = 'security.set_sign_in_hours' and outcome = 'done' order by at desc limit 1",
    [studio.tenantId],
  );
  expect(audited).toEqual([{ detail: { hours: ["1 08:00-18:00", "5 22:00-02:00"] } }]);
});
