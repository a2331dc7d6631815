import { randomBytes, randomUUID } from "node:crypto";
import { systemContext } from "@quietroom/services";
import {
  dismissDeadLetter,
  listDeadLetters,
  noteDeadLetter,
  purgeDeadLetters,
  retryDeadLetter,
  viewBackgroundWork,
} from "@quietroom/services/dead-letters";
import { asId, type Id } from "@quietroom/domain/ids";
import { knownJobs } from "@quietroom/domain/jobs";
import { dayMs, hourMs, minuteMs } from "@quietroom/domain/time";
import { createAuditSigner } from "@quietroom/services/evidence";
import { createStudio } from "@quietroom/testing";
import { afterEach, expect, test } from "vitest";
import { tellStory } from "../../test/story.ts";
import { createFunctions } from "./index.ts";

const story = await tellStory();
const { studio, query, database, settle } = story;
const admin = studio.as("admin");
if (admin.actor.kind !== "staff") throw new Error("an admin is staff");
await query(
  `insert into staff_user (tenant_id, id, email, display_name, password_hash, roles)
   values ($1, $2, 'robin@example.com', 'Robin', '-', '{admin}')`,
  [studio.tenantId, admin.actor.staffUserId],
);
const elsewhere = (await createStudio(story.runtime)).as("admin");
await settle();
afterEach(async () => void (await query("delete from dead_letter")));

const letterId = (id: string) => asId<Id<"dead_letter">>(id);
const listed = async () => (await listDeadLetters(admin, { before: null })).open;

/** Something that failed for good, as the jobs would have noted it. */
async function noted(about: Readonly<Record<string, unknown>> = {}) {
  await noteDeadLetter(systemContext(story.runtime, studio.tenantId, "test"), {
    runId: randomUUID(),
    functionId: "quietroom-withdraw-lost-offers",
    eventName: "keys/rotation-asked",
    eventData: { tenantId: studio.tenantId },
    error: "Error",
    ...about,
  });
  const [letter] = await listed();
  if (letter === undefined) throw new Error("nothing was noted");
  return letterId(letter.id);
}

/** While `work` lasts, nothing that meets a condition can be put into a table. */
async function withBroken(table: string, condition: string, work: () => Promise<void>): Promise<void> {
  await query(`create or replace function app.trip() returns trigger language plpgsql as
    $$ begin raise exception 'Ana was here'; end $$`);
  await query(
    `create trigger trip before insert on ${table} for each row when (${condition}) execute function app.trip()`,
  );
  try {
    await work();
  } finally {
    await query(`drop trigger trip on ${table}`);
  }
}

test("INFRA-10 a job that has failed for good waits in the list, without its error's words, and tried again does its work once", async () => {
  await withBroken("notification", "true", async () => {
    await story.book(await story.at(3, "10:00"), { email: "ana@example.com" });
    for (let tries = 0; tries < 20 && (await listed()).length < 2; tries += 1) {
      await settle();
      await database.advanceClock(2.5 * hourMs);
    }
  });
  const confirmation = (await listed()).find(
    ({ functionId }) => functionId === "quietroom-send-confirmation",
  );
  expect(confirmation).toMatchObject({ eventName: "appointment/booked", error: expect.any(String) });
  expect(JSON.stringify(await query("select * from dead_letter"))).not.toContain("Ana was here");
  expect(story.sentTo("ana@example.com")).toEqual([]);

  const deadLetterId = letterId(confirmation?.id ?? "");
  expect(await retryDeadLetter(admin, { deadLetterId })).toEqual({ ok: true, value: {} });
  await settle();
  const confirmations = () =>
    story.sentTo("ana@example.com").filter(({ template }) => template === "appointment-confirmation");
  expect(confirmations()).toHaveLength(1);
  // The other functions that heard the event find in the ledger what was done, however often it is sent again.
  for (const { id } of await listed()) await retryDeadLetter(admin, { deadLetterId: letterId(id) });
  await settle();
  expect(confirmations()).toHaveLength(1);
  expect(await listed()).toEqual([]);
});

test("INFRA-10 an event that could be handed to no function is listed too, and holds nothing else up", async () => {
  await withBroken("jobs.run", "new.event->>'name' = 'keys/rotation-asked'", async () => {
    await query("insert into outbox (tenant_id, name, data) values ($1, 'keys/rotation-asked', $2)", [
      studio.tenantId,
      JSON.stringify({ tenantId: studio.tenantId }),
    ]);
    await settle();
  });
  expect(await listed()).toEqual([
    expect.objectContaining({ functionId: "", eventName: "keys/rotation-asked" }),
  ]);
});

test("INFRA-10 what failed is kept once, however often it is told, and of no studio that is none", async () => {
  const runId = randomUUID();
  await noted({ runId });
  await noted({ runId });
  expect(await listDeadLetters(admin, { before: null })).toMatchObject({ openCount: 1 });
  const letter = { runId, functionId: "f", eventName: "e", eventData: {}, error: "Error" };
  expect(await noteDeadLetter(systemContext(story.runtime, randomUUID(), "test"), letter)).toEqual({
    kept: false,
  });
});

test("INFRA-10 of two who settle it at once one does, and trying again sends one event", async () => {
  const deadLetterId = await noted();
  const sent = async () =>
    (
      await query("select from outbox where tenant_id = $1 and name = 'keys/rotation-asked'", [
        studio.tenantId,
      ])
    ).length;
  const before = await sent();
  const answers = await Promise.all([
    retryDeadLetter(admin, { deadLetterId }),
    retryDeadLetter(admin, { deadLetterId }),
  ]);
  expect(answers.filter(({ ok }) => ok)).toHaveLength(1);
  expect(answers).toContainEqual({ ok: false, refusal: "already_settled" });
  expect(await dismissDeadLetter(admin, { deadLetterId, because: "not_needed" })).toEqual({
    ok: false,
    refusal: "already_settled",
  });
  expect(await sent()).toBe(before + 1);
  const [row] = await query("select settled_as, settled_by is not null as by from dead_letter");
  expect(row).toEqual({ settled_as: "retried", by: true });
});

test("INFRA-10 let be for a reason, it leaves the list and sends nothing, and the audit says who did it", async () => {
  const deadLetterId = await noted();
  expect(await dismissDeadLetter(admin, { deadLetterId, because: "done_by_hand" })).toEqual({
    ok: true,
    value: {},
  });
  expect(await listed()).toEqual([]);
  const [row] = await query(
    "select actor_kind, detail from audit_event where resource = 'dead_letter' and resource_id = $1 and action = 'update'",
    [deadLetterId],
  );
  expect(row).toMatchObject({ actor_kind: "staff", detail: { as: "done_by_hand" } });
});

test("INFRA-10 an event that no function can read is not sent again, nor one that names another studio", async () => {
  for (const about of [
    { eventName: "appointment/booked", eventData: { tenantId: studio.tenantId, appointmentId: "nobody" } },
    { eventName: "something/else", eventData: { tenantId: studio.tenantId } },
    { eventData: { tenantId: elsewhere.actor.tenantId } },
  ]) {
    const deadLetterId = await noted(about);
    expect(await retryDeadLetter(admin, { deadLetterId })).toEqual({ ok: false, refusal: "unusable" });
    expect(await dismissDeadLetter(admin, { deadLetterId, because: "not_needed" })).toMatchObject({
      ok: true,
    });
  }
});

test("INFRA-10 NOTIF-01 news of a visit that has changed since are not sent again, nor a cancellation of one that stands: the reminders of now go on", async () => {
  const { appointmentId } = await story.book(await story.at(5, "13:00"), { email: "dora@example.com" });
  await settle();
  await query("update appointment set version = version + 2 where id = $1", [appointmentId]);
  const [visit] = await query("select version from appointment where id = $1", [appointmentId]);
  const version = Number(visit?.["version"]);
  const asleep = async () => {
    const rows = await query(
      `select from jobs.run where status = 'running' and function_id = 'quietroom-send-reminders'
         and event->'data'->>'appointmentId' = $1`,
      [appointmentId],
    );
    return rows.length;
  };
  expect(await asleep()).toBe(1);
  const about = (of: number) => ({ tenantId: studio.tenantId, appointmentId, version: of });
  for (const old of [
    { eventName: "appointment/rescheduled", eventData: about(version - 1) },
    { eventName: "appointment/cancelled", eventData: about(version - 1) },
    { eventName: "appointment/cancelled", eventData: about(version) },
  ]) {
    const deadLetterId = await noted(old);
    expect(await retryDeadLetter(admin, { deadLetterId })).toEqual({ ok: false, refusal: "overtaken" });
    await settle();
    expect(await asleep()).toBe(1);
    expect(await dismissDeadLetter(admin, { deadLetterId, because: "not_needed" })).toMatchObject({
      ok: true,
    });
  }
  const ofNow = await noted({ eventName: "appointment/status-changed", eventData: about(version) });
  expect(await retryDeadLetter(admin, { deadLetterId: ofNow })).toMatchObject({ ok: true });
  await settle();
  expect(await asleep()).toBe(1);
});

test("TEN-09 INFRA-10 another studio's admin sees none of it and settles none, and of one's own studio an admin alone may", async () => {
  const deadLetterId = await noted();
  expect(await listDeadLetters(elsewhere, { before: null })).toMatchObject({
    open: [],
    openCount: 0,
    next: null,
  });
  await expect(retryDeadLetter(elsewhere, { deadLetterId })).rejects.toThrow("not_found");
  await expect(dismissDeadLetter(elsewhere, { deadLetterId, because: "not_needed" })).rejects.toThrow(
    "not_found",
  );
  const desk = studio.as("receptionist");
  await expect(listDeadLetters(desk, { before: null })).rejects.toThrow("forbidden");
  await expect(retryDeadLetter(desk, { deadLetterId })).rejects.toThrow("forbidden");
  await expect(dismissDeadLetter(desk, { deadLetterId, because: "not_needed" })).rejects.toThrow("forbidden");
  expect(await listDeadLetters(admin, { before: null })).toMatchObject({ openCount: 1 });
});

test("INFRA-10 work that this version does not know is told so, sends nothing, and is let be", async () => {
  const deadLetterId = await noted({ functionId: "quietroom-of-another-version" });
  expect(await retryDeadLetter(admin, { deadLetterId })).toEqual({ ok: false, refusal: "function_unknown" });
  expect(await dismissDeadLetter(admin, { deadLetterId, because: "done_by_hand" })).toMatchObject({
    ok: true,
  });
  expect(await retryDeadLetter(admin, { deadLetterId })).toMatchObject({ ok: false });
});

test("INFRA-10 every job has words for the people whose studio it works for, and no word is of none", async () => {
  const build = createFunctions(story.runtime, {
    signer: createAuditSigner(randomBytes(32)),
    anchors: { append: async () => undefined, last: async () => null, async *all() {} },
    archives: { put: async () => undefined, list: async () => [], get: async () => null },
  });
  const ids = build(story.jobs.client).map((fn) => fn.id("quietroom"));
  expect(ids.toSorted()).toEqual([...knownJobs].toSorted());
});

test("INFRA-10 ten thousand dead letters are counted, and read a page at a time, each of them once", async () => {
  await query(
    `insert into dead_letter (tenant_id, run_id, function_id, event_name, event_data, error)
     select $1, n::text, 'quietroom-send-reminders', 'appointment/booked', '{}', 'Error' from generate_series(1, 10000) n`,
    [studio.tenantId],
  );
  const first = await listDeadLetters(admin, { before: null });
  expect(first).toMatchObject({ openCount: 10_000, next: expect.any(String) });
  const seen = new Set(first.open.map(({ id }) => id));
  let next = first.next;
  for (let page = 2; next !== null; page += 1) {
    const more = await listDeadLetters(admin, { before: next });
    for (const { id } of more.open) seen.add(id);
    next = more.next;
    if (page > 200) throw new Error("pages without an end");
  }
  expect(seen.size).toBe(10_000);
}, 120_000);

test("INFRA-10 what somebody settled leaves after 30 days, by itself each night; what nobody settled stays, and so does another studio's", async () => {
  const settled = await noted();
  await dismissDeadLetter(admin, { deadLetterId: settled, because: "not_needed" });
  const open = await noted();
  const ids = async () => (await query("select id from dead_letter")).map(({ id }) => String(id));
  const system = systemContext(story.runtime, studio.tenantId, "test");
  await query(
    "update dead_letter set settled_at = app.now() - interval '30 days' + interval '1 minute' where settled_at is not null",
  );
  expect(await purgeDeadLetters(system)).toEqual({ purged: 0 });
  await expect(purgeDeadLetters(admin)).rejects.toThrow("forbidden");
  await query(
    "update dead_letter set settled_at = app.now() - interval '31 days' where settled_at is not null",
  );
  const stranger = systemContext(story.runtime, elsewhere.actor.tenantId, "test");
  expect(await purgeDeadLetters(stranger)).toEqual({ purged: 0 });
  expect(await ids()).toHaveLength(2);
  await database.advanceClock(dayMs);
  await settle();
  expect(await ids()).toEqual([open]);
});

test("INFRA-10 NOTIF-06 TEN-09 an admin sees what of the studio's own work waits, is late and comes next, what has not left, and which messages were given up", async () => {
  await settle();
  await query("update notification set status = 'sent' where status = 'failed'");
  const before = await viewBackgroundWork(admin, {});
  expect(before).toMatchObject({ runs: { oldestDueForMs: null }, outbox: { waiting: 0, oldestForMs: null } });
  story.sender.refusals.push({ code: "rejected", retryable: false });
  await story.book(await story.at(6, "11:00"), { email: "ben@example.com" });
  const waiting = await viewBackgroundWork(admin, {});
  expect(waiting.outbox.waiting).toBeGreaterThan(0);
  expect(waiting.outbox.oldestForMs).toBeLessThan(minuteMs);
  await settle();
  const after = await viewBackgroundWork(admin, {});
  expect(after.runs?.waiting).toBe((before.runs?.waiting ?? 0) + 1);
  expect(after.outbox).toEqual({ waiting: 0, oldestForMs: null });
  expect(after.messages).toMatchObject({
    failedCount: 1,
    failed: [{ kind: "confirmation", channel: "email", to: "client", reason: "rejected", attempts: 1 }],
  });
  const next = after.runs?.nextDue.find(({ functionId }) => functionId === "quietroom-send-reminders");
  expect(next?.dueAt).toBeGreaterThan(await story.now());
  expect(JSON.stringify(after)).not.toMatch(/ben@|Ana|Okafor|tenantId|appointmentId/);

  // A call that no worker knows is put off each minute, and late all the same.
  const unknown = async (since: string) =>
    await query(
      `update jobs.job set unknown_since = ${since} where run_id = (
         select r.id from jobs.run r join jobs.job j on j.run_id = r.id
         where r.function_id = 'quietroom-send-reminders' and r.event->'data'->>'tenantId' = $1 order by j.due_at limit 1)`,
      [studio.tenantId],
    );
  await unknown("app.now() - interval '3 hours'");
  const putOff = await viewBackgroundWork(admin, {});
  expect(putOff.runs).toMatchObject({ waiting: before.runs?.waiting, due: 1 });
  expect(putOff.runs?.oldestDueForMs).toBeGreaterThanOrEqual(180 * minuteMs);
  await unknown("null");

  const late = (next?.dueAt ?? 0) + 5 * minuteMs;
  await database.advanceClock(late - (await story.now()));
  const due = await viewBackgroundWork(admin, {});
  expect(due.runs?.due).toBeGreaterThan(0);
  expect(due.runs?.oldestDueForMs).toBeGreaterThanOrEqual(5 * minuteMs);
  expect(await viewBackgroundWork(elsewhere, {})).toMatchObject({
    runs: { waiting: 0, due: 0, atWork: 0, again: 0, oldestDueForMs: null, nextDue: [] },
    messages: { failedCount: 0 },
  });
  await expect(viewBackgroundWork(studio.as({ therapist: studio.practitionerId }), {})).rejects.toThrow(
    "forbidden",
  );
});

test("INFRA-11 the figures count runs, what has not left, what failed and what became of messages, in all studios together and by number alone", async () => {
  await settle();
  const before = await story.jobs.figures();
  await noted();
  await query(
    `insert into dead_letter (tenant_id, run_id, function_id, event_name, event_data, error) values ($1, 'theirs', 'f', 'e', '{}', 'Error')`,
    [elsewhere.actor.tenantId],
  );
  story.sender.refusals.push({ code: "rejected", retryable: false });
  await story.book(await story.at(8, "11:00"), { email: "cleo@example.com" });
  expect((await story.jobs.figures()).outbox.waiting).toBeGreaterThan(0);
  await settle();
  const after = await story.jobs.figures();
  expect(after.deadLetters).toBe(before.deadLetters + 2);
  expect(after.outbox).toEqual({ waiting: 0, oldestMs: 0 });
  expect(after.runs?.open.waiting).toBe((before.runs?.open.waiting ?? 0) + 1);
  const failed = (of: typeof after) => of.messages.find(({ outcome }) => outcome === "failed")?.messages ?? 0;
  expect(failed(after)).toBe(failed(before) + 1);
  expect(JSON.stringify(after)).not.toMatch(/[0-9a-f]{8}-|cleo|@/);

  await database.advanceClock(8 * dayMs);
  const late = await story.jobs.figures();
  expect(late.runs?.open.due).toBeGreaterThan(0);
  expect(late.runs?.oldestDueMs).toBeGreaterThan(5 * minuteMs);
  // Nobody has worked since: what came due of the visit's reminders waits.
  expect(late.messages).toEqual([expect.objectContaining({ channel: "email", outcome: "waiting" })]);
  // However long that goes on, and with nothing newer due.
  await database.advanceClock(8 * dayMs);
  const [waiting, ...others] = (await story.jobs.figures()).messages;
  expect(others).toEqual([]);
  expect(waiting).toMatchObject({ channel: "email", outcome: "waiting" });
  expect(waiting?.oldestMs).toBeGreaterThan(8 * dayMs);
});
