import {
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
  wallTime,
} from "@quietroom/testing";
import { type AppointmentId, asId } from "@quietroom/domain/ids";
import { hourMs, minuteMs, plus } from "@quietroom/domain/time";
import { v7 as uuidv7 } from "uuid";
import { expect, test } from "vitest";
import { setDateOverride } from "../studio/index.ts";
import {
  bookHold,
  cancelAsStaff,
  cancelByLink,
  holdSlot,
  releaseHold,
  rescheduleAsStaff,
  rescheduleByLink,
  rescheduleOwnVisit,
  viewAppointment,
  viewHold,
} from "./index.ts";

const database = await testDatabase();
const runtime = await testRuntime(database);
const query = await inspect(database);

/** Moves a visit so that it begins so many minutes from the database's now; its cut-off is moved along. */
async function beginsIn(id: string, minutes: number): Promise<void> {
  await query(
    `update appointment set starts_at = t, ends_at = t + interval '1 hour', blocked_from = t, blocked_until = t + interval '1 hour',
       cancel_deadline = t - interval '24 hours'
     from (select app.now() + make_interval(mins => $2) as t) at where id = $1`,
    [id, minutes],
  );
}

async function events(tenantId: string) {
  const rows = await query("select name from outbox where tenant_id = $1 order by seq", [tenantId]);
  return rows.map(({ name }) => name);
}

test("BOOK-11 the manage link shows the visit with its terms, to its end and not beyond", async () => {
  const studio = await createStudio(runtime);
  const visit = await bookVisit(studio, { startsAt: wallTime(3, "10:00"), viewerZone: "Europe/London" });
  expect(succeeded(await viewAppointment(visit.context, {}))).toMatchObject({
    id: visit.id,
    version: 2,
    status: "scheduled",
    givenName: "Ana",
    serviceName: "Regular session",
    practitionerName: "Practitioner 1",
    address: "1 Main Street, New York, NY 10001",
    startsAt: wallTime(3, "10:00"),
    timeZone: "America/New_York",
    clientTimeZone: "Europe/London",
    priceMinor: 12_000,
    cancelDeadline: plus(wallTime(3, "10:00"), -24 * hourMs),
    canCancel: true,
    canReschedule: true,
  });
  await beginsIn(visit.id, -59);
  expect(succeeded(await viewAppointment(visit.context, {}))).toMatchObject({
    canCancel: false,
    canReschedule: false,
  });
  await beginsIn(visit.id, -61);
  const over = { ok: false, refusal: { code: "link_expired" } };
  expect(await viewAppointment(visit.context, {})).toEqual(over);
  expect(await cancelByLink(visit.context, { reason: "" })).toEqual(over);
  expect(
    await rescheduleByLink(visit.context, { practitionerId: null, startsAt: wallTime(4, "10:00") }),
  ).toMatchObject(over);
});

test("SCHED-17 ec-J1 ec-J2 a client cancels until the cut-off fixed at booking, which itself is in time", async () => {
  const studio = await createStudio(runtime);
  const visit = await bookVisit(studio, { startsAt: wallTime(9, "10:00") });
  await query("update tenant set cancellation_window_min = 43200 where id = $1", [studio.tenantId]); // ec-J3: not for this visit
  await query("update appointment set cancel_deadline = app.now() - interval '1 millisecond' where id = $1", [
    visit.id,
  ]);
  expect(await cancelByLink(visit.context, { reason: "" })).toEqual({
    ok: false,
    refusal: { code: "too_late" },
  });
  expect(await viewAppointment(visit.context, {})).toMatchObject({
    value: { canCancel: false, canReschedule: false },
  });
  await query("update appointment set cancel_deadline = app.now() + interval '1 minute' where id = $1", [
    visit.id,
  ]);
  expect(await cancelByLink(visit.context, { reason: "Travel" })).toMatchObject({ ok: true });
  expect(
    await query("select status, cancelled_by, late_cancel, version from appointment where id = $1", [
      visit.id,
    ]),
  ).toEqual([{ status: "cancelled", cancelled_by: "link", late_cancel: false, version: 3 }]);
  const why = { table: "appointment", column: "cancel_reason", rowId: visit.id };
  expect(await sealedWord(runtime, studio.tenantId, why)).toBe("Travel");
  expect(await viewAppointment(visit.context, {})).toMatchObject({
    value: { status: "cancelled", canCancel: false, canReschedule: false },
  });
});

test("WAIT-04 a cancelled hour is free at once, and opened for the waitlist by an event that leaves with it", async () => {
  const studio = await createStudio(runtime);
  const startsAt = wallTime(3, "10:00");
  const visit = await bookVisit(studio, { startsAt });
  succeeded(await cancelByLink(visit.context, { reason: "" }));
  const [opening] = await query("select * from opening where tenant_id = $1", [studio.tenantId]);
  expect(opening).toMatchObject({
    status: "offering",
    practitioner_id: studio.practitionerId,
    location_id: studio.locationId,
    starts_at: new Date(startsAt),
    ends_at: new Date(startsAt + hourMs),
    cause: "cancelled",
    caused_by_appointment_id: visit.id,
  });
  expect(
    await query("select name, data from outbox where tenant_id = $1 order by seq desc limit 2", [
      studio.tenantId,
    ]),
  ).toEqual([
    { name: "opening/created", data: { tenantId: studio.tenantId, openingId: opening?.["id"] } },
    {
      name: "appointment/cancelled",
      data: { tenantId: studio.tenantId, appointmentId: visit.id, version: 3 },
    },
  ]);
  await holdTime(studio, { startsAt });
});

test("ec-I7 an hour freed too close to its start is opened for nobody", async () => {
  const studio = await createStudio(runtime);
  const visit = await bookVisit(studio, { startsAt: wallTime(3, "10:00") });
  await beginsIn(visit.id, 129);
  await query("update appointment set cancel_deadline = app.now() + interval '1 hour' where id = $1", [
    visit.id,
  ]);
  succeeded(await cancelByLink(visit.context, { reason: "" }));
  expect(await query("select id from opening where tenant_id = $1", [studio.tenantId])).toEqual([]);
  expect((await events(studio.tenantId)).at(-1)).toBe("appointment/cancelled");
});

test("cancelled twice at once: one cancellation, one opening, and the other is told", async () => {
  const studio = await createStudio(runtime);
  const visit = await bookVisit(studio, { startsAt: wallTime(3, "10:00") });
  const both = await Promise.all([
    cancelByLink(visit.context, { reason: "a" }),
    cancelByLink(visit.context, { reason: "b" }),
  ]);
  expect(both.filter((answer) => answer.ok)).toHaveLength(1);
  expect(both.find((answer) => !answer.ok)).toEqual({ ok: false, refusal: { code: "already_cancelled" } });
  expect(
    await query("select count(*)::int as n from opening where tenant_id = $1", [studio.tenantId]),
  ).toEqual([{ n: 1 }]);
  expect((await events(studio.tenantId)).filter((name) => name === "appointment/cancelled")).toHaveLength(1);
});

test("SCHED-16 ec-E8 a visit moves as itself: same id, same link, old time free and new one taken in one step", async () => {
  const studio = await createStudio(runtime);
  const visit = await bookVisit(studio, { startsAt: wallTime(3, "10:00") });
  const to = wallTime(5, "14:00");
  expect(
    await rescheduleByLink(visit.context, { practitionerId: studio.practitionerId, startsAt: to }),
  ).toEqual({
    ok: true,
    value: { startsAt: to },
  });
  expect(
    await query(
      "select starts_at, ends_at, cancel_deadline, status, version, previous_starts_at from appointment where id = $1",
      [visit.id],
    ),
  ).toEqual([
    {
      starts_at: new Date(to),
      ends_at: new Date(to + hourMs),
      cancel_deadline: new Date(to - 24 * hourMs),
      status: "scheduled",
      version: 3,
      previous_starts_at: new Date(wallTime(3, "10:00")),
    },
  ]);
  expect(
    await query("select starts_at, cause, caused_by_appointment_id from opening where tenant_id = $1", [
      studio.tenantId,
    ]),
  ).toEqual([
    { starts_at: new Date(wallTime(3, "10:00")), cause: "rescheduled", caused_by_appointment_id: visit.id },
  ]);
  expect((await events(studio.tenantId)).slice(-2)).toEqual(["appointment/rescheduled", "opening/created"]);
  await holdTime(studio, { startsAt: wallTime(3, "10:00") });
  expect(await holdSlot(studio.as("public"), holdInput(studio, { startsAt: to }))).toMatchObject({
    ok: false,
  });
  expect(await viewAppointment(visit.context, {})).toMatchObject({ value: { startsAt: to, version: 3 } });
});

test("ec-J6 ec-I10 a visit moves half an hour onto itself, and the fragment left is offered to nobody", async () => {
  const studio = await createStudio(runtime, { service: { bufferBeforeMin: 10, bufferAfterMin: 10 } });
  const visit = await bookVisit(studio, { startsAt: wallTime(3, "10:00") });
  const to = wallTime(3, "10:30");
  expect(await rescheduleByLink(visit.context, { practitionerId: null, startsAt: to })).toMatchObject({
    ok: true,
  });
  expect(await query("select id from opening where tenant_id = $1", [studio.tenantId])).toEqual([]);
});

test("SCHED-16 moved to the hour beside it, or to a colleague at the same hour, a visit leaves its hour for the waitlist", async () => {
  const studio = await createStudio(runtime, { practitioners: 2, rooms: 2 });
  const [first = null, second = null] = studio.practitionerIds;
  const visit = await bookVisit(studio, { startsAt: wallTime(3, "10:00") });
  for (const practitionerId of [first, second])
    succeeded(await rescheduleByLink(visit.context, { practitionerId, startsAt: wallTime(3, "11:00") }));
  expect(
    await query("select starts_at, practitioner_id from opening where tenant_id = $1 order by starts_at", [
      studio.tenantId,
    ]),
  ).toEqual([
    { starts_at: new Date(wallTime(3, "10:00")), practitioner_id: first },
    { starts_at: new Date(wallTime(3, "11:00")), practitioner_id: first },
  ]);
});

test("AUD-03 what is done to a visit by its link or by staff is audited with its client, and with the hour it frees", async () => {
  const studio = await createStudio(runtime);
  const one = await bookVisit(studio, { startsAt: wallTime(3, "10:00") });
  const two = await bookVisit(studio, { startsAt: wallTime(3, "12:00") });
  succeeded(await cancelByLink(one.context, { reason: "" }));
  const asked = { appointmentId: asId<AppointmentId>(two.id), version: 2, reason: "" };
  succeeded(await cancelAsStaff(studio.as("admin"), asked));
  const [client] = await query("select id from client where tenant_id = $1", [studio.tenantId]);
  const traced = ["appointment", "opening"].map((resource) => ({
    resource,
    client_id: resource === "appointment" ? client?.["id"] : null,
  }));
  for (const verb of ["scheduling.cancel_by_link", "scheduling.cancel_as_staff"]) {
    expect(
      await query(
        "select resource, client_id from audit_event where tenant_id = $1 and verb = $2 order by resource",
        [studio.tenantId, verb],
      ),
      verb,
    ).toEqual(traced);
  }
});

test("asked twice to move to one time, it moves once and answers the same", async () => {
  const studio = await createStudio(runtime, { practitioners: 2, rooms: 2 });
  const visit = await bookVisit(studio, { startsAt: wallTime(3, "10:00") });
  const to = { practitionerId: null, startsAt: wallTime(4, "10:00") };
  const [first, second] = await Promise.all([
    rescheduleByLink(visit.context, to),
    rescheduleByLink(visit.context, to),
  ]);
  expect(first).toEqual({ ok: true, value: { startsAt: to.startsAt } });
  expect(second).toEqual(first);
  expect(await query("select version from appointment where id = $1", [visit.id])).toEqual([{ version: 3 }]);
  expect((await events(studio.tenantId)).filter((name) => name === "appointment/rescheduled")).toHaveLength(
    1,
  );
});

test("BOOK-03 a time that cannot be had leaves the visit where it is and names others", async () => {
  const studio = await createStudio(runtime);
  const visit = await bookVisit(studio, { startsAt: wallTime(3, "10:00") });
  await bookVisit(studio, { startsAt: wallTime(3, "13:00"), who: person("Ben") });
  const before = await rowCounts(query);
  const ask = async (startsAt: number) =>
    await rescheduleByLink(visit.context, {
      practitionerId: studio.practitionerId,
      startsAt: plus(wallTime(3, "00:00"), startsAt - wallTime(3, "00:00")),
    });
  for (const [code, startsAt] of [
    ["slot_taken", wallTime(3, "13:00")],
    ["off_grid", wallTime(3, "14:00") + minuteMs],
    ["outside_hours", wallTime(3, "20:00")],
    ["past", wallTime(-3, "10:00")],
    ["beyond_horizon", wallTime(90, "10:00")],
  ] as const) {
    const answer = await ask(startsAt);
    expect.soft(answer, code).toMatchObject({ ok: false, refusal: { code } });
    if (!answer.ok) expect.soft(answer.refusal.alternatives, code).toHaveLength(3);
  }
  // Its own time and what overlaps it count as free for the visit that moves.
  const taken = await ask(wallTime(3, "13:00"));
  if (!taken.ok)
    expect(taken.refusal.alternatives.map((slot) => slot.startsAt)).toContain(wallTime(3, "12:00"));
  expect(await query("select starts_at, version from appointment where id = $1", [visit.id])).toEqual([
    { starts_at: new Date(wallTime(3, "10:00")), version: 2 },
  ]);
  const after = await rowCounts(query);
  expect({ ...after, audit_event: 0 }).toEqual({ ...before, audit_event: 0 });
});

test("ec-J6 BOOK-03 a time that overlaps the visit itself is among the others that are named", async () => {
  const studio = await createStudio(runtime, { hours: [["09:00", "11:30"]] });
  const visit = await bookVisit(studio, { startsAt: wallTime(3, "09:30") });
  await bookVisit(studio, { startsAt: wallTime(3, "10:30"), who: person("Ben") });
  const answer = await rescheduleByLink(visit.context, {
    practitionerId: null,
    startsAt: wallTime(3, "10:30"),
  });
  if (answer.ok) throw new Error("two visits stand in one hour");
  expect(answer.refusal.alternatives.map((slot) => slot.startsAt)).toContain(wallTime(3, "09:00"));
});

test("ec-J4 SCHED-17 past the cut-off a client cannot move either, however far", async () => {
  const studio = await createStudio(runtime);
  const visit = await bookVisit(studio, { startsAt: wallTime(3, "10:00") });
  await query("update appointment set cancel_deadline = app.now() - interval '1 millisecond' where id = $1", [
    visit.id,
  ]);
  expect(
    await rescheduleByLink(visit.context, { practitionerId: null, startsAt: wallTime(20, "10:00") }),
  ).toEqual({
    ok: false,
    refusal: { code: "too_late", alternatives: [] },
  });
});

test("ec-J3 a moved visit keeps the window it was booked with, and the length", async () => {
  const studio = await createStudio(runtime);
  const visit = await bookVisit(studio, { startsAt: wallTime(5, "10:00") });
  await query("update tenant set cancellation_window_min = 2880 where id = $1", [studio.tenantId]);
  await query("update service set duration_min = 90, buffer_after_min = 30 where id = $1", [
    studio.serviceId,
  ]);
  succeeded(await rescheduleByLink(visit.context, { practitionerId: null, startsAt: wallTime(6, "10:00") }));
  expect(
    await query(
      `select ends_at - starts_at = interval '1 hour' as length, blocked_until = ends_at as buffer,
         starts_at - cancel_deadline = interval '24 hours' as "window" from appointment where id = $1`,
      [visit.id],
    ),
  ).toEqual([{ length: true, buffer: true, window: true }]);
});

test("a cancelled visit, a service that is gone and a closed studio cannot be moved to", async () => {
  const studio = await createStudio(runtime);
  const gone = await bookVisit(studio, { startsAt: wallTime(3, "10:00") });
  const kept = await bookVisit(studio, { startsAt: wallTime(3, "12:00"), who: person("Ben") });
  succeeded(await cancelByLink(gone.context, { reason: "" }));
  const move = { practitionerId: null, startsAt: wallTime(4, "10:00") };
  const refused = (code: string) => ({ ok: false, refusal: { code, alternatives: [] } });
  expect(await rescheduleByLink(gone.context, move)).toEqual(refused("already_cancelled"));
  await query("update service set online_bookable = false where id = $1", [studio.serviceId]);
  expect(await rescheduleByLink(kept.context, move)).toEqual(refused("unknown_service"));
  await query("update service set online_bookable = true where id = $1", [studio.serviceId]);
  await query("update tenant set status = 'suspended' where id = $1", [studio.tenantId]);
  expect(await rescheduleByLink(kept.context, move)).toEqual(refused("studio_closed"));
  // What a client has booked they may still see and give up.
  expect(await viewAppointment(kept.context, {})).toMatchObject({ ok: true });
  expect(await cancelByLink(kept.context, { reason: "" })).toMatchObject({ ok: true });
});

test("ec-E3 moved to another person, a visit finds another room when the first is taken", async () => {
  const studio = await createStudio(runtime, { practitioners: 2, rooms: 2 });
  const [first = null, second = null] = studio.practitionerIds;
  const to = wallTime(4, "10:00");
  await bookVisit(studio, { startsAt: to, practitionerId: first, who: person("Ben") });
  const visit = await bookVisit(studio, { startsAt: wallTime(3, "10:00"), practitionerId: first });
  expect(await rescheduleByLink(visit.context, { practitionerId: second, startsAt: to })).toMatchObject({
    ok: true,
  });
  const rooms = await query("select room_id from appointment where starts_at = $1 and tenant_id = $2", [
    new Date(to),
    studio.tenantId,
  ]);
  expect(new Set(rooms.map((row) => row["room_id"])).size).toBe(2);
});

test("SCHED-11 moves that meet: many want one hour, one gets it, the rest stay where they were", async () => {
  const studio = await createStudio(runtime);
  const hours = ["09:00", "10:00", "11:00", "12:00", "13:00", "14:00", "15:00", "16:00"];
  const visits = [];
  for (const [index, hour] of hours.entries()) {
    visits.push(await bookVisit(studio, { startsAt: wallTime(3, hour), who: person(`P${index}`) }));
  }
  const to = wallTime(4, "11:00");
  const answers = await Promise.all([
    ...visits.map(async ({ context }) => rescheduleByLink(context, { practitionerId: null, startsAt: to })),
    holdSlot(studio.as("public"), holdInput(studio, { startsAt: to })),
  ]);
  expect(answers.filter((answer) => answer.ok)).toHaveLength(1);
  for (const answer of answers) if (!answer.ok) expect(answer.refusal.code).toBe("slot_taken");
});

test("moves that cross: two visits want each other's person and room at once, and never end up in one place", async () => {
  const studio = await createStudio(runtime, { practitioners: 2, rooms: 2 });
  const [first = null, second = null] = studio.practitionerIds;
  for (let round = 0; round < 5; round += 1) {
    const a = await bookVisit(studio, { startsAt: wallTime(3 + round, "10:00"), practitionerId: first });
    const b = await bookVisit(studio, {
      startsAt: wallTime(3 + round, "10:00"),
      practitionerId: second,
      who: person("Ben"),
    });
    const to = wallTime(3 + round, "10:30");
    const answers = await Promise.all([
      rescheduleByLink(a.context, { practitionerId: second, startsAt: to }),
      rescheduleByLink(b.context, { practitionerId: first, startsAt: to }),
    ]);
    // Each is in the other's way until one has moved; never do both end up in one place.
    const rows = await query("select practitioner_id, room_id from appointment where id = any($1)", [
      [a.id, b.id],
    ]);
    const moved = answers.filter((answer) => answer.ok).length;
    expect(moved).toBeLessThan(2);
    expect(new Set(rows.map((row) => row["practitioner_id"])).size).toBe(2);
  }
});

test("TEN-05 TEN-07 links to another studio's visit, to nothing or of another kind show and change nothing", async () => {
  const studio = await createStudio(runtime);
  const elsewhere = await createStudio(runtime);
  const visit = await bookVisit(studio, { startsAt: wallTime(3, "10:00") });
  const hold = await holdTime(studio, { startsAt: wallTime(3, "12:00") });
  const before = await rowCounts(query);
  const invalid = { ok: false, refusal: { code: "link_invalid" } };
  const strangers = [
    elsewhere.as({ link: "appointment", id: visit.id }),
    studio.as({ link: "appointment", id: uuidv7() }),
    studio.as({ link: "appointment", id: hold.id }),
  ];
  for (const context of strangers) {
    expect(await viewAppointment(context, {})).toEqual(invalid);
    expect(await cancelByLink(context, { reason: "" })).toEqual(invalid);
    expect(
      await rescheduleByLink(context, { practitionerId: null, startsAt: wallTime(4, "10:00") }),
    ).toMatchObject(invalid);
  }
  // A hold's link may ask to see what it booked, and finds that it is not a manage link; changing is not its to ask.
  const holder = studio.as({ link: "hold", id: visit.id });
  expect(await viewAppointment(holder, {})).toEqual(invalid);
  for (const who of [
    holder,
    studio.as("public"),
    studio.as("admin"),
    studio.as({ link: "offer", id: visit.id }),
  ]) {
    await expect(cancelByLink(who, { reason: "" })).rejects.toThrow("forbidden");
    await expect(
      rescheduleByLink(who, { practitionerId: null, startsAt: wallTime(4, "10:00") }),
    ).rejects.toThrow("forbidden");
  }
  const after = await rowCounts(query);
  expect({ ...after, audit_event: 0 }).toEqual({ ...before, audit_event: 0 });
  expect(after["audit_event"]).toBe(Number(before["audit_event"]) + 9 + 1 + 8);
});

test("ec-J7 an hour that its practitioner closed is freed by a cancellation, and can be had by nobody", async () => {
  const studio = await createStudio(runtime);
  const startsAt = wallTime(3, "10:00");
  const visit = await bookVisit(studio, { startsAt });
  const { practitionerId, locationId } = studio;
  const date = new Date(wallTime(3, "12:00")).toISOString().slice(0, 10);
  succeeded(
    await setDateOverride(studio.as("admin"), { practitionerId, locationId, date, blocks: [], reason: "" }),
  );
  succeeded(await cancelByLink(visit.context, { reason: "" }));
  expect(await holdSlot(studio.as("public"), holdInput(studio, { startsAt }))).toMatchObject({
    ok: false,
    refusal: { code: "outside_hours" },
  });
});

test("the held page of a booked visit is over, and letting it go lets nothing go", async () => {
  const studio = await createStudio(runtime);
  const hold = await holdTime(studio, { startsAt: wallTime(3, "10:00") });
  const details = person("Ana");
  succeeded(
    await bookHold(hold.context, {
      details,
      acceptedPolicyVersion: 1,
      acceptedDocuments: [],
      idempotencyKey: uuidv7(),
    }),
  );
  expect(await viewHold(hold.context, {})).toEqual({ ok: false, refusal: { code: "link_expired" } });
  expect(await releaseHold(hold.context, {})).toEqual({ released: false });
});

test("ec-H17 staff move a visit while its client looks for another time: the client's choice is not made unseen, in neither way in", async () => {
  const studio = await createStudio(runtime);
  const visit = await bookVisit(studio, { startsAt: wallTime(3, "10:00") });
  const appointmentId = asId<AppointmentId>(visit.id);
  const { practitionerId } = studio;
  const [row] = await query("select client_id from appointment where id = $1", [visit.id]);
  const client = studio.as({ client: String(row?.["client_id"]) });
  const dragged = { appointmentId, version: 2, practitionerId, startsAt: wallTime(4, "10:00") };
  succeeded(await rescheduleAsStaff(studio.as("admin"), dragged));
  const late = { practitionerId, startsAt: wallTime(5, "10:00"), seen: 2 };
  const changed = { ok: false, refusal: { code: "changed_meanwhile", alternatives: [] } };
  expect(await rescheduleByLink(visit.context, late)).toEqual(changed);
  expect(await rescheduleOwnVisit(client, { ...late, appointmentId })).toEqual(changed);
  const { startsAt, version } = succeeded(await viewAppointment(visit.context, {}));
  expect([startsAt, version]).toEqual([wallTime(4, "10:00"), 3]);
  succeeded(await rescheduleByLink(visit.context, { ...late, seen: 3 }));
  // The same choice sent twice is made once.
  expect(await rescheduleByLink(visit.context, { ...late, seen: 3 })).toEqual({
    ok: true,
    value: { startsAt: wallTime(5, "10:00") },
  });
  expect(await rescheduleAsStaff(studio.as("admin"), { ...dragged, version: 3 })).toMatchObject({
    ok: false,
    refusal: { code: "changed_meanwhile" },
  });
});
