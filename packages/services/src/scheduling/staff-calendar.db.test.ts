import {
  began,
  bookVisit,
  createStudio,
  holdInput,
  holdTime,
  inspect,
  person,
  rowCounts,
  sealedWord,
  succeeded,
  testDatabase,
  testRuntime,
  type TestStudio,
  wallTime,
} from "@quietroom/testing";
import { asId, type AppointmentId, type PractitionerId } from "@quietroom/domain/ids";
import { addDays, hourMs, instant, type Instant, localDate, minuteMs, plus } from "@quietroom/domain/time";
import { v7 as uuidv7 } from "uuid";
import { expect, test } from "vitest";
import { joinWaitlist, offerOpening, viewOffer } from "../waitlist/index.ts";
import {
  appointmentPanel,
  calendarRange,
  cancelAsStaff,
  cancelByLink,
  changeStatus,
  holdSlot,
  rescheduleAsStaff,
  rescheduleByLink,
  deskTimes,
  staffSlots,
} from "./index.ts";

const database = await testDatabase();
const runtime = await testRuntime(database);
const query = await inspect(database);

function date(day: number): string {
  return addDays(localDate(began, "America/New_York"), day);
}

const asked = (id: string, version = 2) => ({ appointmentId: asId<AppointmentId>(id), version });

/** Moves a visit so that it begins so many minutes from the database's now. */
async function beginsIn(id: string, minutes: number): Promise<void> {
  await query(
    `update appointment set starts_at = t, ends_at = t + interval '1 hour', blocked_from = t, blocked_until = t + interval '1 hour'
     from (select app.now() + make_interval(mins => $2) as t) at where id = $1`,
    [id, minutes],
  );
}

async function statusOf(id: string) {
  const [row] = await query("select status, version from appointment where id = $1", [id]);
  return [row?.["status"], row?.["version"]];
}

test("the calendar shows a range: who works when, what is booked, held and cancelled, in the studio's zone", async () => {
  const studio = await createStudio(runtime, { practitioners: 2, rooms: 2, hours: [["09:00", "12:00"]] });
  const [first, second = null] = studio.practitionerIds;
  const visit = await bookVisit(studio, { startsAt: wallTime(2, "10:00") });
  const gone = await bookVisit(studio, {
    startsAt: wallTime(2, "11:00"),
    practitionerId: second,
    who: person("Ben"),
  });
  succeeded(await cancelByLink(gone.context, { reason: "" }));
  const hold = await holdTime(studio, { startsAt: wallTime(3, "09:00") });
  await bookVisit(studio, { startsAt: wallTime(4, "09:00"), who: person("Cy") });
  const range = await calendarRange(studio.as("receptionist"), { from: date(2), until: date(4) });
  expect(range).toMatchObject({ timeZone: "America/New_York", locale: "en-US" });
  expect(range.practitioners.map(({ id, displayName }) => [id, displayName])).toEqual([
    [first, "Practitioner 1"],
    [second, "Practitioner 2"],
  ]);
  expect(range.openHours.filter(({ practitionerId }) => practitionerId === first)).toEqual([
    { practitionerId: first, start: wallTime(2, "09:00"), end: wallTime(2, "12:00") },
    { practitionerId: first, start: wallTime(3, "09:00"), end: wallTime(3, "12:00") },
  ]);
  expect(range.appointments).toMatchObject([
    {
      id: visit.id,
      status: "scheduled",
      clientName: "Ana Okafor",
      serviceName: "Regular session",
      roomName: "Room 1",
      offered: false,
    },
    { id: gone.id, status: "cancelled", clientName: "Ben Okafor" },
    { id: hold.id, status: "held", clientName: null, offered: false },
  ]);
});

test("the longest visit there can be is on the calendar of the day in whose first minutes it ends", async () => {
  const studio = await createStudio(runtime, { hours: [["00:00", "24:00"]] });
  const visit = await bookVisit(studio, { startsAt: wallTime(2, "16:00") });
  await query(
    `update appointment set ends_at = starts_at + interval '8 hours', blocked_until = starts_at + interval '8 hours' where id = $1`,
    [visit.id],
  );
  const shown = async (day: number) =>
    (await calendarRange(studio.as("admin"), { from: date(day), until: date(day + 1) })).appointments.length;
  expect([await shown(2), await shown(3)]).toEqual([1, 0]);
  await query(
    `update appointment set starts_at = t, ends_at = t + interval '8 hours', blocked_from = t, blocked_until = t + interval '8 hours'
     from (select starts_at + interval '1 minute' as t from appointment where id = $1) at where id = $1`,
    [visit.id],
  );
  expect([await shown(2), await shown(3), await shown(4)]).toEqual([1, 1, 0]);
});

test("AUD-03 looking at the calendar is audited with the clients whose records were shown", async () => {
  const studio = await createStudio(runtime);
  const visit = await bookVisit(studio, { startsAt: wallTime(2, "10:00") });
  await calendarRange(studio.as("admin"), { from: date(2), until: date(3) });
  const [row] = await query("select client_id from appointment where id = $1", [visit.id]);
  const [audit] = await query(
    "select actor_kind, action, detail from audit_event where tenant_id = $1 and verb = 'scheduling.calendar_range'",
    [studio.tenantId],
  );
  expect(audit).toEqual({
    actor_kind: "staff",
    action: "read",
    detail: { from: date(2), until: date(3), clientIds: [row?.["client_id"]] },
  });
});

test("AUTH-53 a therapist sees and changes their own calendar and nobody else's", async () => {
  const studio = await createStudio(runtime, { practitioners: 2, rooms: 2 });
  const [first = null, second = null] = studio.practitionerIds;
  const mine = await bookVisit(studio, { startsAt: wallTime(2, "10:00"), practitionerId: first });
  const theirs = await bookVisit(studio, {
    startsAt: wallTime(2, "10:00"),
    practitionerId: second,
    who: person("Ben"),
  });
  const me = studio.as({ therapist: String(first) });
  const range = await calendarRange(me, { from: date(2), until: date(3) });
  expect(range.practitioners.map(({ id }) => id)).toEqual([first]);
  expect(range.appointments.map(({ id }) => id)).toEqual([mine.id]);
  const panel = { appointmentId: asId<AppointmentId>(theirs.id) };
  const before = await rowCounts(query);
  await expect(appointmentPanel(me, panel)).rejects.toThrow("not_found");
  await expect(changeStatus(me, { ...asked(theirs.id), to: "confirmed" })).rejects.toThrow("not_found");
  await expect(cancelAsStaff(me, { ...asked(theirs.id), reason: "" })).rejects.toThrow("not_found");
  const move = { practitionerId: studio.practitionerId, startsAt: wallTime(3, "10:00") };
  await expect(rescheduleAsStaff(me, { ...asked(theirs.id), ...move })).rejects.toThrow("not_found");
  await expect(
    staffSlots(me, { ...panel, practitionerId: studio.practitionerId, date: date(2) }),
  ).rejects.toThrow("not_found");
  // Into somebody else's calendar is as little theirs as out of it.
  const away = {
    ...asked(mine.id),
    practitionerId: asId<PractitionerId>(String(second)),
    startsAt: wallTime(3, "10:00"),
  };
  expect(await rescheduleAsStaff(me, away)).toMatchObject({ ok: false, refusal: { code: "not_allowed" } });
  const after = await rowCounts(query);
  expect({ ...after, audit_event: 0 }).toEqual({ ...before, audit_event: 0 });
  expect(after["audit_event"]).toBe(Number(before["audit_event"]) + 5);
  expect(await changeStatus(me, { ...asked(mine.id), to: "confirmed" })).toMatchObject({ ok: true });
});

test("TEN-07 another studio's appointment answers exactly like none at all, and the attempt is kept", async () => {
  const studio = await createStudio(runtime);
  const elsewhere = await createStudio(runtime);
  const visit = await bookVisit(studio, { startsAt: wallTime(2, "10:00") });
  const admin = elsewhere.as("admin");
  const move = { practitionerId: elsewhere.practitionerId, startsAt: wallTime(3, "10:00") };
  const outcomes = async (id: string) => {
    const tries = [
      async () => appointmentPanel(admin, { appointmentId: asId<AppointmentId>(id) }),
      async () => changeStatus(admin, { ...asked(id), to: "confirmed" as const }),
      async () => cancelAsStaff(admin, { ...asked(id), reason: "" }),
      async () => rescheduleAsStaff(admin, { ...asked(id), ...move }),
      async () => staffSlots(admin, { appointmentId: asId<AppointmentId>(id), ...move, date: date(3) }),
    ];
    const said: string[] = [];
    for (const attempt of tries)
      said.push(
        await attempt().then(
          () => "answered",
          (error: Error) => error.message,
        ),
      );
    return said;
  };
  expect(await outcomes(visit.id)).toEqual(await outcomes(uuidv7()));
  expect(await outcomes(visit.id)).toEqual(Array.from({ length: 5 }, () => "not_found"));
  expect(
    await query(
      "select verb, outcome, count(*)::int as n from audit_event where tenant_id = $1 and resource_id = $2 group by 1, 2 order by 1",
      [elsewhere.tenantId, visit.id],
    ),
  ).toEqual([
    { verb: "scheduling.appointment_panel", outcome: "not_found", n: 2 },
    { verb: "scheduling.cancel_as_staff", outcome: "not_found", n: 2 },
    { verb: "scheduling.change_status", outcome: "not_found", n: 2 },
    { verb: "scheduling.reschedule_as_staff", outcome: "not_found", n: 2 },
  ]);
  expect(await statusOf(visit.id)).toEqual(["scheduled", 2]);
  const range = await calendarRange(admin, { from: date(0), until: date(42) });
  expect(range.appointments).toEqual([]);
});

test("who may not see the calendar is forbidden it, and that is audited too", async () => {
  const studio = await createStudio(runtime);
  await expect(calendarRange(studio.as("public"), { from: date(0), until: date(1) })).rejects.toThrow(
    "forbidden",
  );
  await expect(appointmentPanel(studio.as("system"), { appointmentId: asId(uuidv7()) })).rejects.toThrow(
    "forbidden",
  );
  expect(
    await query(
      "select verb, outcome, action from audit_event where tenant_id = $1 and outcome = 'forbidden' order by verb",
      [studio.tenantId],
    ),
  ).toEqual([
    { verb: "scheduling.appointment_panel", outcome: "forbidden", action: "attempt" },
    { verb: "scheduling.calendar_range", outcome: "forbidden", action: "attempt" },
  ]);
});

test("a range that is empty, reversed or longer than six weeks is invalid", async () => {
  const studio = await createStudio(runtime);
  for (const [from, until] of [
    [date(2), date(2)],
    [date(3), date(2)],
    [date(0), date(43)],
    ["1900-01-01", "2199-12-31"],
  ] as const) {
    await expect(calendarRange(studio.as("admin"), { from, until })).rejects.toThrow("invalid");
  }
  expect(await calendarRange(studio.as("admin"), { from: date(0), until: date(42) })).toMatchObject({
    appointments: [],
  });
});

test("ec-L9 a practitioner who left stays on the calendar where their visits are, and nowhere else", async () => {
  const studio = await createStudio(runtime, { practitioners: 2 });
  const [first, second] = studio.practitionerIds;
  await bookVisit(studio, { startsAt: wallTime(2, "10:00") });
  await query("update practitioner set active = false where id = $1", [first]);
  const shown = async (from: string, until: string) =>
    (await calendarRange(studio.as("admin"), { from, until })).practitioners.map(({ id }) => id);
  expect(await shown(date(2), date(3))).toEqual([first, second]);
  expect(await shown(date(3), date(4))).toEqual([second]);
});

test("a hold that ran out is gone from the calendar and has no panel", async () => {
  const studio = await createStudio(runtime);
  const hold = await holdTime(studio, { startsAt: wallTime(2, "10:00") });
  const panel = { appointmentId: asId<AppointmentId>(hold.id) };
  expect(await appointmentPanel(studio.as("admin"), panel)).toMatchObject({
    status: "held",
    client: null,
    nextStatuses: [],
    canCancel: false,
    canReschedule: false,
  });
  await query("update appointment set hold_expires_at = app.now() - interval '1 second' where id = $1", [
    hold.id,
  ]);
  await expect(appointmentPanel(studio.as("admin"), panel)).rejects.toThrow("not_found");
  expect((await calendarRange(studio.as("admin"), { from: date(2), until: date(3) })).appointments).toEqual(
    [],
  );
});

test("the panel shows the client, the terms, what may be done now and what was done by whom", async () => {
  const studio = await createStudio(runtime);
  const visit = await bookVisit(studio, { startsAt: wallTime(2, "10:00") });
  succeeded(await rescheduleByLink(visit.context, { practitionerId: null, startsAt: wallTime(2, "12:00") }));
  succeeded(await rescheduleByLink(visit.context, { practitionerId: null, startsAt: wallTime(2, "12:00") }));
  succeeded(await changeStatus(studio.as("admin"), { ...asked(visit.id, 3), to: "confirmed" }));
  const panel = await appointmentPanel(studio.as("receptionist"), { appointmentId: asId(visit.id) });
  expect(panel).toMatchObject({
    status: "confirmed",
    version: 4,
    locationName: "Main Street",
    timeZone: "America/New_York",
    client: {
      name: "Ana Okafor",
      email: "ana@example.com",
      phone: "+1 212 555 0199",
      birthYear: 1988,
      birthDate: null,
    },
    priceMinor: 12_000,
    currency: "USD",
    bookedBy: "link",
    cancelDeadline: plus(wallTime(2, "12:00"), -24 * hourMs),
    lateCancel: false,
    nextStatuses: [],
    canCancel: true,
    canReschedule: true,
    messages: [],
  });
  expect(panel.history.map(({ action, actor }) => [action, actor])).toEqual([
    ["held", "a visitor"],
    ["booked", "the client"],
    ["moved", "the client"],
    ["confirmed", "staff"],
  ]);
  expect(
    await query(
      "select client_id is not null as named from audit_event where verb = 'scheduling.appointment_panel' and tenant_id = $1",
      [studio.tenantId],
    ),
  ).toEqual([{ named: true }]);
});

test("AUTH-51 who may look at the calendar but not manage it is offered nothing to do", async () => {
  const studio = await createStudio(runtime);
  const visit = await bookVisit(studio, { startsAt: wallTime(2, "10:00") });
  const { actor, ...context } = studio.as("admin");
  if (actor.kind !== "staff") throw new Error("the admin is staff");
  const billing = { ...context, actor: { ...actor, roles: ["billing" as const] } };
  expect(await appointmentPanel(billing, { appointmentId: asId(visit.id) })).toMatchObject({
    nextStatuses: [],
    canCancel: false,
    canReschedule: false,
  });
  await expect(cancelAsStaff(billing, { ...asked(visit.id), reason: "" })).rejects.toThrow("forbidden");
});

test("SCHED-09 SCHED-10 a visit moves along as its time comes, and never backwards", async () => {
  const studio = await createStudio(runtime);
  const admin = studio.as("admin");
  const visit = await bookVisit(studio, { startsAt: wallTime(2, "10:00") });
  const refused = (code: string) => ({ ok: false, refusal: { code } });
  expect(await changeStatus(admin, { ...asked(visit.id), to: "completed" })).toEqual(refused("too_early"));
  expect(await changeStatus(admin, { ...asked(visit.id), to: "no_show" })).toEqual(refused("too_early"));
  expect(await changeStatus(admin, { ...asked(visit.id), to: "requested" })).toEqual(refused("not_allowed"));
  expect(await statusOf(visit.id)).toEqual(["scheduled", 2]);
  await beginsIn(visit.id, -14);
  expect(await changeStatus(admin, { ...asked(visit.id), to: "no_show" })).toEqual(refused("too_early"));
  expect(await changeStatus(admin, { ...asked(visit.id), to: "checked_in" })).toEqual({
    ok: true,
    value: { version: 3 },
  });
  expect(await changeStatus(admin, { ...asked(visit.id, 3), to: "in_progress" })).toEqual({
    ok: true,
    value: { version: 4 },
  });
  expect(await changeStatus(admin, { ...asked(visit.id, 4), to: "checked_in" })).toEqual(
    refused("not_allowed"),
  );
  expect(await changeStatus(admin, { ...asked(visit.id, 4), to: "completed" })).toEqual({
    ok: true,
    value: { version: 5 },
  });
  expect(await statusOf(visit.id)).toEqual(["completed", 5]);
  const absent = await bookVisit(studio, { startsAt: wallTime(3, "10:00"), who: person("Ben") });
  await beginsIn(absent.id, -90);
  expect(await changeStatus(admin, { ...asked(absent.id), to: "no_show" })).toMatchObject({ ok: true });
  expect(
    await query("select name, data from outbox where tenant_id = $1 order by seq desc limit 1", [
      studio.tenantId,
    ]),
  ).toEqual([
    {
      name: "appointment/status-changed",
      data: { tenantId: studio.tenantId, appointmentId: absent.id, version: 3 },
    },
  ]);
});

test("a hold is nobody's visit: staff cannot confirm, cancel or move it", async () => {
  const studio = await createStudio(runtime);
  const hold = await holdTime(studio, { startsAt: wallTime(2, "10:00") });
  const refused = { ok: false, refusal: { code: "not_allowed" } };
  const move = { practitionerId: studio.practitionerId, startsAt: wallTime(3, "10:00") };
  expect(await changeStatus(studio.as("admin"), { ...asked(hold.id, 1), to: "scheduled" })).toEqual(refused);
  expect(await cancelAsStaff(studio.as("admin"), { ...asked(hold.id, 1), reason: "" })).toEqual(refused);
  expect(await rescheduleAsStaff(studio.as("admin"), { ...asked(hold.id, 1), ...move })).toMatchObject(
    refused,
  );
  expect(
    await staffSlots(studio.as("admin"), { appointmentId: asId(hold.id), ...move, date: date(3) }),
  ).toMatchObject({ starts: [] });
});

test("ec-H17 two people act on one version: the first is done, the second sees that it changed", async () => {
  const studio = await createStudio(runtime);
  const visit = await bookVisit(studio, { startsAt: wallTime(2, "10:00") });
  const move = { practitionerId: studio.practitionerId, startsAt: wallTime(3, "10:00") };
  const answers = await Promise.all([
    changeStatus(studio.as("admin"), { ...asked(visit.id), to: "confirmed" }),
    cancelAsStaff(studio.as("receptionist"), { ...asked(visit.id), reason: "" }),
    rescheduleAsStaff(studio.as("admin"), { ...asked(visit.id), ...move }),
  ]);
  expect(answers.filter((answer) => answer.ok)).toHaveLength(1);
  for (const answer of answers) {
    if (!answer.ok) expect(answer).toMatchObject({ ok: false, refusal: { code: "changed_meanwhile" } });
  }
});

test("SCHED-10 ec-J7 staff cancel at any time until the visit is over; late is marked where it is the client's wish and never where it is the studio's, and the hour goes to the waitlist", async () => {
  const studio = await createStudio(runtime);
  const admin = studio.as("admin");
  const late = await bookVisit(studio, { startsAt: wallTime(2, "10:00") });
  await query("update appointment set cancel_deadline = app.now() - interval '1 minute' where id = $1", [
    late.id,
  ]);
  expect(
    await cancelAsStaff(admin, { ...asked(late.id), reason: "Client called", wishOf: "client" }),
  ).toEqual({ ok: true, value: { version: 3, undoUntil: expect.any(Number), freedFor: "waitlist" } });
  const marks = async (id: string) =>
    await query("select cancelled_by, late_cancel from appointment where id = $1", [id]);
  expect(await marks(late.id)).toEqual([{ cancelled_by: "client", late_cancel: true }]);
  const why = { table: "appointment", column: "cancel_reason", rowId: late.id };
  expect(await sealedWord(runtime, studio.tenantId, why)).toBe("Client called");
  expect(await query("select cause from opening where tenant_id = $1", [studio.tenantId])).toEqual([
    { cause: "cancelled" },
  ]);
  const begun = await bookVisit(studio, { startsAt: wallTime(3, "10:00"), who: person("Ben") });
  await beginsIn(begun.id, -10);
  expect(await cancelAsStaff(admin, { ...asked(begun.id), reason: "", wishOf: "studio" })).toMatchObject({
    ok: true,
  });
  expect(await marks(begun.id)).toEqual([{ cancelled_by: "staff", late_cancel: false }]);
  expect(await cancelAsStaff(admin, { ...asked(begun.id, 3), reason: "" })).toEqual({
    ok: false,
    refusal: { code: "already_cancelled" },
  });
  const done = await bookVisit(studio, { startsAt: wallTime(4, "10:00"), who: person("Cy") });
  await query("update appointment set status = 'completed' where id = $1", [done.id]);
  expect(await cancelAsStaff(admin, { ...asked(done.id), reason: "" })).toEqual({
    ok: false,
    refusal: { code: "already_started" },
  });
});

test("ec-C14 staff move a visit inside the notice, beyond the horizon and off the grid, never onto taken or closed time", async () => {
  const studio = await createStudio(runtime, { hours: [["00:00", "24:00"]] });
  const admin = studio.as("admin");
  const { practitionerId } = studio;
  const visit = await bookVisit(studio, { startsAt: wallTime(2, "10:00") });
  await bookVisit(studio, { startsAt: wallTime(2, "15:00"), who: person("Ben") });
  let version = 2;
  const move = async (startsAt: Instant) => {
    const answer = await rescheduleAsStaff(admin, { ...asked(visit.id, version), practitionerId, startsAt });
    if (answer.ok) version = answer.value.version;
    return answer.ok ? "moved" : answer.refusal.code;
  };
  expect(await move(wallTime(2, "15:30"))).toBe("slot_taken");
  expect(await move(wallTime(-1, "10:00"))).toBe("past");
  expect(await move(plus(wallTime(2, "10:00"), 7 * minuteMs))).toBe("moved");
  expect(await move(wallTime(300, "10:00"))).toBe("moved");
  const [clock] = await query("select (extract(epoch from app.now()) * 1000)::float8 as now");
  expect(await move(instant(Math.round(Number(clock?.["now"])) + 10 * minuteMs))).toBe("moved");
  await query("delete from weekly_hours where tenant_id = $1", [studio.tenantId]);
  expect(await move(wallTime(2, "10:00"))).toBe("outside_hours");
  expect(await statusOf(visit.id)).toEqual(["scheduled", version]);
});

test("staff move a visit to a colleague who gives the service, and to nobody else", async () => {
  const studio = await createStudio(runtime, { practitioners: 2, rooms: 2 });
  const elsewhere = await createStudio(runtime);
  const [, second] = studio.practitionerIds;
  const visit = await bookVisit(studio, { startsAt: wallTime(2, "10:00") });
  const to = async (practitionerId: PractitionerId | undefined, version: number) =>
    await rescheduleAsStaff(studio.as("admin"), {
      ...asked(visit.id, version),
      practitionerId: practitionerId ?? studio.practitionerId,
      startsAt: wallTime(2, "10:00"),
    });
  expect(await to(elsewhere.practitionerId, 2)).toMatchObject({
    ok: false,
    refusal: { code: "unknown_service" },
  });
  expect(await to(second, 2)).toEqual({ ok: true, value: { version: 3 } });
  expect(await to(second, 3)).toEqual({ ok: true, value: { version: 3 } });
  expect(await query("select practitioner_id from appointment where id = $1", [visit.id])).toEqual([
    { practitioner_id: second },
  ]);
});

test("the free starts for a move are those that the move accepts, its own time among them", async () => {
  const studio = await createStudio(runtime, { hours: [["09:00", "12:00"]] });
  const visit = await bookVisit(studio, { startsAt: wallTime(2, "10:00") });
  await bookVisit(studio, { startsAt: wallTime(2, "11:00"), who: person("Ben") });
  const ask = {
    appointmentId: asId<AppointmentId>(visit.id),
    practitionerId: studio.practitionerId,
    date: date(2),
  };
  const { starts, timeZone } = await staffSlots(studio.as("admin"), ask);
  expect(timeZone).toBe("America/New_York");
  expect(starts).toEqual([wallTime(2, "09:00"), wallTime(2, "09:30")]);
  // Beyond the horizon is open to staff, yesterday to nobody.
  expect((await staffSlots(studio.as("admin"), { ...ask, date: date(200) })).starts).toHaveLength(5);
  expect((await staffSlots(studio.as("admin"), { ...ask, date: date(-1) })).starts).toEqual([]);
});

test("ec-L8 SCHED-16 a date with nothing free names the next free time, also far beyond what clients may book", async () => {
  const studio = await createStudio(runtime, { hours: [["09:00", "10:00"]] });
  const visit = await bookVisit(studio, { startsAt: wallTime(5, "09:00") });
  await bookVisit(studio, { startsAt: wallTime(2, "09:00"), who: person("Ben") });
  const { practitionerId } = studio;
  const ask = { appointmentId: asId<AppointmentId>(visit.id), practitionerId, date: date(2) };
  const admin = studio.as("admin");
  expect(await staffSlots(admin, ask)).toMatchObject({ starts: [], next: wallTime(3, "09:00") });
  expect(await staffSlots(admin, { ...ask, date: date(3) })).toMatchObject({ next: null });
  // Its own date is no other time for it, and what comes after is.
  expect(await staffSlots(admin, { ...ask, date: date(5) })).toMatchObject({ next: wallTime(6, "09:00") });
  const { serviceId, locationId } = studio;
  const desk = { serviceId, practitionerId, locationId, mode: "telehealth", durationMin: null } as const;
  expect(await deskTimes(admin, { ...desk, date: date(5) })).toMatchObject({
    starts: [],
    next: wallTime(6, "09:00"),
  });
  const closed = "update weekly_hours set effective_from = current_date + 150 where tenant_id = $1";
  await query(closed, [studio.tenantId]);
  const far = await deskTimes(admin, { ...desk, date: date(5) });
  expect(far.next).toBeGreaterThan(wallTime(140, "09:00"));
  await query("delete from weekly_hours where tenant_id = $1", [studio.tenantId]);
  expect(await deskTimes(admin, { ...desk, date: date(5) })).toMatchObject({ starts: [], next: null });
});

async function offeredHour(studio: TestStudio, startsAt: Instant) {
  const visit = await bookVisit(studio, { startsAt, who: person("Ana") });
  succeeded(
    await joinWaitlist(studio.as("public"), {
      serviceId: studio.serviceId,
      practitionerId: null,
      locationId: null,
      mode: null,
      dateFrom: date(1),
      dateUntil: date(30),
      weekdays: [0, 1, 2, 3, 4, 5, 6],
      dayparts: ["morning", "afternoon", "evening"],
      details: person("Wanda"),
      acceptedDocuments: [],
      viewerZone: null,
      idempotencyKey: uuidv7(),
    }),
  );
  succeeded(await cancelByLink(visit.context, { reason: "" }));
  const [opening] = await query("select id from opening where tenant_id = $1", [studio.tenantId]);
  const outcome = await offerOpening(studio.as("system"), { openingId: String(opening?.["id"]) });
  if (outcome.kind !== "offered") throw new Error("nobody was offered the hour");
  return outcome;
}

test("WAIT-06 an hour that is offered is held on the calendar, off the public page, and shown as offered", async () => {
  const studio = await createStudio(runtime);
  const startsAt = wallTime(3, "10:00");
  await offeredHour(studio, startsAt);
  expect(await holdSlot(studio.as("public"), holdInput(studio, { startsAt }))).toMatchObject({
    ok: false,
    refusal: { code: "slot_taken" },
  });
  const { appointments } = await calendarRange(studio.as("admin"), { from: date(3), until: date(4) });
  expect(appointments.map(({ status, offered }) => [status, offered])).toEqual([
    ["cancelled", false],
    ["held", true],
  ]);
});

test("ec-I11 staff go before an offer: they take the offered hour, and whoever was asked is told that it is gone", async () => {
  const studio = await createStudio(runtime, { practitioners: 2, rooms: 1 });
  const startsAt = wallTime(3, "10:00");
  const offer = await offeredHour(studio, startsAt);
  const visit = await bookVisit(studio, { startsAt: wallTime(5, "10:00"), who: person("Ben") });
  const closed = await rescheduleAsStaff(studio.as("admin"), {
    ...asked(visit.id),
    practitionerId: studio.practitionerId,
    startsAt: wallTime(3, "20:00"),
  });
  expect(closed).toMatchObject({ ok: false, refusal: { code: "outside_hours" } });
  const open = await viewOffer(studio.as({ link: "offer", id: offer.offerId }), {});
  expect(open).toMatchObject({ ok: true, value: { status: "open" } });

  expect(
    await rescheduleAsStaff(studio.as("admin"), {
      ...asked(visit.id),
      practitionerId: studio.practitionerId,
      startsAt,
    }),
  ).toEqual({ ok: true, value: { version: 3 } });
  expect(await query("select status from waitlist_offer where id = $1", [offer.offerId])).toEqual([
    { status: "withdrawn" },
  ]);
  expect(await query("select status from waitlist_entry where tenant_id = $1", [studio.tenantId])).toEqual([
    { status: "waiting" },
  ]);
});

test("a client's own link never goes before an offer", async () => {
  const studio = await createStudio(runtime);
  const startsAt = wallTime(3, "10:00");
  const offer = await offeredHour(studio, startsAt);
  const visit = await bookVisit(studio, { startsAt: wallTime(5, "10:00"), who: person("Ben") });
  expect(await rescheduleByLink(visit.context, { practitionerId: null, startsAt })).toMatchObject({
    ok: false,
    refusal: { code: "slot_taken" },
  });
  expect(await query("select status from waitlist_offer where id = $1", [offer.offerId])).toEqual([
    { status: "open" },
  ]);
});
