import type { askTimeOff as contract } from "@quietroom/contracts/time-off";
import type { InputOf } from "@quietroom/contracts/wire";
import { asId, type Id, type PractitionerId } from "@quietroom/domain/ids";
import { instant, localDate } from "@quietroom/domain/time";
import {
  bookInput,
  bookVisit,
  createStudio,
  holdInput,
  holdTime,
  inspect,
  person,
  staffOf,
  succeeded,
  testDatabase,
  testRuntime,
  type TestStudio,
  wallTime,
} from "@quietroom/testing";
import { expect, test } from "vitest";
import { bookHold, calendarRange, explainTime, holdSlot, listSlots } from "../scheduling/index.ts";
import {
  addPractitioner,
  answerTimeOff,
  askTimeOff,
  listTimeOff,
  saveClosure,
  setDateOverride,
  viewAvailability,
  withdrawTimeOff,
} from "./index.ts";

const database = await testDatabase();
const runtime = await testRuntime(database);
const query = await inspect(database);

/** The local date so many days from today, where the studio is. */
const date = (day: number) => localDate(wallTime(day, "12:00"), "America/New_York");

function leave(
  { practitionerId }: { readonly practitionerId: PractitionerId },
  day: number,
  wishes: Partial<InputOf<typeof contract>> = {},
): InputOf<typeof contract> {
  return {
    practitionerId,
    firstDate: date(day),
    lastDate: date(day),
    part: null,
    reason: "Family",
    coverId: null,
    ...wishes,
  };
}

async function away(studio: TestStudio, day: number, wishes: Partial<InputOf<typeof contract>> = {}) {
  const asked = succeeded(
    await askTimeOff(await staffOf(studio, query, "therapist"), leave(studio, day, wishes)),
  );
  const { version } = asked;
  const id = asId<Id<"time_off">>(asked.id);
  return succeeded(
    await answerTimeOff(await staffOf(studio, query, "admin"), {
      id,
      version,
      decision: "approved",
      answer: "",
    }),
  );
}

/** The wall times that a visitor is offered on one date. */
async function offered(studio: TestStudio, day: number) {
  const { choice } = holdInput(studio, { startsAt: wallTime(day, "10:00") });
  const { starts, noneBecause } = await listSlots(studio.as("public"), { choice, from: date(day), days: 1 });
  return starts.length === 0 ? noneBecause : starts.map((start) => localTimes.format(start));
}

const localTimes = new Intl.DateTimeFormat("en-GB", {
  timeZone: "America/New_York",
  hour: "2-digit",
  minute: "2-digit",
});

test("SCHED-04 what a practitioner asks for takes no time away until an admin approves it, and gives it back when it is taken back", async () => {
  const studio = await createStudio(runtime);
  const before = await offered(studio, 3);
  const therapist = await staffOf(studio, query, "therapist");
  const admin = await staffOf(studio, query, "admin");
  const asked = succeeded(await askTimeOff(therapist, leave(studio, 3, { lastDate: date(4) })));
  const id = asId<Id<"time_off">>(asked.id);
  expect(asked).toMatchObject({ status: "asked", visitCount: 0, reason: "Family" });
  expect(await offered(studio, 3)).toEqual(before);

  const declining = { id, version: 1, decision: "declined" } as const;
  expect(await answerTimeOff(admin, { ...declining, answer: "" })).toEqual({
    ok: false,
    refusal: { code: "reason_missing", field: "answer" },
  });
  const approved = succeeded(
    await answerTimeOff(admin, { ...declining, decision: "approved", answer: "Enjoy" }),
  );
  expect(approved).toMatchObject({ status: "approved", version: 2, answer: "Enjoy" });
  expect(await offered(studio, 3)).not.toEqual(before);
  expect(await offered(studio, 4)).not.toEqual(await offered(studio, 5));
  expect(await answerTimeOff(admin, { ...declining, version: 2, answer: "No" })).toEqual({
    ok: false,
    refusal: { code: "already_answered", field: null },
  });

  const stale = { ok: false, refusal: { code: "changed_meanwhile", field: null } };
  expect(await withdrawTimeOff(therapist, { id, version: 1 })).toEqual(stale);
  expect(await withdrawTimeOff(therapist, { id, version: 2 })).toMatchObject({ ok: true });
  expect(await offered(studio, 3)).toEqual(before);
  expect(await withdrawTimeOff(therapist, { id, version: 3 })).toMatchObject({
    refusal: { code: "not_standing" },
  });
});

test("SCHED-04 what was declined takes nothing away and says why, and only an admin answers", async () => {
  const studio = await createStudio(runtime);
  const before = await offered(studio, 3);
  const therapist = await staffOf(studio, query, "therapist");
  const id = asId<Id<"time_off">>(succeeded(await askTimeOff(therapist, leave(studio, 3))).id);
  const answer = { id, version: 1, decision: "declined", answer: "Two others are away" } as const;
  await expect(answerTimeOff(therapist, answer)).rejects.toMatchObject({ code: "forbidden" });
  succeeded(await answerTimeOff(await staffOf(studio, query, "admin"), answer));
  expect(await offered(studio, 3)).toEqual(before);
  const { timeOff } = await listTimeOff(therapist, {});
  expect(timeOff).toMatchObject([{ id, status: "declined", answer: "Two others are away" }]);
  expect(await askTimeOff(therapist, leave(studio, 3))).toMatchObject({ ok: true });
});

test("ec-B12 visits inside time off stay as they are and are named, and no path takes further time in it", async () => {
  const studio = await createStudio(runtime);
  const visit = await bookVisit(studio, { startsAt: wallTime(3, "10:00") });
  await bookVisit(studio, { startsAt: wallTime(4, "10:00"), who: person("Ben") });
  const held = await holdTime(studio, { startsAt: wallTime(3, "14:00") });
  const asBooked = await query("select status, version from appointment where id = $1", [visit.id]);
  const approved = await away(studio, 3);
  expect(approved).toMatchObject({
    visitCount: 1,
    visits: [{ id: visit.id, startsAt: wallTime(3, "10:00"), date: date(3) }],
  });
  const now = await query("select status, version from appointment where id = $1", [visit.id]);
  expect(now).toEqual(asBooked);

  const refused = { ok: false, refusal: { code: "outside_hours" } };
  expect(
    await holdSlot(studio.as("public"), holdInput(studio, { startsAt: wallTime(3, "12:00") })),
  ).toMatchObject(refused);
  expect(await bookHold(held.context, bookInput(person("Cleo")))).toMatchObject(refused);
});

test("ec-B6 time off goes before an exception of the date, and a closed day before time off", async () => {
  const studio = await createStudio(runtime);
  const { practitionerId, locationId, serviceId } = studio;
  const admin = await staffOf(studio, query, "admin");
  const extra = { practitionerId, locationId, date: date(3), reason: "" };
  succeeded(await setDateOverride(admin, { ...extra, blocks: [["10:00", "12:00"]] }));
  expect(await offered(studio, 3)).toEqual(["10:00", "10:30", "11:00"]);
  await away(studio, 3, { part: ["10:00", "11:00"] });
  expect(await offered(studio, 3)).toEqual(["11:00"]);

  const why = async () => {
    const asked = { serviceId, practitionerId, locationId, mode: "in_person", time: "10:00" } as const;
    const { obstacles } = await explainTime(admin, { ...asked, date: date(3) });
    return obstacles.map(({ rule }) => rule);
  };
  expect(await why()).toEqual(["time_off"]);
  const holiday = { name: "Holiday", kind: "public_holiday", telehealth: "closed" } as const;
  const dates = { firstDate: date(3), lastDate: date(3), part: null };
  succeeded(await saveClosure(admin, { id: null, version: null, locationId: null, ...dates, ...holiday }));
  expect(await why()).toEqual(["place_closed", "time_off"]);
  expect(await offered(studio, 3)).toBe("closed");
});

test("SCHED-04 a visitor is told no more of somebody's time off than of any day without hours", async () => {
  const studio = await createStudio(runtime);
  await away(studio, 3);
  expect(await offered(studio, 3)).toBe("not_offered");
});

test("SCHED-04 the calendar shows no open time in it, and hours outside it stay", async () => {
  const studio = await createStudio(runtime);
  await away(studio, 3);
  const admin = await staffOf(studio, query, "admin");
  const { openHours } = await calendarRange(admin, { from: date(3), until: date(5) });
  expect(openHours.map(({ start }) => localDate(instant(start), "America/New_York"))).toEqual([date(4)]);
  const { weekly } = await viewAvailability(admin, { practitionerId: studio.practitionerId });
  expect(weekly.length).toBeGreaterThan(0);
});

test("SCHED-04 the colleague who covers is another practitioner of the studio, and named", async () => {
  const studio = await createStudio(runtime);
  const therapist = await staffOf(studio, query, "therapist");
  const { practitionerId } = studio;
  const unknown = { ok: false, refusal: { code: "unknown_cover", field: "coverId" } };
  expect(await askTimeOff(therapist, leave(studio, 3, { coverId: practitionerId }))).toEqual(unknown);
  const elsewhere = await createStudio(runtime);
  const stranger = leave(studio, 3, { coverId: elsewhere.practitionerId });
  expect(await askTimeOff(therapist, stranger)).toEqual(unknown);
  const colleague = await addColleague(studio);
  const asked = succeeded(await askTimeOff(therapist, leave(studio, 3, { coverId: colleague })));
  expect(asked.cover).toMatchObject({ id: colleague });
});

test("SCHED-04 a practitioner asks for themselves alone, and sees nobody else's", async () => {
  const studio = await createStudio(runtime);
  const colleague = await addColleague(studio);
  const therapist = await staffOf(studio, query, "therapist");
  const others = leave({ practitionerId: colleague }, 3);
  await expect(askTimeOff(therapist, others)).rejects.toMatchObject({ code: "not_found" });
  const asked = succeeded(await askTimeOff(await staffOf(studio, query, "admin"), others));
  const id = asId<Id<"time_off">>(asked.id);
  expect(await listTimeOff(therapist, {})).toMatchObject({
    people: [{ id: studio.practitionerId }],
    timeOff: [],
  });
  await expect(withdrawTimeOff(therapist, { id, version: 1 })).rejects.toMatchObject({
    code: "not_found",
  });
});

test("SCHED-04 dates that overlap what stands, are over or run backwards are refused at their field", async () => {
  const studio = await createStudio(runtime);
  const therapist = await staffOf(studio, query, "therapist");
  succeeded(await askTimeOff(therapist, leave(studio, 3, { lastDate: date(5) })));
  const refusal = async (wishes: Partial<InputOf<typeof contract>>) => {
    const answer = await askTimeOff(therapist, leave(studio, 5, wishes));
    return answer.ok ? null : answer.refusal;
  };
  expect(await refusal({})).toEqual({ code: "overlapping_time_off", field: "firstDate" });
  expect(await refusal({ lastDate: date(4) })).toEqual({ code: "end_before_start", field: "lastDate" });
  expect(await refusal({ firstDate: date(-3), lastDate: date(-2) })).toEqual({
    code: "over",
    field: "lastDate",
  });
});

async function addColleague(studio: TestStudio): Promise<PractitionerId> {
  const colleague = { displayName: "Jonas", title: "", bio: "" };
  return asId(succeeded(await addPractitioner(studio.as("admin"), colleague)).practitionerId);
}
