import { type AppointmentId, asId, type ResourceId } from "@quietroom/domain/ids";
import { hourMs, instant, weekdayOf } from "@quietroom/domain/time";
import {
  bookInput,
  bookSeats,
  bookVisit,
  createStudio,
  groupSession,
  idIn,
  inspect,
  person,
  seatsInput,
  sessionInput,
  succeeded,
  testDatabase,
  testRuntime,
  type TestStudio,
  wallTime,
} from "@quietroom/testing";
import { expect, test } from "vitest";
import { bookHold, holdSeats, viewAppointment } from "../scheduling/index.ts";
import {
  cancelGroupSession,
  groupRoster,
  listGroupSessions,
  moveSession,
  previewRepeatSession,
  repeatSession,
} from "./index.ts";

const database = await testDatabase();
const runtime = await testRuntime(database);
const query = await inspect(database);

async function events(tenantId: string, name: string) {
  const rows = await query("select data from outbox where tenant_id = $1 and name = $2 order by seq", [
    tenantId,
    name,
  ]);
  return rows.map(({ data }) => data);
}

const weekly = (count: number) =>
  ({
    frequency: "weekly",
    every: 1,
    weekdays: [],
    monthlyBy: "date",
    missing: "skip",
    ends: { by: "count", count },
  }) as const;

/** What the preview of a weekly repetition proposes, agreed to as it is: dates that cannot be had are left out. */
async function agreed(studio: TestStudio, groupSessionId: AppointmentId, count: number) {
  const rule = { ...weekly(count), weekdays: [weekdayOf(sessionInput(studio).date)] };
  const { occurrences } = succeeded(await previewRepeatSession(studio.as("admin"), { groupSessionId, rule }));
  const choices = occurrences.slice(1).map(({ date, startsAt, canBook }) => ({
    date,
    startsAt: canBook ? instant(startsAt) : null,
  }));
  return { rule, occurrences, choices };
}

test("SCHED-15 SCHED-24 a class is planned weekly: what is in the way of a date is named before, and each is a session of its own", async () => {
  const studio = await createStudio(runtime, { rooms: 2 });
  const admin = studio.as("admin");
  const groupSessionId = await groupSession(studio, { capacity: 3, openOnline: false });
  await bookVisit(studio, { startsAt: wallTime(19, "10:30") });
  const { rule, occurrences, choices } = await agreed(studio, groupSessionId, 4);
  expect(occurrences.map(({ number, problems, canBook }) => [number, problems, canBook])).toEqual([
    [1, [], true],
    [2, [], true],
    [3, ["slot_taken"], false],
    [4, [], true],
  ]);
  const forth = occurrences[2]?.proposal;
  expect(forth).toBeTypeOf("number");
  const ask = { groupSessionId, version: 1, rule, choices };
  expect(await repeatSession(admin, ask)).toEqual({ ok: true, value: { added: 2, leftOut: 1 } });
  const { sessions } = await listGroupSessions(admin, { from: sessionInput(studio).date });
  expect(
    sessions.map(({ startsAt, capacity, openOnline, taken }) => [startsAt, capacity, openOnline, taken]),
  ).toEqual([5, 12, 26].map((day) => [wallTime(day, "10:00"), 3, false, 0]));
  // Sent twice, they are set once; and one that goes leaves the others.
  expect(await repeatSession(admin, ask)).toEqual({ ok: false, refusal: "times_taken" });
  const [, second] = sessions;
  succeeded(
    await cancelGroupSession(admin, { groupSessionId: asId(second?.id ?? ""), version: 1, reason: "" }),
  );
  const left = await query(
    "select count(*)::int from appointment where capacity is not null and status = 'scheduled' and tenant_id = $1",
    [studio.tenantId],
  );
  expect(left).toEqual([{ count: 2 }]);
});

test("SCHED-15 of a class's dates all are set or none: where one was taken since the preview nothing is written", async () => {
  const studio = await createStudio(runtime, { rooms: 2 });
  const admin = studio.as("admin");
  const groupSessionId = await groupSession(studio);
  const { rule, choices } = await agreed(studio, groupSessionId, 3);
  await bookVisit(studio, { startsAt: wallTime(19, "10:00") });
  const before = await events(studio.tenantId, "group/changed");
  expect(await repeatSession(admin, { groupSessionId, version: 1, rule, choices })).toEqual({
    ok: false,
    refusal: "times_taken",
  });
  expect((await listGroupSessions(admin, { from: sessionInput(studio).date })).sessions).toHaveLength(1);
  expect(await events(studio.tenantId, "group/changed")).toEqual(before);
  const fewer = { groupSessionId, version: 1, rule, choices: choices.slice(1) };
  expect(await repeatSession(admin, fewer)).toEqual({ ok: false, refusal: "changed_meanwhile" });
  expect(await repeatSession(admin, { ...fewer, version: 2 })).toEqual({
    ok: false,
    refusal: "changed_meanwhile",
  });
});

test("SCHED-24 ec-J6 one session moves by half an hour, its own time not in its way: seats go along, each told once", async () => {
  const studio = await createStudio(runtime);
  const admin = studio.as("admin");
  const groupSessionId = await groupSession(studio, { capacity: 3 });
  const seat = await bookSeats(studio, groupSessionId, { partySize: 2 });
  const { token } = succeeded(await holdSeats(studio.as("public"), seatsInput(groupSessionId)));
  const before = succeeded(await viewAppointment(seat.context, {}));
  const { date } = sessionInput(studio);
  const move = { groupSessionId, version: 1, date, time: "10:30", roomId: null };
  succeeded(await moveSession(admin, move));
  expect(await moveSession(admin, move)).toMatchObject({ refusal: { code: "changed_meanwhile" } });
  const after = succeeded(await viewAppointment(seat.context, {}));
  expect(after).toMatchObject({
    id: seat.id,
    startsAt: wallTime(5, "10:30"),
    status: "scheduled",
    partySize: 2,
  });
  expect(after.cancelDeadline - before.cancelDeadline).toBe(hourMs / 2);
  expect(await events(studio.tenantId, "appointment/rescheduled")).toEqual([
    { tenantId: studio.tenantId, appointmentId: seat.id, version: after.version },
  ]);
  // What was only being booked was for another time.
  const hold = studio.as({ link: "hold", id: idIn(studio, token) });
  expect(await bookHold(hold, bookInput(person("Cai")))).toMatchObject({ refusal: { code: "link_invalid" } });
  const [row] = await query(
    `select count(*)::int from appointment s join appointment g on g.id = s.group_session_id
      where g.id = $1 and (s.starts_at, s.ends_at) is distinct from (g.starts_at, g.ends_at)`,
    [groupSessionId],
  );
  expect(row).toEqual({ count: 0 });
});

test("SCHED-24 a session moves to another room by itself, and never onto taken time or into a taken room", async () => {
  const studio = await createStudio(runtime, { practitioners: 2, rooms: 2 });
  const admin = studio.as("admin");
  const [first, second] = studio.roomIds;
  const groupSessionId = await groupSession(studio);
  const seat = await bookSeats(studio, groupSessionId);
  const { date } = sessionInput(studio);
  const at = (time: string, roomId: string | null, version = 1) =>
    ({
      groupSessionId,
      version,
      date,
      time,
      roomId: roomId === null ? null : asId<ResourceId>(roomId),
    }) as const;
  succeeded(await moveSession(admin, at("10:00", second ?? "")));
  const { session } = await groupRoster(admin, { groupSessionId });
  expect(session).toMatchObject({ roomName: "Room 2", startsAt: wallTime(5, "10:00"), version: 2 });
  // Nobody has to be told that it is the room next door.
  expect(await events(studio.tenantId, "appointment/rescheduled")).toEqual([]);
  await bookVisit(studio, { startsAt: wallTime(5, "13:00") });
  expect(await moveSession(admin, at("12:30", null, 2))).toMatchObject({ refusal: { code: "slot_taken" } });
  const [, colleague] = studio.practitionerIds;
  await bookVisit(studio, {
    startsAt: wallTime(5, "15:00"),
    practitionerId: colleague ?? null,
    who: person("Ben"),
  });
  expect(await moveSession(admin, at("15:00", first ?? "", 2))).toMatchObject({
    refusal: { code: "no_room" },
  });
  expect(await moveSession(admin, at("04:00", null, 2))).toMatchObject({
    refusal: { code: "outside_hours" },
  });
  succeeded(await moveSession(admin, at("15:00", null, 2)));
  expect(succeeded(await viewAppointment(seat.context, {})).startsAt).toBe(wallTime(5, "15:00"));
});
