import {
  began,
  addClient,
  bookVisit,
  createStudio,
  holdInput,
  holdTime,
  inspect,
  person,
  succeeded,
  testDatabase,
  testRuntime,
  type TestStudio,
  wallTime,
} from "@quietroom/testing";
import { asId, type LocationId } from "@quietroom/domain/ids";
import { addDays, instant, localDate, minuteMs, plus } from "@quietroom/domain/time";
import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { addLocation, saveTravel, viewTravel } from "../studio/index.ts";
import { bookForClient, explainTime, previewSeries, rescheduleAsStaff, rescheduleByLink } from "./index.ts";
import { holdCode, offered } from "../../test/offered-times.ts";

const database = await testDatabase();
const runtime = await testRuntime(database, { poolSize: 20 });
const query = await inspect(database);
const newYork = "America/New_York";

/** A studio of two places, at both of which its practitioner works all day; nobody has said how far they are apart. */
async function twoPlaces(wishes: Parameters<typeof createStudio>[1] = {}) {
  const river = await createStudio(runtime, { ...wishes, service: { needsRoom: false, ...wishes.service } });
  const { locationId } = succeeded(
    await addLocation(river.as("admin"), {
      name: "Hill Road",
      addressLine: "2 Hill Road",
      city: "New York",
      region: "NY",
      postalCode: "10002",
      country: "US",
      phone: "",
      directions: "",
      timeZone: newYork,
      opening: Array.from({ length: 7 }, (): [string, string] => ["00:00", "24:00"]),
    }),
  );
  await query(
    `insert into weekly_hours (tenant_id, practitioner_id, location_id, weekday, start_time, end_time)
     select tenant_id, practitioner_id, $2, weekday, start_time, end_time from weekly_hours where tenant_id = $1`,
    [river.tenantId, locationId],
  );
  return { river, hill: { ...river, locationId: asId<LocationId>(locationId) } };
}

async function sayWay(river: TestStudio, hill: TestStudio, minutes: number | null) {
  const ways = [{ oneId: river.locationId, otherId: hill.locationId, minutes }];
  return succeeded(await saveTravel(river.as("admin"), { unknownMin: 30, ways, telehealth: [] }));
}

test("ec-E9 ec-E11 SCHED-25 what is offered at a place leaves the way to visits at another, by default half an hour", async () => {
  const { river, hill } = await twoPlaces();
  await bookVisit(river, { startsAt: wallTime(2, "12:00") });
  expect(await offered(river, 2)).toContain("13:00");
  const unsaid = await offered(hill, 2);
  expect(unsaid).toContain("10:30");
  expect(unsaid).not.toContain("11:00");
  expect(unsaid).not.toContain("13:00");
  expect(unsaid).toContain("13:30");
  await sayWay(river, hill, 75);
  const said = await offered(hill, 2);
  expect(said).toContain("09:30");
  expect(said).not.toContain("10:00");
  expect(said).not.toContain("14:00");
  expect(said).toContain("14:30");
  // The way back is as long; next door is no way at all.
  await bookVisit(hill, { startsAt: wallTime(3, "12:00"), who: person("Ben") });
  expect(await offered(river, 3)).not.toContain("14:00");
  await sayWay(river, hill, 0);
  expect(await offered(river, 3)).toContain("13:00");
});

test("ec-E9 a hold, a move and a date of a series that the way forbids are refused, also to staff", async () => {
  const { river, hill } = await twoPlaces();
  await sayWay(river, hill, 45);
  const visit = await bookVisit(river, { startsAt: wallTime(2, "12:00") });
  expect(await holdCode(hill, wallTime(2, "13:30"))).toBe("no_travel_time");
  expect(await holdCode(hill, wallTime(2, "14:00"))).toBe("held");
  const other = await bookVisit(hill, { startsAt: wallTime(2, "09:00"), who: person("Ben") });
  const staff = await rescheduleAsStaff(river.as("admin"), {
    appointmentId: asId(other.id),
    version: 2,
    practitionerId: river.practitionerId,
    startsAt: wallTime(2, "10:30"),
  });
  expect(staff).toMatchObject({ ok: false, refusal: { code: "no_travel_time" } });
  expect(
    await rescheduleByLink(other.context, { practitionerId: null, startsAt: wallTime(2, "10:30") }),
  ).toMatchObject({ ok: false, refusal: { code: "no_travel_time" } });
  succeeded(await rescheduleByLink(other.context, { practitionerId: null, startsAt: wallTime(2, "10:00") }));
  // The visit by the river repeats every day: where it would have no time to come down from the hill it says so.
  await bookVisit(hill, { startsAt: wallTime(3, "10:30"), who: person("Cleo") });
  const preview = succeeded(
    await previewSeries(river.as("admin"), {
      appointmentId: asId(visit.id),
      rule: {
        frequency: "daily",
        every: 1,
        weekdays: [],
        monthlyBy: "date",
        missing: "skip",
        ends: { by: "count", count: 2 },
      },
    }),
  );
  expect(preview.occurrences[1]).toMatchObject({ problems: ["no_travel_time"], canBook: false });
});

test("ec-E10 telehealth between two sites is offered where it is possible; where it is not, only with both ways", async () => {
  const { river, hill } = await twoPlaces();
  await bookVisit(river, { startsAt: wallTime(2, "09:00") });
  await bookVisit(hill, { startsAt: wallTime(2, "12:00"), who: person("Ben") });
  expect(await offered(river, 2, "telehealth")).toContain("10:00");
  const possible = { locationId: river.locationId, possible: false };
  succeeded(await saveTravel(river.as("admin"), { unknownMin: 60, ways: [], telehealth: [possible] }));
  expect(await offered(river, 2, "telehealth")).not.toContain("10:00");
  // From ten until noon there is no hour between an hour's way and an hour's way.
  expect(await offered(river, 2, "telehealth")).not.toContain("10:30");
  expect(await offered(hill, 2, "telehealth")).toContain("11:00");
});

test("ec-E9 two who want a practitioner at two places at once wait for each other, and one of them is refused", async () => {
  const { river, hill } = await twoPlaces();
  for (let day = 2; day < 8; day += 1) {
    const [one, other] = await Promise.all([
      holdCode(river, wallTime(day, "10:00")),
      holdCode(hill, wallTime(day, "11:00")),
    ]);
    expect([one, other].toSorted()).toEqual(["held", "no_travel_time"]);
  }
});

test("ec-E9 a client's move and somebody's hold at another place meet once, whichever comes first", async () => {
  const { river, hill } = await twoPlaces();
  for (let day = 2; day < 8; day += 1) {
    const visit = await bookVisit(river, {
      startsAt: wallTime(day, "15:00"),
      who: person(`Ana${"x".repeat(day)}`),
    });
    const [moved, held] = await Promise.all([
      rescheduleByLink(visit.context, { practitionerId: null, startsAt: wallTime(day, "10:00") }),
      holdCode(hill, wallTime(day, "11:00")),
    ]);
    const codes = [moved.ok ? "moved" : moved.refusal.code, held];
    expect([
      ["moved", "no_travel_time"],
      ["no_travel_time", "held"],
    ]).toContainEqual(codes);
  }
});

test("ec-E9 the desk's booking and somebody's hold at another place meet once", async () => {
  const { river, hill } = await twoPlaces();
  const clientId = await addClient(runtime, river.tenantId, person("Dana"));
  const { serviceId, practitionerId, locationId } = river;
  for (let day = 2; day < 8; day += 1) {
    const [booked, held] = await Promise.all([
      bookForClient(river.as("admin"), {
        serviceId,
        practitionerId,
        locationId,
        mode: "in_person",
        durationMin: null,
        clientId: asId(clientId),
        startsAt: wallTime(day, "10:00"),
        idempotencyKey: randomUUID(),
      }),
      holdCode(hill, wallTime(day, "11:00")),
    ]);
    expect([
      ["booked", "no_travel_time"],
      ["no_travel_time", "held"],
    ]).toContainEqual([booked.ok ? "booked" : booked.refusal.code, held]);
  }
});

test("ec-E9 a hold that ran out is not confirmed where the way has become too long meanwhile", async () => {
  const { river, hill } = await twoPlaces();
  const lapsed = await holdTime(hill, { startsAt: wallTime(2, "11:00") });
  await query("update appointment set hold_expires_at = app.now() - interval '1 minute' where id = $1", [
    lapsed.id,
  ]);
  expect(await holdCode(river, wallTime(2, "10:00"))).toBe("held");
  await expect(bookVisit(hill, { startsAt: wallTime(2, "11:00") })).rejects.toThrow(/no_travel_time/);
});

test('ec-E9 BOOK-03 "Why not this time?" names the way, the place and the visit', async () => {
  const { river, hill } = await twoPlaces();
  await sayWay(river, hill, 40);
  const visit = await bookVisit(river, { startsAt: wallTime(2, "12:00") });
  const { choice } = holdInput(hill, { startsAt: instant(0) });
  const explained = await explainTime(hill.as("admin"), {
    ...choice,
    practitionerId: hill.practitionerId,
    date: addDays(localDate(began, newYork), 2),
    time: "13:30",
  });
  expect(explained.obstacles).toEqual([
    {
      rule: "no_travel_time",
      appointmentId: visit.id,
      held: false,
      placeName: "Main Street",
      travelMin: 40,
      startsAt: wallTime(2, "12:00"),
      endsAt: plus(wallTime(2, "12:00"), 60 * minuteMs),
    },
  ]);
  expect(explained.staffMayBook).toBe(false);
});

test("SCHED-25 minutes are said once for both directions and taken back; the default is never nothing", async () => {
  const { river, hill } = await twoPlaces();
  const admin = river.as("admin");
  expect(await viewTravel(admin, {})).toMatchObject({ unknownMin: 30, ways: [] });
  const { ways } = await sayWay(hill, river, 20);
  expect(ways).toHaveLength(1);
  expect((await sayWay(river, hill, 25)).ways).toMatchObject([{ minutes: 25 }]);
  expect((await sayWay(river, hill, null)).ways).toEqual([]);
  const [one, other] = [river.locationId, hill.locationId];
  const twice = [
    { oneId: one, otherId: other, minutes: 5 },
    { oneId: other, otherId: one, minutes: 6 },
  ];
  expect(await saveTravel(admin, { unknownMin: 30, ways: twice, telehealth: [] })).toEqual({
    ok: false,
    refusal: { code: "said_twice" },
  });
  await expect(
    query("update tenant set unknown_travel_min = 0 where id = $1", [river.tenantId]),
  ).rejects.toThrow();
  const stranger = await createStudio(runtime);
  await expect(
    saveTravel(stranger.as("admin"), {
      unknownMin: 30,
      ways: [{ oneId: one, otherId: other, minutes: 1 }],
      telehealth: [],
    }),
  ).rejects.toThrow("not_found");
});
