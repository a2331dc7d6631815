import { randomUUID } from "node:crypto";
import { type AppointmentId, asId, type ClientId } from "@quietroom/domain/ids";
import type { ExternalEntry, ExternalRules } from "@quietroom/domain/scheduling";
import { interval, localDate, minuteMs, plus, weekdayOf } from "@quietroom/domain/time";
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
  staffOf,
  succeeded,
  testDatabase,
  testRuntime,
  type TestStudio,
  wallTime,
} from "@quietroom/testing";
import { expect, test } from "vitest";
import { offerOpening } from "../waitlist/index.ts";
import {
  bookHold,
  bookForClient,
  bookWithOverride,
  calendarRange,
  explainTime,
  previewSeries,
  replaceExternalBusy,
  rescheduleAsStaff,
  rescheduleByLink,
} from "./index.ts";
import { holdCode, offered } from "../../test/offered-times.ts";

const database = await testDatabase();
const runtime = await testRuntime(database);
const query = await inspect(database);
const newYork = "America/New_York";
const rules: ExternalRules = { zone: newYork, allDay: "busy", tentative: "busy" };
const window = interval(wallTime(0, "00:00"), wallTime(30, "00:00"));

function date(day: number): string {
  return localDate(wallTime(day, "12:00"), newYork);
}

/** An hour of another calendar; `key` tells entries apart. */
function anHour(day: number, time: string, key = "a"): ExternalEntry {
  const start = wallTime(day, time);
  return { key: key.repeat(64), when: { start, end: plus(start, 60 * minuteMs) }, shows: "busy" };
}

async function says(studio: TestStudio, entries: readonly ExternalEntry[], changes = {}) {
  const asked = { practitionerId: studio.practitionerId, source: "first", window, entries, rules };
  return succeeded(await replaceExternalBusy(studio.as("system"), { ...asked, ...changes }));
}

test("ec-K9 the calendar says of other calendars when somebody is busy there and nothing else, to whoever sees their visits", async () => {
  const studio = await createStudio(runtime, { practitioners: 2 });
  const [first, second] = studio.practitionerIds;
  await says(studio, [anHour(3, "10:00"), anHour(20, "10:00", "b")]);
  const shown = async (who: Parameters<TestStudio["as"]>[0]) =>
    (await calendarRange(studio.as(who), { from: date(2), until: date(9) })).busyElsewhere;
  const start = wallTime(3, "10:00");
  expect(await shown("admin")).toEqual([{ practitionerId: first, start, end: plus(start, 60 * minuteMs) }]);
  expect(await shown({ therapist: first ?? "" })).toHaveLength(1);
  expect(await shown({ therapist: second ?? "" })).toEqual([]);
});

test("ec-C6 what another calendar takes is not offered, the service's buffers around it included, and cannot be held", async () => {
  const studio = await createStudio(runtime, {
    hours: [["09:00", "17:00"]],
    service: { bufferBeforeMin: 15, bufferAfterMin: 0 },
  });
  expect(await offered(studio, 3)).toContain("12:30");
  await says(studio, [anHour(3, "12:00")]);
  const left = await offered(studio, 3);
  expect(left).toContain("11:00"); // ends as the other begins
  expect(left).not.toContain("11:30");
  expect(left).not.toContain("12:30");
  expect(left).not.toContain("13:00"); // fifteen minutes are wanted before it
  expect(left).toContain("13:30");
  expect(await offered(studio, 4)).toContain("12:30");
  expect(await holdCode(studio, wallTime(3, "13:00"))).toBe("slot_taken");
  expect(await holdCode(studio, wallTime(3, "13:30"))).toBe("held");
});

test("a window of one calendar is said anew: what it no longer takes is free, other calendars and other windows stay", async () => {
  const studio = await createStudio(runtime);
  const rows = async () =>
    (
      await query(
        "select source, external_key, busy_from, busy_until from external_busy where tenant_id = $1 order by busy_from, source",
        [studio.tenantId],
      )
    ).map(
      (row) =>
        `${String(row["source"])} ${String(row["external_key"]).slice(0, 1)} ${Number(row["busy_from"])}`,
    );
  const first = wallTime(3, "10:00");
  const later = wallTime(9, "10:00");
  await says(studio, [anHour(3, "10:00", "a"), anHour(9, "10:00", "b")]);
  await says(studio, [anHour(3, "10:00", "c")], { source: "second" });
  expect(await rows()).toEqual([`first a ${first}`, `second c ${first}`, `first b ${later}`]);
  const week = interval(wallTime(2, "00:00"), wallTime(5, "00:00"));
  const twice = [anHour(3, "11:00", "a"), anHour(3, "11:00", "a")];
  expect(await says(studio, twice, { window: week })).toMatchObject({ over: [] });
  expect(await rows()).toEqual([`second c ${first}`, `first a ${wallTime(3, "11:00")}`, `first b ${later}`]);
  // One that was over before the window and reaches into it by now is the same entry, longer.
  const longer: ExternalEntry = {
    key: "b".repeat(64),
    when: { start: later, end: plus(later, 120 * minuteMs) },
    shows: "busy",
  };
  const after = interval(plus(later, 60 * minuteMs), wallTime(10, "00:00"));
  await says(studio, [longer], { window: after });
  expect(await rows()).toHaveLength(3);
  expect(
    await query("select 1 from external_busy where tenant_id = $1 and busy_until = $2", [
      studio.tenantId,
      new Date(plus(later, 120 * minuteMs)),
    ]),
  ).toHaveLength(1);
  const audited = await query(
    "select action, resource, resource_id, detail from audit_event where tenant_id = $1 and resource = 'external_busy'",
    [studio.tenantId],
  );
  expect(audited).toHaveLength(4);
  expect(audited[0]).toMatchObject({ action: "update", resource_id: studio.practitionerId });
  const backwards = { start: window.end, end: window.start };
  const asked = { practitionerId: studio.practitionerId, source: "first", entries: [], rules };
  const system = studio.as("system");
  for (const bad of [backwards, interval(window.start, plus(window.start, 401 * 1440 * minuteMs))])
    expect(await replaceExternalBusy(system, { ...asked, window: bad })).toEqual({
      ok: false,
      refusal: { code: "bad_window" },
    });
});

test("a connector of one studio says nothing of another's people, and people say nothing here at all", async () => {
  const studio = await createStudio(runtime);
  const other = await createStudio(runtime);
  const asked = { source: "first", window, entries: [], rules, practitionerId: other.practitionerId };
  await expect(replaceExternalBusy(studio.as("system"), asked)).rejects.toMatchObject({ code: "not_found" });
  await expect(replaceExternalBusy(other.as("admin"), asked)).rejects.toMatchObject({ code: "forbidden" });
});

test("ec-H18 another calendar takes a time that a visitor holds: whoever confirms after that is told, and other times are named", async () => {
  const studio = await createStudio(runtime, { service: { bufferBeforeMin: 0, bufferAfterMin: 10 } });
  const hold = await holdTime(studio, { startsAt: wallTime(3, "10:00") });
  const untouched = await holdTime(studio, { startsAt: wallTime(4, "10:00") });
  await says(studio, [anHour(3, "11:05"), anHour(4, "11:10", "b")]); // into the ten minutes after the first
  const answer = await bookHold(hold.context, bookInput(person("Lea")));
  expect(answer).toMatchObject({ ok: false, refusal: { code: "slot_taken" } });
  expect(answer.ok ? [] : answer.refusal.alternatives).toHaveLength(3);
  succeeded(await bookHold(untouched.context, bookInput(person("Max"))));
});

test("ec-I12 an hour that the waitlist was offered is gone once another calendar takes it", async () => {
  const studio = await createStudio(runtime);
  const freed = await bookVisit(studio, { startsAt: wallTime(3, "10:00") });
  await joinLine(studio, person("Wanda"));
  await cancelVisit(freed);
  const [opening] = await query("select id from opening where tenant_id = $1", [studio.tenantId]);
  const outcome = await offerOpening(studio.as("system"), { openingId: String(opening?.["id"]) });
  if (outcome.kind !== "offered") throw new Error("nobody was offered the hour");
  await says(studio, [anHour(3, "10:30")]);
  const answer = await answerOfferLink(studio, outcome.offerId, "accept");
  expect(answer).toEqual({ ok: false, refusal: { code: "slot_taken" } });
});

test("ec-K7 it lies over a booked visit: the visit stands and is named", async () => {
  const studio = await createStudio(runtime);
  const visit = await bookVisit(studio, { startsAt: wallTime(3, "10:00") });
  await holdTime(studio, { startsAt: wallTime(3, "13:00") });
  const entries = [anHour(3, "10:30"), anHour(3, "13:00", "b"), anHour(4, "10:00", "c")];
  expect(await says(studio, entries)).toEqual({ kept: 3, over: [visit.id] });
  expect(await query("select status from appointment where id = $1", [visit.id])).toEqual([
    { status: "scheduled" },
  ]);
});

test("ec-K9 moves and series go by it, the trace says when and never what, and the desk may pass over it by name", async () => {
  const studio = await createStudio(runtime);
  const visit = await bookVisit(studio, { startsAt: wallTime(3, "10:00") });
  const taken = anHour(10, "10:00");
  await says(studio, [taken]);
  const startsAt = wallTime(10, "10:00");
  const { practitionerId, serviceId, locationId } = studio;
  const byLink = await rescheduleByLink(visit.context, { practitionerId: null, startsAt });
  expect(byLink).toMatchObject({ ok: false, refusal: { code: "slot_taken" } });
  const [row] = await query("select client_id, version from appointment where id = $1", [visit.id]);
  const asked = { appointmentId: asId<AppointmentId>(visit.id), version: Number(row?.["version"]) };
  const desk = await staffOf(studio, query);
  expect(await rescheduleAsStaff(desk, { ...asked, practitionerId, startsAt })).toMatchObject({
    ok: false,
    refusal: { code: "slot_taken" },
  });
  const preview = succeeded(
    await previewSeries(desk, {
      appointmentId: asked.appointmentId,
      rule: {
        frequency: "weekly",
        every: 1,
        weekdays: [weekdayOf(date(3))],
        monthlyBy: "date",
        missing: "skip",
        ends: { by: "count", count: 2 },
      },
    }),
  );
  expect(preview.occurrences[1]).toMatchObject({ problems: ["busy_elsewhere"], canBook: false });
  const explained = await explainTime(desk, {
    ...holdInput(studio, { startsAt }).choice,
    practitionerId,
    date: date(10),
    time: "10:00",
  });
  expect(explained.obstacles).toEqual([
    { rule: "busy_elsewhere", startsAt, endsAt: plus(startsAt, 60 * minuteMs) },
  ]);
  const wish = {
    serviceId,
    practitionerId,
    locationId,
    clientId: asId<ClientId>(String(row?.["client_id"])),
    startsAt,
    durationMin: null,
    mode: "telehealth",
    idempotencyKey: randomUUID(),
  } as const;
  expect(await bookForClient(desk, wish)).toMatchObject({
    ok: false,
    refusal: { code: "busy_elsewhere", rules: ["busy_elsewhere"], canOverride: true },
  });
  const reason = "She leaves the course for it";
  expect(await bookWithOverride(desk, { ...wish, reason, rules: ["slot_taken"] })).toMatchObject({
    ok: false,
  });
  const booked = succeeded(await bookWithOverride(desk, { ...wish, reason, rules: ["busy_elsewhere"] }));
  // It has its whole time to itself: nobody else is booked into it.
  expect(
    await query("select rules from booking_override where appointment_id = $1", [booked.appointmentId]),
  ).toEqual([{ rules: ["busy_elsewhere"] }]);
  expect(await bookForClient(desk, { ...wish, idempotencyKey: randomUUID() })).toMatchObject({
    refusal: { rules: ["slot_taken", "busy_elsewhere"] },
  });
});
