import type { AppointmentId } from "@quietroom/domain/ids";
import { hourMs } from "@quietroom/domain/time";
import {
  bookSeats,
  createStudio,
  groupSession,
  idIn,
  inspect,
  seatsInput,
  sessionInput,
  succeeded,
  testDatabase,
  testRuntime,
  type TestStudio,
  wallTime,
} from "@quietroom/testing";
import { expect, test } from "vitest";
import {
  answerBookingRequest,
  cancelByLink,
  holdSeats,
  listOpenSessions,
  viewAppointment,
} from "../scheduling/index.ts";
import {
  cancelGroupSession,
  changeGroupSession,
  groupRoster,
  judgeMinimums,
  listGroupSessions,
  moveSession,
  scheduleGroupSession,
} from "./index.ts";

const database = await testDatabase();
const runtime = await testRuntime(database);
const query = await inspect(database);

const minimum = { people: 2, hoursBefore: 24 };

async function sessionForTwo(studio: TestStudio): Promise<AppointmentId> {
  const groupSessionId = await groupSession(studio, { capacity: 3 });
  const change = {
    groupSessionId,
    version: 1,
    practitionerId: studio.practitionerId,
    capacity: 3,
    openOnline: true,
  };
  succeeded(await changeGroupSession(studio.as("admin"), { ...change, minimum }));
  return groupSessionId;
}

/** As if its cut-off had come: it is decided so long before that this is now. */
async function cutOffComes(groupSessionId: AppointmentId) {
  await query("update appointment set minimum_hours = 300 where id = $1", [groupSessionId]);
}

async function told(tenantId: string) {
  const rows = await query(
    "select data ->> 'appointmentId' as id from outbox where tenant_id = $1 and name = 'appointment/cancelled'",
    [tenantId],
  );
  return rows.map(({ id }) => id);
}

test("ec-F7 with too few people at its cut-off a session is called off once, whenever and however often the clock comes", async () => {
  const studio = await createStudio(runtime);
  const clock = studio.as("system");
  const groupSessionId = await sessionForTwo(studio);
  const seat = await bookSeats(studio, groupSessionId);
  const { token } = succeeded(await holdSeats(studio.as("public"), seatsInput(groupSessionId)));
  const from = sessionInput(studio).date;
  const [before] = (await listGroupSessions(studio.as("admin"), { from })).sessions;
  // Who only holds a seat is not counted: one of two.
  expect(before).toMatchObject({
    booked: 1,
    minimum: { people: 2, dueAt: wallTime(5, "10:00") - 24 * hourMs },
  });
  const [open] = (await listOpenSessions(studio.as("public"), {})).sessions;
  expect(open?.minimum).toEqual(before?.minimum);
  expect(await judgeMinimums(clock, {})).toEqual({ held: 0, calledOff: 0 });
  await cutOffComes(groupSessionId);
  const rounds = await Promise.all([
    judgeMinimums(clock, {}),
    judgeMinimums(clock, {}),
    judgeMinimums(clock, {}),
  ]);
  expect(rounds.filter(({ calledOff }) => calledOff === 1)).toHaveLength(1);
  expect(rounds.filter(({ calledOff }) => calledOff === 0)).toHaveLength(2);
  expect(await judgeMinimums(clock, {})).toEqual({ held: 0, calledOff: 0 });
  const rows = await query("select status, cancelled_by, late_cancel from appointment where id = any($1)", [
    [groupSessionId, seat.id],
  ]);
  const gone = { status: "cancelled", cancelled_by: "system", late_cancel: false };
  expect(rows).toEqual([gone, gone]);
  expect(await told(studio.tenantId)).toEqual([seat.id]);
  expect(succeeded(await viewAppointment(seat.context, {})).status).toBe("cancelled");
  expect(await query("select id from appointment where id = $1", [idIn(studio, token)])).toEqual([]);
  // The session is one act of the clock's in the records, and so is each seat.
  const acts = await query(
    "select resource_id from audit_event where verb = 'groups.judge_minimums' and tenant_id = $1",
    [studio.tenantId],
  );
  expect(acts.map(({ resource_id: id }) => String(id)).toSorted()).toEqual(
    [String(groupSessionId), String(seat.id)].toSorted(),
  );
});

test("ec-F7 with enough people it is held, and who leaves afterwards ends it for nobody", async () => {
  const studio = await createStudio(runtime);
  const clock = studio.as("system");
  const groupSessionId = await sessionForTwo(studio);
  await bookSeats(studio, groupSessionId);
  const ben = await bookSeats(studio, groupSessionId, { name: "Ben" });
  await cutOffComes(groupSessionId);
  expect(await judgeMinimums(clock, {})).toEqual({ held: 1, calledOff: 0 });
  succeeded(await cancelByLink(ben.context, { reason: "" }));
  expect(await judgeMinimums(clock, {})).toEqual({ held: 0, calledOff: 0 });
  const { session } = await groupRoster(studio.as("admin"), { groupSessionId });
  expect(session).toMatchObject({ status: "scheduled", booked: 1, minimum: null });
});

test("ec-F7 SCHED-24 a seat that is asked for counts once it is approved; still open at the cut-off it keeps no session, and ends with it", async () => {
  const studio = await createStudio(runtime);
  const admin = studio.as("admin");
  const clock = studio.as("system");
  const { actor } = admin; // whoever approves has screened them, so the person has a row
  await query(
    `insert into staff_user (tenant_id, id, email, display_name, password_hash, roles)
     values ($1, $2, 'mara@example.com', 'Mara Lind', '-', '{admin}')`,
    [studio.tenantId, actor.kind === "staff" ? actor.staffUserId : null],
  );
  const sessions = [
    await sessionForTwo(studio),
    await groupSession(studio, { capacity: 3, day: 6 }),
  ] as const;
  const [open, answered] = sessions;
  await query("update appointment set minimum = 2, minimum_hours = 24 where id = $1", [answered]);
  for (const groupSessionId of sessions) await bookSeats(studio, groupSessionId);
  await query("update service set needs_screening = true where tenant_id = $1", [studio.tenantId]);
  const asked = await bookSeats(studio, open, { name: "Ben" });
  const approved = await bookSeats(studio, answered, { name: "Ben" });
  const { session } = await groupRoster(admin, { groupSessionId: open });
  expect(session).toMatchObject({ booked: 1, asked: 1, taken: 2 });
  succeeded(
    await answerBookingRequest(admin, {
      appointmentId: approved.id,
      version: 2,
      answer: "approve",
      word: "",
    }),
  );
  for (const groupSessionId of sessions) await cutOffComes(groupSessionId);
  expect(await judgeMinimums(clock, {})).toEqual({ held: 1, calledOff: 1 });
  expect(
    await query("select status, request_ended from appointment where id = any($1) order by starts_at", [
      [asked.id, approved.id],
    ]),
  ).toEqual([
    { status: "cancelled", request_ended: "called_off" },
    { status: "scheduled", request_ended: null },
  ]);
});

test("ec-F7 a clock that comes after the session began, or after staff called it off, does nothing", async () => {
  const studio = await createStudio(runtime);
  const clock = studio.as("system");
  const begun = await sessionForTwo(studio);
  await query(
    `update appointment set starts_at = starts_at - interval '5 days 12 hours', ends_at = ends_at - interval '5 days 12 hours',
      blocked_from = blocked_from - interval '5 days 12 hours', blocked_until = blocked_until - interval '5 days 12 hours' where id = $1`,
    [begun],
  );
  const gone = await sessionForTwo(studio);
  succeeded(await cancelGroupSession(studio.as("admin"), { groupSessionId: gone, version: 2, reason: "" }));
  for (const id of [begun, gone]) await cutOffComes(id);
  expect(await judgeMinimums(clock, {})).toEqual({ held: 0, calledOff: 0 });
  expect(await query("select status from appointment where id = $1", [begun])).toEqual([
    { status: "scheduled" },
  ]);
});

test("ec-F7 a minimum over the seats or with a cut-off that lies behind is refused; moved past its cut-off, a session is held", async () => {
  const studio = await createStudio(runtime);
  const admin = studio.as("admin");
  const soon = { ...sessionInput(studio, { day: 1, capacity: 3 }), minimum: { people: 2, hoursBefore: 72 } };
  expect(await scheduleGroupSession(admin, soon)).toMatchObject({ refusal: { code: "cut_off_past" } });
  const groupSessionId = await sessionForTwo(studio);
  const change = { groupSessionId, version: 2, practitionerId: studio.practitionerId, openOnline: true };
  expect(await changeGroupSession(admin, { ...change, capacity: 1 })).toMatchObject({
    refusal: { code: "minimum_over_seats" },
  });
  const longBefore = { people: 2, hoursBefore: 336 };
  expect(await changeGroupSession(admin, { ...change, capacity: 3, minimum: longBefore })).toMatchObject({
    refusal: { code: "cut_off_past" },
  });
  await query("update appointment set minimum_hours = 100 where id = $1", [groupSessionId]);
  const { date } = sessionInput(studio, { day: 2 });
  succeeded(await moveSession(admin, { groupSessionId, version: 2, date, time: "10:00", roomId: null }));
  expect(await judgeMinimums(studio.as("system"), {})).toEqual({ held: 0, calledOff: 0 });
  const left = { ...change, version: 3, capacity: 3, minimum: null };
  succeeded(await changeGroupSession(admin, left));
  const { session } = await groupRoster(admin, { groupSessionId });
  expect(session).toMatchObject({ minimumOf: null, minimum: null, status: "scheduled" });
});
