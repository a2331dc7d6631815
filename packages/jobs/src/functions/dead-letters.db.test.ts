import { randomUUID } from "node:crypto";
import { systemContext } from "@quietroom/services";
import {
  dismissDeadLetter,
  listDeadLetters,
  noteDeadLetter,
  retryDeadLetter,
} from "@quietroom/services/dead-letters";
import { asId, type Id } from "@quietroom/domain/ids";
import { hourMs } from "@quietroom/domain/time";
import { createStudio } from "@quietroom/testing";
import { afterEach, expect, test } from "vitest";
import { tellStory } from "../../test/story.ts";

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
const listed = async () => (await listDeadLetters(admin, {})).open;

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
  expect(await listDeadLetters(admin, {})).toMatchObject({ openCount: 1 });
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

test("TEN-09 INFRA-10 another studio's admin sees none of it and settles none, and of one's own studio an admin alone may", async () => {
  const deadLetterId = await noted();
  expect(await listDeadLetters(elsewhere, {})).toEqual({ open: [], openCount: 0 });
  await expect(retryDeadLetter(elsewhere, { deadLetterId })).rejects.toThrow("not_found");
  await expect(dismissDeadLetter(elsewhere, { deadLetterId, because: "not_needed" })).rejects.toThrow(
    "not_found",
  );
  const desk = studio.as("receptionist");
  await expect(listDeadLetters(desk, {})).rejects.toThrow("forbidden");
  await expect(retryDeadLetter(desk, { deadLetterId })).rejects.toThrow("forbidden");
  await expect(dismissDeadLetter(desk, { deadLetterId, because: "not_needed" })).rejects.toThrow("forbidden");
  expect(await listDeadLetters(admin, {})).toMatchObject({ openCount: 1 });
});
