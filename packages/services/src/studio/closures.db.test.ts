import { randomUUID } from "node:crypto";
import type { InputOf } from "@quietroom/contracts/wire";
import type { saveClosure as contract } from "@quietroom/contracts/closures";
import { type AppointmentId, asId, type LocationId } from "@quietroom/domain/ids";
import { addDays, instant, localDate } from "@quietroom/domain/time";
import {
  answerOfferLink,
  bookInput,
  bookVisit,
  cancelVisit,
  createStudio,
  holdInput,
  holdTime,
  inspect,
  joinLine,
  person,
  replaceHours,
  staffOf,
  succeeded,
  testDatabase,
  testRuntime,
  type TestStudio,
  wallTime,
} from "@quietroom/testing";
import { expect, test } from "vitest";
import {
  bookHold,
  calendarRange,
  cancelAsStaff,
  holdSlot,
  listSlots,
  rescheduleAsStaff,
  rescheduleByLink,
} from "../scheduling/index.ts";
import { offerOpening } from "../waitlist/index.ts";
import { addLocation, listClosures, removeClosure, saveClosure, setDateOverride } from "./index.ts";

const database = await testDatabase();
const runtime = await testRuntime(database);
const query = await inspect(database);

type Input = InputOf<typeof contract>;

/** The local date so many days from today, where the studio is. */
const date = (day: number) => localDate(wallTime(day, "12:00"), "America/New_York");

/** A whole date, at every location and in every mode, unless the case wishes otherwise. */
function closing(day: number, wishes: Partial<Input> = {}): Input {
  return {
    id: null,
    version: null,
    locationId: null,
    firstDate: date(day),
    lastDate: date(day),
    part: null,
    name: "Spring holiday",
    kind: "public_holiday",
    telehealth: "closed",
    ...wishes,
  };
}

async function close(studio: TestStudio, day: number, wishes: Partial<Input> = {}) {
  return succeeded(await saveClosure(await staffOf(studio, query), closing(day, wishes)));
}

/** The wall times that a visitor is offered on one date. */
async function offered(studio: TestStudio, day: number, mode: "in_person" | "telehealth" = "in_person") {
  const { choice } = holdInput(studio, { startsAt: wallTime(day, "10:00"), mode });
  const { starts } = await listSlots(studio.as("public"), { choice, from: date(day), days: 1 });
  return starts.map((start) => localTimes.format(start));
}

const localTimes = new Intl.DateTimeFormat("en-GB", {
  timeZone: "America/New_York",
  hour: "2-digit",
  minute: "2-digit",
});

test("ec-B6 a closed date is offered to nobody, whatever an exception says, and the next free time is found in the same call", async () => {
  const studio = await createStudio(runtime);
  const { practitionerId, locationId } = studio;
  succeeded(
    await setDateOverride(studio.as("admin"), {
      practitionerId,
      locationId,
      date: date(3),
      blocks: [["10:00", "12:00"]],
      reason: "",
    }),
  );
  expect(await offered(studio, 3)).toEqual(["10:00", "10:30", "11:00"]);
  await close(studio, 3, { lastDate: date(4) });
  const { choice } = holdInput(studio, { startsAt: wallTime(3, "10:00") });
  const found = await listSlots(studio.as("public"), { choice, from: date(3), days: 2 });
  expect(found).toMatchObject({ starts: [], nextAvailable: wallTime(5, "09:00") });
});

test("ec-B6 SCHED-05 no path takes a closed time: not a hold, not its confirmation, not a client's move, not staff's", async () => {
  const studio = await createStudio(runtime);
  const visit = await bookVisit(studio, { startsAt: wallTime(6, "10:00") });
  const held = await holdTime(studio, { startsAt: wallTime(3, "09:00") });
  await close(studio, 3);

  const startsAt = wallTime(3, "10:00");
  const refused = { ok: false, refusal: { code: "outside_hours" } };
  expect(await holdSlot(studio.as("public"), holdInput(studio, { startsAt }))).toMatchObject(refused);
  const confirmed = await bookHold(held.context, bookInput(person("Ben")));
  expect(confirmed).toMatchObject(refused);
  if (confirmed.ok) throw new Error("a hold on a closed date was booked");
  expect(confirmed.refusal.alternatives.length).toBeGreaterThan(0);
  expect(
    await rescheduleByLink(visit.context, { practitionerId: studio.practitionerId, startsAt }),
  ).toMatchObject(refused);
  expect(
    await rescheduleAsStaff(studio.as("admin"), {
      appointmentId: asId<AppointmentId>(visit.id),
      version: 2,
      practitionerId: studio.practitionerId,
      startsAt,
    }),
  ).toMatchObject(refused);
  expect(await query("select status from appointment where id = $1", [held.id])).toEqual([
    { status: "held" },
  ]);
});

test("ec-I12 an hour that the waitlist was offered is gone once the place is closed then", async () => {
  const studio = await createStudio(runtime);
  const freed = await bookVisit(studio, { startsAt: wallTime(3, "10:00") });
  await joinLine(studio, person("Wanda"));
  await cancelVisit(freed);
  const [opening] = await query("select id from opening where tenant_id = $1", [studio.tenantId]);
  const outcome = await offerOpening(studio.as("system"), { openingId: String(opening?.["id"]) });
  if (outcome.kind !== "offered") throw new Error("nobody was offered the hour");
  await close(studio, 3);
  expect(await answerOfferLink(studio, outcome.offerId, "accept")).toEqual({
    ok: false,
    refusal: { code: "withdrawn" },
  });
});

test("ec-J7 the studio cancels late on a date that it closed: no late mark, and the hour is offered to nobody", async () => {
  const studio = await createStudio(runtime);
  const freed = await bookVisit(studio, { startsAt: wallTime(3, "10:00") });
  await joinLine(studio, person("Wanda"));
  await close(studio, 3);
  await query("update appointment set cancel_deadline = app.now() - interval '1 minute' where id = $1", [
    freed.id,
  ]);
  await query("update tenant set undo_cancel_min = 0 where id = $1", [studio.tenantId]);
  const asked = { appointmentId: asId<AppointmentId>(freed.id), version: 2, reason: "" };
  succeeded(await cancelAsStaff(studio.as("admin"), asked));
  expect(await query("select status, late_cancel from appointment where id = $1", [freed.id])).toEqual([
    { status: "cancelled", late_cancel: false },
  ]);
  const [opening] = await query("select id from opening where tenant_id = $1", [studio.tenantId]);
  const outcome = await offerOpening(studio.as("system"), { openingId: String(opening?.["id"]) });
  expect(outcome).toMatchObject({ kind: "closed", status: "withdrawn" });
  expect(await query("select id from waitlist_offer where tenant_id = $1", [studio.tenantId])).toEqual([]);
  expect(await offered(studio, 3)).toEqual([]);
});

test("ec-B14 where video goes on, only visits in person are closed", async () => {
  const studio = await createStudio(runtime);
  await close(studio, 3, { telehealth: "open" });
  await close(studio, 4, { telehealth: "closed" });
  expect([await offered(studio, 3, "in_person"), await offered(studio, 4, "telehealth")]).toEqual([[], []]);
  expect(await offered(studio, 3, "telehealth")).toContain("10:00");
});

test("ec-B15 half a day closes that half", async () => {
  const studio = await createStudio(runtime);
  await close(studio, 3, { part: ["11:00", "24:00"] });
  expect(await offered(studio, 3)).toEqual(["09:00", "09:30", "10:00"]);
});

test("a closure of one place leaves the others open", async () => {
  const studio = await createStudio(runtime);
  const second = await secondPlace(studio);
  await close(studio, 3, { locationId: second });
  expect(await offered(studio, 3)).toContain("10:00");
  await close(studio, 3, { locationId: studio.locationId });
  expect(await offered(studio, 3)).toEqual([]);
});

async function secondPlace(studio: TestStudio): Promise<LocationId> {
  const added = await addLocation(studio.as("admin"), {
    name: "Harbour",
    addressLine: "2 Quay",
    city: "New York",
    region: "NY",
    postalCode: "10002",
    country: "US",
    phone: "",
    directions: "",
    timeZone: "America/New_York",
  });
  return asId<LocationId>(succeeded(added).locationId);
}

test("SCHED-03 ec-B12 visits stay as they are, and the answer, the page and the hours all name them", async () => {
  const studio = await createStudio(runtime, { practitioners: 2, rooms: 2 });
  const [first = studio.practitionerId, second = studio.practitionerId] = studio.practitionerIds;
  const mine = await bookVisit(studio, { startsAt: wallTime(3, "10:00"), practitionerId: first });
  const theirs = await bookVisit(studio, {
    startsAt: wallTime(3, "13:00"),
    practitionerId: second,
    who: person("Ben"),
  });
  await bookVisit(studio, { startsAt: wallTime(4, "10:00"), practitionerId: first, who: person("Cleo") });
  await holdTime(studio, { startsAt: wallTime(3, "15:00"), practitionerId: first });
  const before = await query("select * from appointment where tenant_id = $1 order by id", [studio.tenantId]);

  const saved = await close(studio, 3);
  expect(saved.visitCount).toBe(2);
  expect(saved.visits).toEqual([
    {
      id: mine.id,
      startsAt: wallTime(3, "10:00"),
      date: date(3),
      timeZone: "America/New_York",
      practitionerName: expect.any(String),
    },
    expect.objectContaining({ id: theirs.id }),
  ]);
  expect(
    await query("select * from appointment where tenant_id = $1 order by id", [studio.tenantId]),
  ).toEqual(before);

  const page = await listClosures(studio.as("admin"), {});
  expect(page.closures).toEqual([saved]);
  const own = await listClosures(studio.as({ therapist: first }), {});
  expect(own.closures.map(({ visits }) => visits.map(({ id }) => id))).toEqual([[mine.id]]);

  const rows = [1, 2, 3, 4, 5, 6, 0].map((weekday) => ({
    locationId: studio.locationId,
    weekday,
    start: "09:00",
    end: "17:00",
    everyWeeks: 1,
    effectiveFrom: null,
    effectiveUntil: null,
  }));
  expect(await replaceHours(studio.as("admin"), { practitionerId: first, rows })).toMatchObject({
    ok: true,
    value: { outsideHours: [mine.id] },
  });
});

test("ec-B14 a visit by video is not named where video goes on", async () => {
  const studio = await createStudio(runtime);
  await bookVisit(studio, { startsAt: wallTime(3, "10:00"), mode: "telehealth" });
  expect(await close(studio, 3, { telehealth: "open" })).toMatchObject({ visitCount: 0, visits: [] });
});

test("staff's calendar shows no open hours on a closed date", async () => {
  const studio = await createStudio(runtime);
  const openOn = async (day: number) =>
    (await calendarRange(studio.as("admin"), { from: date(day), until: date(day + 1) })).openHours.length;
  expect(await openOn(3)).toBe(1);
  await close(studio, 3);
  expect([await openOn(3), await openOn(4)]).toEqual([0, 1]);
});

const several: [string, string] = ["09:00", "12:00"];

const unsaved: readonly (readonly [title: string, Partial<Input>, code: string, field: string])[] = [
  ["ec-B10 an end before the start", { lastDate: date(2) }, "end_before_start", "lastDate"],
  ["a closure of more than a year", { lastDate: addDays(date(3), 366) }, "too_long", "lastDate"],
  ["a part of several days", { lastDate: date(4), part: several }, "part_of_several_days", "part"],
  [
    "a place that is not the studio's",
    { locationId: asId<LocationId>(randomUUID()) },
    "unknown_location",
    "locationId",
  ],
];

test.each(unsaved)(
  "%s is refused with its field, and nothing is kept",
  async (_case, wishes, code, field) => {
    const studio = await createStudio(runtime);
    expect(await saveClosure(await staffOf(studio, query), closing(3, wishes))).toEqual({
      ok: false,
      refusal: { code, field },
    });
    expect((await listClosures(studio.as("admin"), {})).closures).toEqual([]);
  },
);

test("ec-B5 one place is closed once at a time: two who say so at once, or one after the other, are one closure", async () => {
  const studio = await createStudio(runtime);
  const admin = await staffOf(studio, query);
  const overlapping = { ok: false, refusal: { code: "overlapping_closure", field: "firstDate" } };
  const answers = await Promise.all([
    saveClosure(admin, closing(3, { lastDate: date(5) })),
    saveClosure(admin, closing(5, { name: "Another" })),
  ]);
  expect(answers.filter(({ ok }) => !ok)).toEqual([overlapping]);
  expect(await saveClosure(admin, closing(5))).toEqual(overlapping);
  expect(await saveClosure(admin, closing(5, { part: ["09:00", "12:00"] }))).toEqual(overlapping);
  // A holiday of every place lies in one place's summer break, and two halves of a date meet.
  await close(studio, 5, { locationId: studio.locationId });
  await close(studio, 8, { part: ["09:00", "12:00"] });
  await close(studio, 8, { part: ["12:00", "24:00"] });
});

test("a change is based on what was loaded, and opens what it no longer closes", async () => {
  const studio = await createStudio(runtime);
  const admin = await staffOf(studio, query);
  const { id, version } = await close(studio, 3);
  const asked = { ...closing(4), id: asId<never>(id), version };
  const moved = succeeded(await saveClosure(admin, asked));
  expect(moved).toMatchObject({ id, version: version + 1, firstDate: date(4) });
  expect(await offered(studio, 3)).toContain("10:00");
  const stale = { ok: false, refusal: { code: "changed_meanwhile", field: null } };
  expect(await saveClosure(admin, { ...asked, firstDate: date(2) })).toEqual(stale);
  expect(await removeClosure(admin, { id: asId<never>(id), version })).toEqual({
    ok: false,
    refusal: { code: "changed_meanwhile" },
  });
  expect(await removeClosure(admin, { id: asId<never>(id), version: version + 1 })).toEqual({ ok: true });
  expect(await offered(studio, 4)).toContain("10:00");
});

test("AUD-01 each change of a closure is audited and announced, refusals too", async () => {
  const studio = await createStudio(runtime);
  const admin = await staffOf(studio, query);
  const { id, version } = succeeded(await saveClosure(admin, closing(3)));
  await saveClosure(admin, closing(3));
  succeeded(await saveClosure(admin, { ...closing(4), id: asId<never>(id), version }));
  await removeClosure(admin, { id: asId<never>(id), version: version + 1 });
  const rows = await query(
    "select action, outcome from audit_event where tenant_id = $1 and resource = 'closure' order by id",
    [studio.tenantId],
  );
  expect(rows).toEqual([
    { action: "create", outcome: "done" },
    { action: "create", outcome: "overlapping_closure" },
    { action: "update", outcome: "done" },
    { action: "delete", outcome: "done" },
  ]);
  const events = await query(
    "select data from outbox where tenant_id = $1 and name = 'closure/changed' order by seq",
    [studio.tenantId],
  );
  const announced = { data: { tenantId: studio.tenantId, closureId: id } };
  expect(events).toEqual([announced, announced, announced]);
});

test("what is over is not on the page, until it is over everywhere", async () => {
  const studio = await createStudio(runtime);
  const utcToday = localDate(instant(Date.now()), "UTC");
  const on = (day: number) => ({ firstDate: addDays(utcToday, day), lastDate: addDays(utcToday, day) });
  const yesterday = await close(studio, 0, { ...on(-1), name: "Yesterday" });
  await close(studio, 0, { ...on(-2), name: "Before" });
  const { closures } = await listClosures(studio.as("admin"), {});
  expect(closures.map(({ id }) => id)).toEqual([yesterday.id]);
});
