import type { setDateOverride as contract } from "@quietroom/contracts/studio";
import type { InputOf } from "@quietroom/contracts/wire";
import { asId, type Id, type LocationId } from "@quietroom/domain/ids";
import { localDate } from "@quietroom/domain/time";
import {
  bookVisit,
  createStudio,
  holdInput,
  inspect,
  succeeded,
  testDatabase,
  testRuntime,
  type TestStudio,
  wallTime,
} from "@quietroom/testing";
import { expect, test } from "vitest";
import { calendarRange, explainTime, listSlots } from "../scheduling/index.ts";
import { addLocation, removeDateOverride, setDateOverride, viewAvailability } from "./index.ts";

const database = await testDatabase();
const runtime = await testRuntime(database);
const query = await inspect(database);

/** The local date so many days from today, where the studio is. */
const date = (day: number) => localDate(wallTime(day, "12:00"), "America/New_York");

type Wish = Partial<InputOf<typeof contract>>;

async function say(studio: TestStudio, day: number, wish: Wish) {
  const { practitionerId, locationId } = studio;
  const about = { practitionerId, locationId, date: date(day), blocks: [], reason: "" };
  return await setDateOverride(studio.as("admin"), { ...about, ...wish });
}

const meeting = { kind: "blocked", purpose: "meeting", locationId: null, reason: "Team" } as const;

/** The wall times that a visitor is offered on one date; visits take an hour. */
async function offered(studio: TestStudio, day: number) {
  const { choice } = holdInput(studio, { startsAt: wallTime(day, "10:00") });
  const { starts } = await listSlots(studio.as("public"), { choice, from: date(day), days: 1 });
  return starts.map((start) => localTimes.format(start));
}

const localTimes = new Intl.DateTimeFormat("en-GB", {
  timeZone: "America/New_York",
  hour: "2-digit",
  minute: "2-digit",
});

async function overridesOf(studio: TestStudio) {
  const { overrides } = await viewAvailability(studio.as("admin"), { practitionerId: studio.practitionerId });
  return overrides.map((one) => ({ ...one, id: asId<Id<"date_override">>(one.id) }));
}

const mornings = { kind: "hours", blocks: [["09:00", "13:00"]] } satisfies Wish;

test("SCHED-02 a practitioner blocks a part of their own day without asking: it splits the hours, in the search, the calendar and the words of why", async () => {
  const studio = await createStudio(runtime);
  const { practitionerId, locationId, serviceId } = studio;
  succeeded(await say(studio, 3, mornings));
  expect(await offered(studio, 3)).toEqual(["09:00", "09:30", "10:00", "10:30", "11:00", "11:30", "12:00"]);
  const therapist = studio.as({ therapist: practitionerId });
  succeeded(
    await setDateOverride(therapist, {
      ...meeting,
      practitionerId,
      date: date(3),
      blocks: [["10:00", "11:00"]],
    }),
  );
  expect(await offered(studio, 3)).toEqual(["09:00", "11:00", "11:30", "12:00"]);

  const range = await calendarRange(studio.as("admin"), { from: date(3), until: date(4) });
  expect(range.openHours.map(({ start, end }) => [localTimes.format(start), localTimes.format(end)])).toEqual(
    [
      ["09:00", "10:00"],
      ["11:00", "13:00"],
    ],
  );
  const asked = { serviceId, practitionerId, locationId, mode: "in_person", time: "10:30" } as const;
  const { obstacles } = await explainTime(studio.as("admin"), { ...asked, date: date(3) });
  expect(obstacles).toMatchObject([
    { rule: "outside_hours", source: "override", hours: [["09:00", "13:00"]], blocked: [["10:00", "11:00"]] },
  ]);
});

test("SCHED-02 extra hours come on top of the week's", async () => {
  const studio = await createStudio(runtime);
  const usual = await offered(studio, 3);
  succeeded(
    await say(studio, 3, {
      kind: "extra",
      blocks: [
        ["18:00", "19:00"],
        ["20:00", "21:30"],
      ],
    }),
  );
  expect(await offered(studio, 3)).toEqual([...usual, "18:00", "20:00", "20:30"]);
});

test("ec-B5 a second set of other hours is refused with its date and loses nothing; what is blocked and what is extra adds up", async () => {
  const studio = await createStudio(runtime);
  succeeded(await say(studio, 3, mornings));
  expect(await say(studio, 3, { kind: "hours", blocks: [] })).toEqual({
    ok: false,
    refusal: { code: "date_taken", row: null, date: date(3) },
  });
  // Of dates that repeat, the one that is taken is named, and none is saved.
  expect(await say(studio, -4, { ...mornings, repeats: "weekly", until: date(10) })).toMatchObject({
    refusal: { code: "date_taken", date: date(3) },
  });
  expect(await overridesOf(studio)).toHaveLength(1);
  const atOnce = await Promise.all([say(studio, 4, mornings), say(studio, 4, mornings)]);
  expect(atOnce.filter(({ ok }) => ok)).toHaveLength(1);

  succeeded(await say(studio, 3, { ...meeting, blocks: [["09:00", "10:00"]] }));
  succeeded(await say(studio, 3, { ...meeting, purpose: "training", blocks: [["09:30", "11:00"]] }));
  succeeded(await say(studio, 3, { kind: "extra", blocks: [["15:00", "16:00"]] }));
  expect(await offered(studio, 3)).toEqual(["11:00", "11:30", "12:00", "15:00"]);
});

test("SCHED-02 what repeats is said of each of its dates until its last; one is taken back alone, or with those after it", async () => {
  const studio = await createStudio(runtime);
  const { practitionerId, as } = studio;
  const usual = await offered(studio, 9);
  const noon = { ...meeting, blocks: [["12:00", "13:00"] as [string, string]] };
  expect(await say(studio, 2, { ...noon, repeats: "two_weeks" })).toMatchObject({
    refusal: { code: "no_last_date" },
  });
  expect(await say(studio, 2, { ...noon, repeats: "weekly", until: date(1) })).toMatchObject({
    refusal: { code: "ends_before_start" },
  });
  const said = succeeded(await say(studio, 2, { ...noon, repeats: "weekly", until: date(24) }));
  expect(said.dates).toEqual([date(2), date(9), date(16), date(23)]);
  expect(await offered(studio, 9)).toEqual(
    usual.filter((time) => !["11:30", "12:00", "12:30"].includes(time)),
  );

  const [, second, third] = await overridesOf(studio);
  if (second === undefined || third === undefined) throw new Error("four dates");
  // A date that is changed goes its own way.
  succeeded(await say(studio, 16, { ...noon, id: third.id, version: 1, reason: "Moved room" }));
  const removal = { practitionerId, id: second.id, version: 1 };
  succeeded(await removeDateOverride(as("admin"), { ...removal, following: true }));
  expect((await overridesOf(studio)).map((one) => [one.date, one.reason, one.repeats])).toEqual([
    [date(2), "Team", "weekly"],
    [date(16), "Moved room", null],
  ]);
  expect(await offered(studio, 9)).toEqual(usual);
  expect(await removeDateOverride(as("admin"), { ...removal, following: false })).toMatchObject({ ok: true });
});

test("SCHED-03 ec-B12 a visit in blocked time stands unchanged and is named at once", async () => {
  const studio = await createStudio(runtime);
  const visit = await bookVisit(studio, { startsAt: wallTime(3, "10:00") });
  const asBooked = await query("select * from appointment where id = $1", [visit.id]);
  const blocked = await say(studio, 3, { ...meeting, blocks: [["10:30", "11:30"]] });
  expect(blocked).toMatchObject({ ok: true, value: { outsideHours: [visit.id] } });
  expect(await query("select * from appointment where id = $1", [visit.id])).toEqual(asBooked);
});

test("a change and a removal that were prepared on an older state are refused, and what stands stays", async () => {
  const studio = await createStudio(runtime);
  const { as, practitionerId } = studio;
  succeeded(await say(studio, 3, mornings));
  const [one] = await overridesOf(studio);
  if (one === undefined) throw new Error("one override");
  const change = (wish: Wish) => say(studio, 3, { ...mornings, id: one.id, version: 1, ...wish });
  const answers = await Promise.all([change({ reason: "Anna" }), change({ reason: "Ben" })]);
  expect(answers.filter(({ ok }) => ok)).toHaveLength(1);
  expect(answers.find(({ ok }) => !ok)).toEqual({
    ok: false,
    refusal: { code: "changed_meanwhile", row: null, date: null },
  });
  const removal = { practitionerId, id: one.id, following: false };
  expect(await removeDateOverride(as("admin"), { ...removal, version: 1 })).toEqual({
    ok: false,
    refusal: { code: "changed_meanwhile" },
  });
  expect(await overridesOf(studio)).toMatchObject([{ version: 2 }]);
  succeeded(await removeDateOverride(as("admin"), { ...removal, version: 2 }));
  // Somebody took it back while another was changing it: that one is told, and nothing comes back by itself.
  expect(await change({ version: 2 })).toMatchObject({ refusal: { code: "changed_meanwhile" } });
  expect(await overridesOf(studio)).toEqual([]);
});

test("SCHED-01 extra hours at another place may not meet the week's, and the date is named", async () => {
  const studio = await createStudio(runtime);
  const there = succeeded(await addLocation(studio.as("admin"), elsewhere));
  const extra = { kind: "extra", locationId: asId<LocationId>(there.locationId) } as const;
  expect(await say(studio, 3, { ...extra, blocks: [["16:00", "18:00"]] })).toMatchObject({
    refusal: { code: "hours_elsewhere", date: date(3) },
  });
  expect(await say(studio, 3, { ...extra, blocks: [["17:00", "18:00"]] })).toMatchObject({ ok: true });
});

test("why somebody blocked time is told to those who keep their hours, and to nobody else", async () => {
  const studio = await createStudio(runtime);
  succeeded(await say(studio, 3, { ...meeting, purpose: "personal", reason: "Dentist" }));
  const { practitionerId } = studio;
  expect(await overridesOf(studio)).toMatchObject([{ purpose: "personal", reason: "Dentist" }]);
  const { overrides } = await viewAvailability(studio.as("receptionist"), { practitionerId });
  expect(overrides).toMatchObject([{ kind: "blocked", purpose: null, reason: "" }]);
});

test("a blocked time says what it is for", async () => {
  const studio = await createStudio(runtime);
  expect(await say(studio, 3, { ...meeting, purpose: null })).toMatchObject({
    refusal: { code: "no_purpose" },
  });
  expect(await say(studio, 3, { ...meeting, blocks: [["22:00", "02:00"]] })).toMatchObject({
    refusal: { code: "crosses_midnight", row: 0 },
  });
});

const elsewhere = {
  name: "Harbour Street",
  addressLine: "2 Harbour Street",
  city: "New York",
  region: "NY",
  postalCode: "10002",
  country: "US",
  phone: "",
  directions: "",
  timeZone: "America/New_York",
};
