import {
  bookInput,
  bookVisit,
  createStudio,
  holdTime,
  inspect,
  person,
  testDatabase,
  testRuntime,
  type TestStudio,
  wallTime,
} from "@quietroom/testing";
import { localDate } from "@quietroom/domain/time";
import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { viewStudio } from "../studio/index.ts";
import { bookHold } from "./index.ts";
import { holdCode, obstaclesAt, offered } from "../../test/offered-times.ts";

const database = await testDatabase();
const runtime = await testRuntime(database);
const query = await inspect(database);
const newYork = "America/New_York";

/** A studio whose service needs a supervisor, and of whose practitioners the second, if wished, supervises the first; all work from nine to five. */
async function training(kind: "supervised" | "alone" = "supervised") {
  const studio = await createStudio(runtime, { practitioners: 3, rooms: 3 });
  await query("update service set needs_supervisor = true where tenant_id = $1", [studio.tenantId]);
  const [, supervisorId, backupId] = studio.practitionerIds;
  if (supervisorId === undefined || backupId === undefined) throw new Error("there are three");
  if (kind === "supervised") await supervise(studio, supervisorId, "primary");
  return { studio, supervisorId, backupId, ofSupervisor: { ...studio, practitionerId: supervisorId } };
}

/** Puts the first practitioner under somebody who has this calendar, or none, for so many days from now on. */
async function supervise(
  { tenantId, practitionerId }: TestStudio,
  calendarId: string | null,
  kind: "primary" | "backup",
  days: number | null = null,
) {
  await query(
    `with supervisor as (
       insert into staff_user (tenant_id, email, display_name, password_hash, roles, practitioner_id)
       values ($1, $2, 'Mara Lind', '-', '{supervisor}', $3) returning id)
     insert into supervision (tenant_id, supervisor_id, supervisee_id, kind, starts_at, ends_at)
     select $1, id, $4, $5::supervision_kind, app.now() - interval '1 day', app.now() + make_interval(days => $6) from supervisor`,
    [tenantId, `${randomUUID()}@example.com`, calendarId, practitionerId, kind, days],
  );
}

/** Says that somebody works in these hours alone, every day. */
async function works(practitionerId: string, start: string, end: string) {
  await query("update weekly_hours set start_time = $2, end_time = $3 where practitioner_id = $1", [
    practitionerId,
    start,
    end,
  ]);
}

/** Makes the first practitioner and the second give every visit together. */
async function together({ tenantId, practitionerIds }: TestStudio) {
  await query("delete from practitioner_service where tenant_id = $1 and practitioner_id <> all($2)", [
    tenantId,
    practitionerIds.slice(0, 2),
  ]);
  await query("update service set together = true where tenant_id = $1", [tenantId]);
}

test("SCHED-07 SCHED-25 a service that needs a supervisor is offered and held while theirs works, with a client or not", async () => {
  const { studio, supervisorId, ofSupervisor } = await training();
  await works(supervisorId, "10:00", "13:00");
  expect(await offered(studio, 2)).toEqual(["10:00", "10:30", "11:00", "11:30", "12:00"]);
  expect(await holdCode(studio, wallTime(2, "12:30"))).toBe("outside_hours");
  expect(await obstaclesAt(studio, wallTime(2, "12:30"))).toEqual([
    { rule: "no_supervisor", assigned: true },
  ]);
  // Their own supervision is nobody's: a supervisor without one does not give the service alone.
  expect(await offered(ofSupervisor, 2)).toEqual([]);
  await query("update service set needs_supervisor = false where tenant_id = $1", [studio.tenantId]);
  await bookVisit(ofSupervisor, { startsAt: wallTime(2, "11:00"), who: person("Ben") });
  await query("update service set needs_supervisor = true where tenant_id = $1", [studio.tenantId]);
  expect(await holdCode(studio, wallTime(2, "11:00"))).toBe("held");
});

test("SCHED-07 whoever has no supervisor, or one without a calendar, does not offer it, and the trace says which", async () => {
  const { studio } = await training("alone");
  expect(await offered(studio, 2)).toEqual([]);
  expect(await holdCode(studio, wallTime(2, "10:00"))).toBe("outside_hours");
  expect(await obstaclesAt(studio, wallTime(2, "10:00"))).toEqual([
    { rule: "no_supervisor", assigned: false },
  ]);
  await supervise(studio, null, "primary");
  expect(await offered(studio, 2)).toEqual([]);
  expect(await obstaclesAt(studio, wallTime(2, "10:00"))).toEqual([
    { rule: "no_supervisor", assigned: true },
  ]);
});

test("SCHED-25 while the supervisor is away a backup stands in, in the dates of the backup alone", async () => {
  const { studio, supervisorId, backupId } = await training();
  const [first, last] = [2, 9].map((day) => localDate(wallTime(day, "09:00"), newYork));
  await query(
    `insert into time_off (tenant_id, practitioner_id, first_date, last_date, status, asked_by, answered_by, answered_at)
     select tenant_id, $2, $3, $4, 'approved', id, id, app.now() from staff_user where tenant_id = $1`,
    [studio.tenantId, supervisorId, first, last],
  );
  expect(await offered(studio, 3)).toEqual([]);
  await works(backupId, "14:00", "15:00");
  await supervise(studio, backupId, "backup", 5);
  expect(await offered(studio, 3)).toEqual(["14:00"]);
  expect(await offered(studio, 8)).toEqual([]);
});

test("SCHED-25 a hold whose supervisor has gone meanwhile is not confirmed", async () => {
  const { studio, supervisorId } = await training();
  const { context } = await holdTime(studio, { startsAt: wallTime(3, "10:00") });
  await works(supervisorId, "14:00", "17:00");
  const { documents: acceptedDocuments } = await viewStudio(studio.as("public"), {});
  expect(await bookHold(context, { ...bookInput(person("Ana")), acceptedDocuments })).toMatchObject({
    ok: false,
    refusal: { code: "outside_hours" },
  });
});

test("SCHED-07 SCHED-25 a visit that a trainee and their supervisor give together has its supervisor, who needs none", async () => {
  const { studio } = await training();
  await together(studio);
  expect(await offered(studio, 2)).toContain("10:00");
  expect(await holdCode(studio, wallTime(2, "10:00"))).toBe("held");
  const alone = await training("alone");
  await together(alone.studio);
  expect(await offered(alone.studio, 2)).toEqual([]);
});
