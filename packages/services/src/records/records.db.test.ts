import { createHash, randomUUID } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type AppointmentId, asId, type ClientId, type Id } from "@quietroom/domain/ids";
import { consentRules } from "@quietroom/domain/records";
import {
  addAccount,
  bookedClient,
  createStudio,
  inspect,
  sealedWord,
  succeeded,
  testDatabase,
  testRuntime,
  type TestStudio,
} from "@quietroom/testing";
import { openField } from "@quietroom/vault";
import { expect, test } from "vitest";
import { answerConsent } from "../agreements/index.ts";
import { searchClients } from "../clients/index.ts";
import { systemContext, type VerbContext } from "../index.ts";
import { appointmentPanel, listOwnVisits } from "../scheduling/index.ts";
import {
  askRequest,
  decidePurge,
  decideRequest,
  endRestriction,
  exportOwnRecord,
  liftHold,
  listDisclosures,
  listKept,
  listOwnRequests,
  listRequests,
  markPurgeCandidates,
  noteDisclosure,
  placeHold,
  recordStanding,
  removeClient,
  restoreRecord,
  setRetention,
  withdrawRequest,
} from "./index.ts";

const database = await testDatabase();
const runtime = await testRuntime(database);
const query = await inspect(database);

/** An admin of the studio who has a row, and has just passed their second factor. */
async function admin(studio: TestStudio, roles: readonly string[] = ["admin"]) {
  const [person] = await query(
    `insert into staff_user (tenant_id, email, display_name, password_hash, roles)
     values ($1, $2, 'Mara Lind', '-', $3) returning id`,
    [studio.tenantId, `${randomUUID()}@example.com`, roles],
  );
  const staffUserId = String(person?.["id"]);
  const [session] = await query(
    `insert into session (tenant_id, staff_user_id, expires_at, mfa_passed_at)
     values ($1, $2, now() + interval '1 hour', now()) returning id`,
    [studio.tenantId, staffUserId],
  );
  const actor = {
    kind: "staff",
    tenantId: studio.tenantId,
    staffUserId,
    sessionId: String(session?.["id"]),
    practitionerId: null,
    roles: ["admin"],
  } as const;
  return { runtime, actor, requestId: "test" };
}

/** A client whose visit is over, in a studio of their own; nothing is expected of them any more. */
async function formerClient(name: string) {
  const studio = await createStudio(runtime);
  const mara = await admin(studio);
  const booked = await bookedClient(studio, query, { name, day: 4 });
  await query(
    `update appointment set status = 'completed', starts_at = starts_at - interval '30 days', ends_at = ends_at - interval '30 days',
       blocked_from = blocked_from - interval '30 days', blocked_until = blocked_until - interval '30 days' where id = $1`,
    [booked.appointmentId],
  );
  const clientId = asId<ClientId>(booked.clientId);
  await query(
    `insert into notification (tenant_id, kind, channel, category, dedupe_key, client_id, due_at, status, sent_at, provider_id)
     values ($1, 'confirmation', 'email', 'appointments', 'one', $2, now(), 'sent', now(), 'one')`,
    [studio.tenantId, clientId],
  );
  return { studio, mara, ...booked, clientId, own: studio.as({ client: clientId }) };
}

async function age(clientId: string, years: number): Promise<void> {
  const back = `interval '${years} years 1 day'`;
  await query(`update client set created_at = now() - ${back} where id = $1`, [clientId]);
  await query(
    `update appointment set starts_at = now() - ${back} - interval '1 hour', ends_at = now() - ${back},
       blocked_from = now() - ${back} - interval '1 hour', blocked_until = now() - ${back} where client_id = $1`,
    [clientId],
  );
  await query("update notification set sent_at = sent_at - interval '9 years' where client_id = $1", [
    clientId,
  ]);
}

const because = "Asked for by the client";

test("COMP-03 a removed record is gone for everybody and every query, says who and why, and comes back whole", async () => {
  const { studio, mara, clientId, own } = await formerClient("Ana");
  const { tenantId } = studio;
  const everything = async () =>
    await runtime.db.withTenant(
      tenantId,
      { isolation: "read committed", readOnly: true },
      async ({ tx }) => ({
        clients: await tx.client.count({ where: { tenantId } }),
        visits: await tx.appointment.count({ where: { tenantId } }),
        messages: await tx.notification.count({ where: { tenantId } }),
      }),
    );
  const before = await everything();
  expect(before).toMatchObject({ clients: 1, visits: 1 });
  expect(before.messages).toBeGreaterThan(0);
  const visits = await listOwnVisits(own, {});

  succeeded(await removeClient(mara, { clientId, reason: because }));
  expect(await everything()).toEqual({ clients: 0, visits: 0, messages: 0 });
  await expect(listOwnVisits(own, {})).rejects.toThrow();
  await expect(exportOwnRecord(own, {})).rejects.toThrow("not_found");
  expect(await removeClient(mara, { clientId, reason: because })).toMatchObject({
    refusal: "already_removed",
  });
  const { removed } = await listKept(mara, {});
  expect(removed).toMatchObject([
    { clientId, name: expect.stringContaining("Ana"), removal: { by: "Mara Lind", reason: because } },
  ]);

  succeeded(await restoreRecord(mara, { clientId, reason: "A mistake" }));
  expect(await everything()).toEqual(before);
  expect(await listOwnVisits(own, {})).toMatchObject({ past: visits.past });
  expect((await listKept(mara, {})).removed).toEqual([]);
  const [removal] = await query("select id from client_removal where client_id = $1", [clientId]);
  for (const [column, said] of [
    ["reason", because],
    ["restore_reason", "A mistake"],
  ] as const) {
    const place = { table: "client_removal", column, rowId: String(removal?.["id"]) };
    expect(await sealedWord(runtime, tenantId, place)).toBe(said);
  }
  const acts = await query(
    "select action from audit_event where client_id = $1 and verb like 'records.%' and outcome = 'done' order by at",
    [clientId],
  );
  expect(acts.map(({ action }) => action)).toEqual(expect.arrayContaining(["delete", "restore"]));
});

test("COMP-03 nothing is written into a hidden record, not even by a statement that forgets to ask", async () => {
  const { studio, mara, clientId } = await formerClient("Bea");
  succeeded(await removeClient(mara, { clientId, reason: because }));
  const touched = await runtime.db.withTenant(
    studio.tenantId,
    { isolation: "read committed", readOnly: false },
    async ({ tx }) => [
      await tx.$executeRaw`update client set time_zone = 'UTC' where tenant_id = ${studio.tenantId}::uuid`,
      await tx.$executeRaw`update appointment set late_cancel = true where tenant_id = ${studio.tenantId}::uuid`,
      await tx.$executeRaw`update client set deleted_at = null where tenant_id = ${studio.tenantId}::uuid`,
    ],
  );
  expect(touched).toEqual([0, 0, 0]);
});

test("COMP-03 whoever is removed is signed in nowhere, and what was to be sent is not", async () => {
  const { studio, mara, clientId } = await formerClient("Cleo");
  const account = await addAccount(runtime, { tenantId: studio.tenantId, clientId }, "cleo@example.com");
  await query(
    `insert into client_session (tenant_id, client_account_id, client_id, token_hash, expires_at)
     values ($1, $2, $3, $4, now() + interval '1 hour')`,
    [studio.tenantId, account, clientId, createHash("sha256").update(clientId).digest("hex")],
  );
  await query(
    "update notification set status = 'planned', sent_at = null, provider_id = null where client_id = $1",
    [clientId],
  );
  succeeded(await removeClient(mara, { clientId, reason: because }));
  expect(await query("select revoked_reason from client_session where client_id = $1", [clientId])).toEqual([
    { revoked_reason: "record_removed" },
  ]);
  const messages = await query(
    "select distinct status::text, reason from notification where client_id = $1",
    [clientId],
  );
  expect(messages).toEqual([{ status: "skipped", reason: "record_removed" }]);
});

test("COMP-03 a client who is still expected is not removed, nor by anybody but an admin", async () => {
  const studio = await createStudio(runtime);
  const mara = await admin(studio);
  const { clientId, appointmentId } = await bookedClient(studio, query, { name: "Dan", day: 4 });
  const asked = { clientId: asId<ClientId>(clientId), reason: because };
  expect(await removeClient(mara, asked)).toMatchObject({ refusal: "has_visits" });
  await expect(removeClient(studio.as("receptionist"), asked)).rejects.toThrow("forbidden");
  await expect(removeClient(await admin(await createStudio(runtime)), asked)).rejects.toThrow("not_found");
  await query("update appointment set status = 'cancelled', cancelled_at = now() where id = $1", [
    appointmentId,
  ]);
  succeeded(await removeClient(mara, asked));
});

test("COMP-03 what must be settled before a record is removed is named, and is what the removal itself refuses for", async () => {
  const studio = await createStudio(runtime);
  const mara = await admin(studio);
  const booked = await bookedClient(studio, query, { name: "Ines", day: 4 });
  const clientId = asId<ClientId>(booked.clientId);
  const [visit] = await query(
    "select extract(epoch from starts_at) * 1000 as starts, (starts_at at time zone 'America/New_York')::date::text as date from appointment where id = $1",
    [booked.appointmentId],
  );
  expect(await recordStanding(mara, { clientId })).toMatchObject({
    visitsAhead: 1,
    nextVisits: [
      { appointmentId: booked.appointmentId, startsAt: Number(visit?.["starts"]), date: visit?.["date"] },
    ],
    isWaiting: false,
    hold: null,
  });
  await expect(recordStanding(studio.as("receptionist"), { clientId })).rejects.toThrow("forbidden");
  await expect(recordStanding(await admin(await createStudio(runtime)), { clientId })).rejects.toThrow(
    "not_found",
  );
  await query("update appointment set status = 'cancelled', cancelled_at = now() where id = $1", [
    booked.appointmentId,
  ]);
  expect(await recordStanding(mara, { clientId })).toMatchObject({ visitsAhead: 0, nextVisits: [] });
  const [entry] = await query(
    `insert into waitlist_entry (tenant_id, client_id, service_id, date_from, date_until, weekdays, dayparts)
     values ($1, $2, $3, current_date, current_date + 30, '{1}', '{morning}') returning id`,
    [studio.tenantId, clientId, studio.serviceId],
  );
  expect(await recordStanding(mara, { clientId })).toMatchObject({ isWaiting: true });
  expect(await removeClient(mara, { clientId, reason: because })).toMatchObject({ refusal: "is_waiting" });
  await query("update waitlist_entry set status = 'withdrawn' where id = $1", [entry?.["id"]]);
  expect(await recordStanding(mara, { clientId })).toMatchObject({ isWaiting: false });
  succeeded(await removeClient(mara, { clientId, reason: because }));
  await expect(recordStanding(mara, { clientId })).rejects.toThrow("not_found");
});

test("COMP-02 an open record says until when it is kept, and under a hold who keeps it, since when and why", async () => {
  const { mara, clientId } = await formerClient("Jana");
  succeeded(await setRetention(mara, { years: 9 }));
  const [last] = await query(
    "select extract(epoch from max(sent_at)) * 1000 as ms, extract(epoch from max(sent_at + interval '9 years')) * 1000 as until from notification where client_id = $1",
    [clientId],
  );
  expect(last).toBeDefined();
  const before = await recordStanding(mara, { clientId });
  expect(before).toMatchObject({ years: 9, hold: null });
  expect(Math.abs(before.keptUntil - Number(last?.["until"]))).toBeLessThan(2 * 86_400_000); // a leap day, and a registration just before
  succeeded(await placeHold(mara, { clientId, reason: "A court asked" }));
  const [row] = await query(
    "select extract(epoch from placed_at) * 1000 as ms from legal_hold where client_id = $1",
    [clientId],
  );
  expect((await recordStanding(mara, { clientId })).hold).toEqual({
    at: Number(row?.["ms"]),
    by: "Mara Lind",
    reason: "A court asked",
  });
  succeeded(await liftHold(mara, { clientId, reason: "The court is done" }));
  expect((await recordStanding(mara, { clientId })).hold).toBeNull();
});

test("COMP-02 a record is put before an admin seven years after its last activity, not a day earlier, and longer where the studio says so", async () => {
  const { studio, mara, clientId } = await formerClient("Eve");
  const sweep = async () => await markPurgeCandidates(systemContext(runtime, studio.tenantId, "test"), {});
  expect(await sweep()).toEqual({ marked: 0 });
  await age(clientId, 7);
  await query("update client set created_at = now() - interval '7 years' + interval '1 day' where id = $1", [
    clientId,
  ]);
  expect(await sweep()).toEqual({ marked: 0 });
  await age(clientId, 7);
  succeeded(await setRetention(mara, { years: 8 }));
  expect(await sweep()).toEqual({ marked: 0 });
  succeeded(await setRetention(mara, { years: 7 }));
  expect(await sweep()).toEqual({ marked: 1 });
  expect(await sweep()).toEqual({ marked: 0 });
  expect((await listKept(mara, {})).candidates).toMatchObject([{ clientId }]);
  // Something happens after all: it leaves the list by itself.
  await query(
    "update appointment set ends_at = now(), starts_at = now() - interval '1 hour', blocked_from = now() - interval '1 hour', blocked_until = now() where client_id = $1",
    [clientId],
  );
  expect(await sweep()).toEqual({ marked: 0 });
  expect((await listKept(mara, {})).candidates).toEqual([]);
});

test("COMP-02 COMP-05 nothing goes without review; what goes says no more who it was, and stays hidden", async () => {
  const { studio, mara, clientId } = await formerClient("Finn");
  const { version } = consentRules.telehealth;
  const no = { kind: "telehealth", answer: "refused", version, reason: "Walls are thin" } as const;
  succeeded(await answerConsent(studio.as({ client: clientId }), no));
  await query("update consent set given_at = now() - interval '8 years' where client_id = $1", [clientId]);
  await age(clientId, 7);
  await markPurgeCandidates(systemContext(runtime, studio.tenantId, "test"), {});
  const purge = { clientId, decision: "purged", reason: "Seven years are over" } as const;
  const notNow = { ...mara, actor: { ...mara.actor, sessionId: randomUUID() } };
  expect(await decidePurge(notNow, purge).catch(() => ({ refusal: "ended" }))).not.toMatchObject({
    ok: true,
  });
  succeeded(await decidePurge(mara, purge));
  const [row] = await query("select given_name from client where id = $1", [clientId]);
  const keys = await runtime.vault.keysOf(studio.tenantId);
  const place = { table: "client", column: "given_name", rowId: clientId };
  expect(openField(keys, String(row?.["given_name"]), place)).toBe("Removed");
  const said = await query("select answer, reason from consent where client_id = $1", [clientId]);
  expect(said).toEqual([{ answer: "refused", reason: null }]);
  expect(await restoreRecord(mara, { clientId, reason: because })).toMatchObject({ refusal: "anonymised" });
  expect(await decidePurge(mara, purge)).toMatchObject({ refusal: "not_listed" });
  const [visit] = await query("select status::text, hidden from appointment where client_id = $1", [
    clientId,
  ]);
  expect(visit).toEqual({ status: "completed", hidden: true });
  expect(
    await query(
      "select action, detail->>'decision' as decision from audit_event where verb = 'records.decide_purge' and outcome = 'done' and client_id = $1",
      [clientId],
    ),
  ).toEqual([{ action: "delete", decision: "purged" }]);
});

test("COMP-02 what is decided to be kept is asked about again a year later, and a hold or new activity keeps what was listed", async () => {
  const { studio, mara, clientId } = await formerClient("Gail");
  const sweep = async () =>
    (await markPurgeCandidates(systemContext(runtime, studio.tenantId, "test"), {})).marked;
  await age(clientId, 9);
  expect(await sweep()).toBe(1);
  succeeded(await decidePurge(mara, { clientId, decision: "kept", reason: "A sibling asked" }));
  expect(await sweep()).toBe(0);
  await query(
    "update purge_candidate set decided_at = decided_at - interval '366 days' where client_id = $1",
    [clientId],
  );
  expect(await sweep()).toBe(1);

  succeeded(await placeHold(mara, { clientId, reason: "A court asked" }));
  expect(await placeHold(mara, { clientId, reason: "Twice" })).toMatchObject({ refusal: "already_held" });
  expect((await listKept(mara, {})).candidates).toEqual([]);
  expect(await sweep()).toBe(0);
  const purge = { clientId, decision: "purged", reason: "Over" } as const;
  expect(await decidePurge(mara, purge)).toMatchObject({ refusal: "not_listed" });
  expect((await listKept(mara, {})).holds).toMatchObject([{ clientId, hold: { reason: "A court asked" } }]);
  succeeded(await liftHold(mara, { clientId, reason: "The court is done" }));
  expect(await liftHold(mara, { clientId, reason: "Twice" })).toMatchObject({ refusal: "not_held" });
  expect(await sweep()).toBe(1);
  // Listed, and then somebody sees to it that it is not old any more.
  succeeded(await setRetention(mara, { years: 12 }));
  expect(await decidePurge(mara, purge)).toMatchObject({ refusal: "still_kept" });
});

test("COMP-04 a client takes along everything that is kept of them, and who opened it, and nothing of anybody else", async () => {
  const { studio, mara, clientId, own, who } = await formerClient("Hana");
  await bookedClient(studio, query, { name: "Ivo", day: 5 });
  await listKept(mara, {});
  await query(
    `insert into audit_event (tenant_id, actor_kind, actor_id, verb, action, resource, outcome, request_id, detail)
     values ($1, 'staff', $2, 'x', 'read', 'notification', 'done', 'x', jsonb_build_object('clientIds', jsonb_build_array($3::text)))`,
    [studio.tenantId, mara.actor.staffUserId, clientId],
  );
  await query("insert into consent (tenant_id, client_id, kind, version) values ($1, $2, 'telehealth', 2)", [
    studio.tenantId,
    clientId,
  ]);
  const record = await exportOwnRecord(own, {});
  expect(record.profile).toMatchObject({
    givenName: who.givenName,
    birthDate: who.birthDate,
    email: who.email.toLowerCase(),
  });
  expect(record.visits).toHaveLength(1);
  expect(record.consents).toMatchObject([{ kind: "telehealth", version: 2, withdrawnAt: null }]);
  expect(record.opened).toContainEqual(
    expect.objectContaining({ by: "Mara Lind", action: "read", what: "notification" }),
  );
  expect(JSON.stringify(record)).not.toContain("Ivo");
  const [audited] = await query(
    "select outcome from audit_event where action = 'export' and client_id = $1",
    [clientId],
  );
  expect(audited).toEqual({ outcome: "done" });
});

test("COMP-04 a request waits for the studio, is answered once with reasons, and lies sealed", async () => {
  const { studio, mara, own, clientId } = await formerClient("Jo");
  const wish = "My phone number is an old one: it ends in 77.";
  const { id } = succeeded(await askRequest(own, { kind: "correction", wish }));
  const requestId = asId<Parameters<typeof decideRequest>[1]["requestId"]>(id);
  const [row] = await query("select to_jsonb(r)::text as row from rights_request r where id = $1", [id]);
  expect(String(row?.["row"])).not.toContain("phone number");
  expect((await listRequests(mara, {})).requests).toMatchObject([{ id, state: "open", wish, clientId }]);
  await expect(listRequests(studio.as("receptionist"), {})).rejects.toThrow("forbidden");

  const answer = "You are right, it is corrected.";
  const both = await Promise.all([
    decideRequest(mara, { requestId, decision: "approved", answer }),
    decideRequest(mara, { requestId, decision: "denied", answer: "No." }),
  ]);
  expect(both.filter(({ ok }) => ok)).toHaveLength(1);
  const [own1] = (await listOwnRequests(own, {})).requests;
  expect(["approved", "denied"]).toContain(own1?.state);
  expect(own1?.answer).toBe(own1?.state === "approved" ? answer : "No.");
  expect(await withdrawRequest(own, { requestId })).toMatchObject({ refusal: "already_answered" });
});

test("COMP-04 to whom something of a record was given is written down by an admin, lies sealed, and is told to its client alone", async () => {
  const { studio, mara, clientId, own } = await formerClient("Ana");
  const other = studio.as({ client: (await bookedClient(studio, query, { name: "Lea", day: 5 })).clientId });
  const given = { recipient: "County court", what: "Dates of visits", purpose: "A subpoena" };
  succeeded(await noteDisclosure(mara, { clientId, disclosedOn: "2026-01-05", ...given }));
  succeeded(
    await noteDisclosure(mara, { clientId, disclosedOn: "2026-02-05", ...given, recipient: "An insurer" }),
  );
  expect(await noteDisclosure(mara, { clientId, disclosedOn: "2199-01-01", ...given })).toMatchObject({
    refusal: "still_to_come",
  });
  const { disclosures } = await listDisclosures(mara, { clientId });
  expect(disclosures).toMatchObject([
    { disclosedOn: "2026-02-05", recipient: "An insurer", by: "Mara Lind" },
    { disclosedOn: "2026-01-05", ...given },
  ]);
  expect((await exportOwnRecord(own, {})).disclosures).toEqual([
    { disclosedOn: "2026-02-05", ...given, recipient: "An insurer" },
    { disclosedOn: "2026-01-05", ...given },
  ]);
  expect((await exportOwnRecord(other, {})).disclosures).toEqual([]);

  const rows = await query(
    "select recipient::text, what::text, purpose::text from disclosure where client_id = $1",
    [clientId],
  );
  const atRest = JSON.stringify(rows);
  for (const word of [...Object.values(given), "An insurer"]) expect(atRest).not.toContain(word);
  const audited = await query(
    "select action from audit_event where resource = 'disclosure' and client_id = $1 order by id",
    [clientId],
  );
  expect(audited.map(({ action }) => action)).toEqual(["create", "create", "create", "read"]);

  await expect(
    noteDisclosure(studio.as("receptionist"), { clientId, disclosedOn: "2026-01-05", ...given }),
  ).rejects.toThrow("forbidden");
  succeeded(await removeClient(mara, { clientId, reason: because }));
  await expect(listDisclosures(mara, { clientId })).rejects.toThrow("not_found");
  await expect(noteDisclosure(mara, { clientId, disclosedOn: "2026-01-05", ...given })).rejects.toThrow(
    "not_found",
  );
});

test("COMP-04 a client sees and takes back their own requests only, and at most five wait at once", async () => {
  const { studio, own } = await formerClient("Kim");
  const other = studio.as({ client: (await bookedClient(studio, query, { name: "Lea", day: 5 })).clientId });
  const { id } = succeeded(
    await askRequest(own, { kind: "restriction", wish: "Do not write to my old address." }),
  );
  const requestId = asId<Parameters<typeof decideRequest>[1]["requestId"]>(id);
  expect((await listOwnRequests(other, {})).requests).toEqual([]);
  await expect(withdrawRequest(other, { requestId })).rejects.toThrow("not_found");
  succeeded(await withdrawRequest(own, { requestId }));
  for (let n = 0; n < 5; n += 1) succeeded(await askRequest(own, { kind: "correction", wish: `Wish ${n}` }));
  expect(await askRequest(own, { kind: "correction", wish: "One more" })).toMatchObject({
    refusal: "too_many_open",
  });
});

test("COMP-03 only verbs that remove, restore, hold or let go of records, those that see to every sealed word, and who asks whether a message is hidden, look at hidden ones", () => {
  const room = join(import.meta.dirname, "..");
  const files = readdirSync(room, { recursive: true, encoding: "utf8" }).filter(
    (name) =>
      name.endsWith(".ts") &&
      !name.endsWith(".test.ts") &&
      /app\.hidden_records|showHidden\(/.test(readFileSync(join(room, name), "utf8")),
  );
  expect(files.toSorted()).toEqual([
    "keys/finish-rotation.ts",
    "keys/move-rows.ts",
    "keys/plan-moves.ts",
    "keys/sweep-sealed.ts",
    "messages/removed-meanwhile.ts",
    "records/kept-client.ts",
    "records/list-kept.ts",
    "records/mark-purge-candidates.ts",
    "show-hidden.ts",
  ]);
});

test("COMP-04 a restriction that the studio agreed to is marked wherever staff open the client, its words for those who see the whole record", async () => {
  const { studio, mara, own, appointmentId: id, who } = await formerClient("Nell");
  const appointmentId = asId<AppointmentId>(id);
  const seen = async (as: VerbContext) =>
    (await appointmentPanel(as, { appointmentId })).client?.restrictions;
  const marked = async (as: VerbContext) =>
    (await searchClients(as, { text: who.email })).clients.map(({ restricted }) => restricted);
  const ask = async (wish: string) => succeeded(await askRequest(own, { kind: "restriction", wish })).id;
  const decide = async (requestId: string, decision: "approved" | "denied", answer: string) =>
    succeeded(
      await decideRequest(mara, { requestId: asId<Id<"rights_request">>(requestId), decision, answer }),
    );

  const first = await ask("Tell my insurer nothing of the second visit.");
  await decide(await ask("Keep nothing at all."), "denied", "The law has us keep it.");
  expect([await seen(mara), await marked(mara)]).toEqual([[], [false]]); // asked is not agreed
  await decide(first, "approved", "You paid for it yourself, so we will not.");
  const words = {
    wish: "Tell my insurer nothing of the second visit.",
    answer: "You paid for it yourself, so we will not.",
  };
  expect(await seen(mara)).toEqual([{ agreedAt: expect.any(Number), endedAt: null, words }]);
  const desk = studio.as("receptionist");
  expect(await seen(desk)).toEqual([{ agreedAt: expect.any(Number), endedAt: null, words: null }]);
  expect(await marked(desk)).toEqual([true]);
  expect(await marked(mara)).toEqual([true]);
});

test("COMP-04 an agreed restriction ends once, with a reason that its client reads; ended without them it still binds for what was before", async () => {
  const { studio, mara, own, appointmentId: id, who } = await formerClient("Orla");
  const appointmentId = asId<AppointmentId>(id);
  const seen = async () => (await appointmentPanel(mara, { appointmentId })).client?.restrictions;
  const agree = async (wish: string) => {
    const asked = succeeded(await askRequest(own, { kind: "restriction", wish }));
    const requestId = asId<Id<"rights_request">>(asked.id);
    succeeded(await decideRequest(mara, { requestId, decision: "approved", answer: "We will." }));
    return requestId;
  };
  const refused = { ok: false, refusal: "not_in_force" };

  const first = await agree("Tell my insurer nothing.");
  const because = "client_agrees";
  await expect(
    endRestriction(studio.as("receptionist"), { requestId: first, because, reason: "No." }),
  ).rejects.toMatchObject({ code: "forbidden" });
  succeeded(await endRestriction(mara, { requestId: first, because, reason: "You asked us to." }));
  expect(await endRestriction(mara, { requestId: first, because, reason: "Again." })).toEqual(refused);
  expect(await seen()).toEqual([]);
  expect((await searchClients(mara, { text: who.email })).clients).toMatchObject([{ restricted: false }]);

  const second = await agree("Do not write to my address.");
  succeeded(
    await endRestriction(mara, {
      requestId: second,
      because: "client_told",
      reason: "The law has us write.",
    }),
  );
  expect(await seen()).toMatchObject([{ endedAt: expect.any(Number) }]);
  expect((await searchClients(mara, { text: who.email })).clients).toMatchObject([{ restricted: true }]);
  const told = new Map((await listOwnRequests(own, {})).requests.map(({ id: of, ended }) => [of, ended]));
  expect(told.get(first)).toMatchObject({ because, reason: "You asked us to." });
  expect(told.get(second)).toMatchObject({ because: "client_told", reason: "The law has us write." });

  const correction = succeeded(await askRequest(own, { kind: "correction", wish: "My name is Orlagh." }));
  const requestId = asId<Id<"rights_request">>(correction.id);
  succeeded(await decideRequest(mara, { requestId, decision: "approved", answer: "It is now." }));
  expect(await endRestriction(mara, { requestId, because, reason: "It is none." })).toEqual(refused);
});
