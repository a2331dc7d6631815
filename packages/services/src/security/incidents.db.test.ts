import { randomUUID } from "node:crypto";
import type { StaffRole } from "@quietroom/domain/access";
import { asId } from "@quietroom/domain/ids";
import {
  appCode,
  createStudio,
  enrolApp,
  fromNowhere,
  inspect,
  solvePuzzle,
  succeeded,
  testDatabase,
  testRuntime,
  type TestStudio,
} from "@quietroom/testing";
import { expect, test } from "vitest";
import { systemContext, type VerbContext } from "../runtime.ts";
import {
  createStaffUser,
  passSecondFactor,
  rememberDevice,
  resolveSession,
  type SignedIn,
  signIn,
} from "../staff/index.ts";
import { newPuzzle } from "../staff/proof-of-work.ts";
import { alertAdmins, countIncidents, listIncidents, noteOtherStudio, reviewIncident } from "./index.ts";

const database = await testDatabase();
const runtime = await testRuntime(database, { poolSize: 20 });
const query = await inspect(database);
await query("set session_replication_role = replica"); // past what keeps the audit as it is
const password = "a kettle sings at dawn";
const wrong = "a kettle sings at noon";
let people = 0;

async function hire(studio: TestStudio, role: StaffRole = "admin") {
  people += 1;
  const email = `seen${people}@example.com`;
  const person = { email, password, displayName: `Robin ${people}`, roles: [role], practitionerId: null };
  const { staffUserId } = succeeded(await createStaffUser(studio.as("system"), person));
  return { email, password, staffUserId };
}

/** One attempt by somebody who solves the puzzle that is asked for after three failures. */
async function attempt(email: string, word: string, from: Partial<Parameters<typeof signIn>[1]> = {}) {
  const proof = await solvePuzzle(await newPuzzle(runtime, { rounds: 1, atLeast: 0, below: 2 }));
  return await signIn(runtime, {
    email,
    password: word,
    userAgent: "Test/1.0",
    proof,
    ...fromNowhere,
    ...from,
  });
}

const incidentsOf = async (studio: TestStudio) =>
  await query(
    "select kind, staff_user_id, detail from security_incident where tenant_id = $1 order by at, id",
    [studio.tenantId],
  );

/** The person, acting in a session of theirs. */
async function at(session: SignedIn): Promise<VerbContext> {
  const actor = await resolveSession(runtime, session, "request");
  if (actor === null) throw new Error("the session opens nothing");
  return { runtime, actor, requestId: "test" };
}

/** A complete sign-in from an address; codes count once, so each is made of a recent step that is still free. */
async function comeIn(person: { readonly email: string }, secret: string, ip: string): Promise<SignedIn> {
  const half = succeeded(await attempt(person.email, password, { ip }));
  await query("update staff_totp set last_step = last_step - 10");
  return succeeded(await passSecondFactor(runtime, half, { code: appCode(secret), ip, deviceToken: null }));
}

const raise = async (studio: TestStudio, context: VerbContext = studio.as("public")) =>
  await noteOtherStudio(context, { path: "calendar.range" });

test("AUTH-41 AUTH-44 an account that is locked is an incident of each studio it belongs to, raised once, and of no other", async () => {
  const [one, other] = [await createStudio(runtime), await createStudio(runtime)];
  const { email, staffUserId } = await hire(one);
  for (let turn = 0; turn < 4; turn += 1) await attempt(email, wrong);
  expect(await incidentsOf(one)).toEqual([]);
  await Promise.all(Array.from({ length: 6 }, async () => await attempt(email, wrong)));
  expect(await incidentsOf(one)).toEqual([
    { kind: "account_locked", staff_user_id: staffUserId, detail: { what: "account" } },
  ]);
  expect(await incidentsOf(other)).toEqual([]);
});

test("AUTH-44 a browser not seen before is told to its owner and raised; the first one and a known one are neither", async () => {
  const studio = await createStudio(runtime);
  const person = await hire(studio);
  const { secret, session } = await enrolApp(runtime, person);
  const known = await rememberDevice(runtime, session, null);
  const mails = async () =>
    await query("select kind from notification where staff_user_id = $1", [person.staffUserId]);
  expect(await incidentsOf(studio)).toEqual([]);
  const again = await comeIn(person, secret, "203.0.113.7");
  expect(await rememberDevice(runtime, again, known)).toBeNull();
  expect([await incidentsOf(studio), await mails()]).toEqual([[], []]);
  expect(await rememberDevice(runtime, again, null)).toMatch(/^[\w-]{43}$/);
  expect(await incidentsOf(studio)).toEqual([
    { kind: "new_device", staff_user_id: person.staffUserId, detail: {} },
  ]);
  expect(await mails()).toEqual([{ kind: "new_device" }]);
});

test("AUTH-44 a new browser while another session is in use in another network is one incident, the graver", async () => {
  const studio = await createStudio(runtime);
  const person = await hire(studio);
  const { secret, session } = await enrolApp(runtime, person);
  await rememberDevice(runtime, session, null);
  await comeIn(person, secret, "203.0.113.7");
  await rememberDevice(runtime, await comeIn(person, secret, "198.51.100.9"), null);
  expect(await incidentsOf(studio)).toEqual([
    { kind: "two_networks", staff_user_id: person.staffUserId, detail: {} },
  ]);
  await query("update session set last_active_at = now() - interval '6 minutes' where ip = '198.51.100.9'");
  await rememberDevice(runtime, await comeIn(person, secret, "192.0.2.5"), null);
  expect((await incidentsOf(studio)).map(({ kind }) => kind)).toEqual(["two_networks", "new_network"]);
});

test("AUTH-44 a new browser in a /24 or /48 that its person came from before is one, in another it is graver; where nobody saw addresses it is one", async () => {
  const studio = await createStudio(runtime);
  const person = await hire(studio);
  const { secret, session } = await enrolApp(runtime, person);
  await rememberDevice(runtime, session, null);
  const raised = async (ip: string) => {
    await query("update session set last_active_at = now() - interval '6 minutes' where staff_user_id = $1", [
      person.staffUserId,
    ]);
    await query("delete from security_incident where staff_user_id = $1", [person.staffUserId]);
    await rememberDevice(runtime, await comeIn(person, secret, ip), null);
    return (await incidentsOf(studio)).map(({ kind }) => kind);
  };
  expect(await raised("203.0.113.7")).toEqual(["new_device"]); // the session before it came from nowhere
  expect(await raised("203.0.113.250")).toEqual(["new_device"]);
  expect(await raised("203.0.114.7")).toEqual(["new_network"]);
  expect(await raised("203.0.114.8")).toEqual(["new_device"]);
  expect(await raised("2001:db8:1:2::/64")).toEqual(["new_network"]);
  expect(await raised("2001:db8:1:ffff::/64")).toEqual(["new_device"]);
  expect(await raised("2001:db8:2:2::/64")).toEqual(["new_network"]);
});

test("AUTH-44 AUTH-45 one address that fails at a third account is told to the studios of those accounts alone, and no email is kept", async () => {
  const [one, two, three] = [
    await createStudio(runtime),
    await createStudio(runtime),
    await createStudio(runtime),
  ];
  const tried = [await hire(one), await hire(two)];
  const from = { ip: "203.0.113.99" };
  for (const { email } of tried) await attempt(email, wrong, from);
  await attempt((await hire(three)).email, wrong, { ip: "203.0.113.98" });
  expect([await incidentsOf(one), await incidentsOf(two)]).toEqual([[], []]);
  await attempt("nobody-at-all@example.com", wrong, from);
  const stuffing = { kind: "credential_stuffing", staff_user_id: null, detail: { accounts: 3 } };
  expect(await incidentsOf(one)).toEqual([stuffing]);
  expect(await incidentsOf(two)).toEqual([stuffing]);
  expect(await incidentsOf(three)).toEqual([]);
  await attempt("nobody-else@example.com", wrong, from);
  expect(await incidentsOf(one)).toEqual([stuffing]);
  expect(JSON.stringify(await query("select * from guard.tried"))).not.toMatch(/example|203\.0/);
});

test("AUTH-44 three accounts in more than a quarter of an hour are no stuffing, nor is one that fails often", async () => {
  const studio = await createStudio(runtime);
  const from = { ip: "203.0.113.50" };
  for (let turn = 0; turn < 2; turn += 1) await attempt((await hire(studio)).email, wrong, from);
  await query("update guard.tried set at = at - interval '15 minutes 1 second'");
  await query("update guard.subject set failures = '{}'");
  const { email } = await hire(studio);
  for (let turn = 0; turn < 3; turn += 1) await attempt(email, wrong, from);
  expect(await incidentsOf(studio)).toEqual([]);
});

/** Asks for something that is not there. */
async function isRefused(context: VerbContext): Promise<void> {
  const asking = reviewIncident(context, { incidentId: asId(randomUUID()), note: "" });
  await expect(asking).rejects.toThrow("not_found");
}

test("AUTH-44 TEN-07 the tenth refusal within ten minutes is an incident, once, also when they come at the same moment", async () => {
  const studio = await createStudio(runtime);
  const [slow, quick, late] = [await hire(studio), await hire(studio), await hire(studio)];
  const [bySlow, byQuick, byLate] = await Promise.all(
    [slow, quick, late].map(async (person) => await at((await enrolApp(runtime, person)).session)),
  );
  if (!bySlow || !byQuick || !byLate) throw new Error("three were hired");
  for (let turn = 0; turn < 9; turn += 1) await isRefused(bySlow);
  for (let turn = 0; turn < 9; turn += 1) await isRefused(byLate);
  await query("update audit_event set at = at - interval '10 minutes 1 second' where actor_id = $1", [
    late.staffUserId,
  ]);
  await isRefused(byLate);
  expect(await incidentsOf(studio)).toEqual([]);
  await Promise.all(Array.from({ length: 14 }, async () => await isRefused(byQuick)));
  expect(await incidentsOf(studio)).toEqual([
    { kind: "repeated_refusals", staff_user_id: quick.staffUserId, detail: { refusals: 10 } },
  ]);
  await isRefused(bySlow);
  expect(await incidentsOf(studio)).toHaveLength(2);
});

test("TEN-05 AUTH-44 another studio named twenty times at once is audited twenty times and raised once; a person is raised besides", async () => {
  const studio = await createStudio(runtime);
  await Promise.all(Array.from({ length: 20 }, async () => await raise(studio)));
  const person = await hire(studio, "therapist");
  await raise(studio, await at((await enrolApp(runtime, person)).session));
  expect(await incidentsOf(studio)).toEqual([
    { kind: "other_studio_named", staff_user_id: null, detail: { by: "nobody" } },
    { kind: "other_studio_named", staff_user_id: person.staffUserId, detail: { by: "staff" } },
  ]);
  const noticed = await query(
    "select count(*)::int as times from audit_event where tenant_id = $1 and verb = 'security.note_other_studio'",
    [studio.tenantId],
  );
  expect(noticed).toEqual([{ times: 21 }]);
});

test("AUTH-44 those who watch see and review; others are refused, and another studio's incident is not there", async () => {
  const [studio, other] = [await createStudio(runtime), await createStudio(runtime)];
  await raise(studio);
  const admin = await at((await enrolApp(runtime, await hire(studio))).session);
  const watcher = await at((await enrolApp(runtime, await hire(studio, "compliance"))).session);
  const stranger = await at((await enrolApp(runtime, await hire(other))).session);
  const desk = await at((await enrolApp(runtime, await hire(studio, "receptionist"))).session);
  const [seen] = (await listIncidents(watcher, {})).open;
  if (seen === undefined) throw new Error("nothing is seen");
  expect(seen).toMatchObject({ kind: "other_studio_named", who: null, by: "nobody", review: null });
  expect(await listIncidents(stranger, {})).toMatchObject({ open: [], reviewed: [] });
  const review = {
    incidentId: asId<Parameters<typeof reviewIncident>[1]["incidentId"]>(seen.id),
    note: "Ours",
  };
  await expect(reviewIncident(stranger, review)).rejects.toThrow("not_found");
  await expect(reviewIncident(desk, review)).rejects.toThrow("forbidden");
  await expect(listIncidents(desk, {})).rejects.toThrow("forbidden");
  await expect(countIncidents(desk, {})).rejects.toThrow("forbidden");
  expect(await countIncidents(admin, {})).toEqual({ open: 1 });
  const both = await Promise.all([reviewIncident(admin, review), reviewIncident(watcher, review)]);
  expect(both.filter(({ ok }) => ok)).toHaveLength(1);
  expect(both).toContainEqual({ ok: false, refusal: "already_reviewed" });
  expect(await countIncidents(watcher, {})).toEqual({ open: 0 });
  const after = await listIncidents(admin, {});
  expect(after.open).toEqual([]);
  expect(after.reviewed).toMatchObject([{ id: seen.id, review: { note: "Ours" } }]);
});

test("AUTH-44 admins are written to once an hour about one serious kind, however many come at once; the rest waits on the page", async () => {
  const studio = await createStudio(runtime);
  const [admin, second] = [await hire(studio), await hire(studio)];
  await hire(studio, "receptionist");
  const plant = async (kind: string) =>
    String(
      (
        await query(
          "insert into security_incident (tenant_id, kind, dedupe_key) values ($1, $2, gen_random_uuid()::text) returning id",
          [studio.tenantId, kind],
        )
      )[0]?.["id"],
    );
  const system = systemContext(runtime, studio.tenantId, "test");
  const tell = async (incidentId: string) => (await alertAdmins(system, { incidentId })).outcome;
  const locks = [await plant("account_locked"), await plant("account_locked"), await plant("account_locked")];
  const told = await Promise.all(locks.map(tell));
  expect(told.toSorted()).toEqual(["alerted", "alerted_lately", "alerted_lately"]);
  expect(await tell(await plant("credential_stuffing"))).toBe("alerted");
  expect(await tell(await plant("new_device"))).toBe("not_serious");
  const mails = await query(
    "select staff_user_id, count(*)::int as times from notification where tenant_id = $1 and kind = 'security_alert' group by 1",
    [studio.tenantId],
  );
  const each = [admin, second].map(({ staffUserId }) => ({ staff_user_id: staffUserId, times: 2 }));
  expect(mails).toEqual(expect.arrayContaining(each));
  expect(mails).toHaveLength(2);
  await query("update security_incident set alerted_at = alerted_at - interval '61 minutes'");
  expect(await tell(await plant("account_locked"))).toBe("alerted");
});

test("AUTH-44 where no incident can be kept nothing passes silently, and a sign-in on a known browser goes on", async () => {
  const studio = await createStudio(runtime);
  const person = await hire(studio);
  const { secret, session } = await enrolApp(runtime, person);
  const known = await rememberDevice(runtime, session, null);
  const acting = await at(session);
  await query("alter table security_incident add constraint full_up check (false) not valid");
  try {
    for (let turn = 0; turn < 4; turn += 1) await attempt(person.email, wrong);
    await expect(attempt(person.email, wrong)).rejects.toThrow();
    expect(await attempt(person.email, password)).toEqual({ ok: false, refusal: "locked" });
    await expect(raise(studio)).rejects.toThrow();
    for (let turn = 0; turn < 9; turn += 1) await isRefused(acting);
    const tenth = reviewIncident(acting, { incidentId: asId(randomUUID()), note: "" });
    await expect(tenth).rejects.toThrow();
    const half = succeeded(await attempt(person.email, password, { deviceToken: known }));
    await query("update staff_totp set last_step = last_step - 10");
    const in_ = { code: appCode(secret), ip: null, deviceToken: known };
    const passed = succeeded(await passSecondFactor(runtime, half, in_));
    expect(await resolveSession(runtime, passed, "request")).not.toBeNull();
    await expect(rememberDevice(runtime, passed, null)).rejects.toThrow();
  } finally {
    await query("alter table security_incident drop constraint full_up");
  }
});
