import { asId, type Id } from "@quietroom/domain/ids";
import { addDays, instant, localDate, localTime } from "@quietroom/domain/time";
import {
  bookVisit,
  createStudio,
  inspect,
  succeeded,
  testDatabase,
  testRuntime,
  type TestStudio,
  wallTime,
} from "@quietroom/testing";
import { expect, test } from "vitest";
import { calendarRange } from "../scheduling/index.ts";
import { setDateOverride, viewWeek } from "./index.ts";

const database = await testDatabase();
const runtime = await testRuntime(database);
const query = await inspect(database);

const zone = "America/New_York";
const date = (day: number) => localDate(wallTime(day, "12:00"), zone);

async function say(studio: TestStudio, day: number, wish: Partial<Parameters<typeof setDateOverride>[1]>) {
  const { practitionerId, locationId } = studio;
  const about = { practitionerId, locationId, date: date(day), blocks: [], reason: "" };
  succeeded(await setDateOverride(studio.as("admin"), { ...about, ...wish }));
}

/** The week from a day on, each date as "kind from to". */
async function weekFrom(studio: TestStudio, day: number, who: Parameters<TestStudio["as"]>[0] = "admin") {
  const asked = { practitionerId: studio.practitionerId, from: date(day) };
  const { days } = await viewWeek(studio.as(who), asked);
  return days.map((one) => ({
    ...one,
    said: one.pieces.map(({ kind, start, end }) => `${kind} ${wall(start)} ${wall(end)}`),
  }));
}

function wall(at: number): string {
  return localTime(instant(at), zone).time;
}

/** Time off that was approved, and a closed day, as their rows. */
async function awayAndClosed({ tenantId, practitionerId }: TestStudio, awayOn: string, closedOn: string) {
  const [user] = await query(
    `insert into staff_user (tenant_id, email, display_name, password_hash, roles)
     values ($1, 'mara@example.com', 'Mara Lind', '-', '{admin}') returning id`,
    [tenantId],
  );
  const made = [tenantId, user?.["id"]];
  await query(
    `insert into time_off (tenant_id, practitioner_id, first_date, last_date, start_time, end_time, status, asked_by, answered_by, answered_at)
     values ($1, $3, $4, $4, '09:00', '10:00', 'approved', $2, $2, app.now())`,
    [...made, practitionerId, awayOn],
  );
  await query(
    `insert into closure (tenant_id, first_date, last_date, name, kind, telehealth, made_by)
     values ($1, $3, $3, 'Harbour day', 'public_holiday', 'closed', $2)`,
    [...made, closedOn],
  );
}

test("SCHED-02 SCHED-03 ec-B6 a practitioner's week is what the search goes by: hours, exceptions, blocked time, time off, closed days and visits", async () => {
  const studio = await createStudio(runtime);
  const visit = await bookVisit(studio, { startsAt: wallTime(3, "12:00") });
  await say(studio, 3, { kind: "hours", blocks: [["09:00", "13:00"]] });
  await say(studio, 3, { kind: "extra", blocks: [["18:00", "20:00"]] });
  await say(studio, 3, {
    kind: "blocked",
    purpose: "meeting",
    locationId: null,
    blocks: [["11:30", "12:30"]],
    reason: "Team",
  });
  await awayAndClosed(studio, date(3), date(4));

  const [third, fourth, fifth] = await weekFrom(studio, 3);
  expect(third).toMatchObject({ date: date(3), differs: true });
  expect(third?.said).toEqual([
    "time_off 09:00 10:00",
    "open 10:00 11:30",
    "blocked 11:30 12:30",
    "visit 12:00 13:00",
    "open 12:30 13:00",
    "open 18:00 20:00",
  ]);
  expect(third?.pieces.find(({ kind }) => kind === "visit")).toMatchObject({
    appointmentId: visit.id,
    outside: true,
  });
  expect(third?.pieces.find(({ kind }) => kind === "blocked")).toMatchObject({
    purpose: "meeting",
    reason: "Team",
  });
  expect(fourth?.said).toEqual(["closed 00:00 00:00"]);
  expect(fifth).toMatchObject({ differs: false, said: ["open 09:00 17:00"] });

  // The same as the calendar shows, and so as what is offered.
  const { openHours } = await calendarRange(studio.as("admin"), {
    from: date(3),
    until: addDays(date(3), 7),
  });
  const week = await weekFrom(studio, 3);
  const open = week.flatMap(({ pieces }) => pieces.filter(({ kind }) => kind === "open"));
  expect(open.map(({ start, end }) => ({ start, end }))).toEqual(
    openHours.map(({ start, end }) => ({ start, end })),
  );
});

test("the week of a colleague shows when they are blocked and not why; another studio's is not there", async () => {
  const studio = await createStudio(runtime);
  await say(studio, 3, {
    kind: "blocked",
    purpose: "personal",
    locationId: null,
    blocks: [["11:00", "12:00"]],
    reason: "Dentist",
  });
  const [third] = await weekFrom(studio, 3, "receptionist");
  expect(third?.pieces.find(({ kind }) => kind === "blocked")).toMatchObject({ purpose: null, reason: "" });
  const theirs = await createStudio(runtime);
  const asked = { practitionerId: asId<Id<"practitioner">>(studio.practitionerId), from: date(3) };
  await expect(viewWeek(theirs.as("admin"), asked)).rejects.toThrow("not_found");
});
