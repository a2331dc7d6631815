import { randomUUID } from "node:crypto";
import { asId, type AppointmentId } from "@quietroom/domain/ids";
import { clockChangeWords } from "@quietroom/domain/messaging";
import {
  addDays,
  dayBounds,
  dayMs,
  hourMs,
  instant,
  type LocalDate,
  localDate,
  localTime,
  resolveWallTime,
  type WallTime,
} from "@quietroom/domain/time";
import { bookSeries, moveSeries, previewSeries } from "@quietroom/services/scheduling";
import { succeeded } from "@quietroom/testing";
import { expect, test } from "vitest";
import { tellStory } from "../../test/story.ts";

const newYork = "America/New_York";

/** A studio that is open day and night, some days before the next date of so many hours in New York. */
async function beforeDateOf(hours: 23 | 25) {
  const story = await tellStory({ hours: [["00:00", "24:00"]] });
  let date = addDays(localDate(await story.now(), newYork), 10);
  while (lengthOf(date) !== hours * hourMs) date = addDays(date, 1);
  await story.database.advanceClock(
    resolveWallTime(addDays(date, -6), "12:00", newYork) - (await story.now()),
  );
  return { ...story, date };
}

function lengthOf(date: LocalDate): number {
  const { start, end } = dayBounds(date, newYork);
  return end - start;
}

/** A visit that its client booked, repeated by the desk. */
async function repeated(
  story: Awaited<ReturnType<typeof tellStory>>,
  first: { readonly date: LocalDate; readonly time: WallTime },
  { count, every }: { readonly count: number; readonly every: number },
) {
  const startsAt = resolveWallTime(first.date, first.time, newYork);
  const { appointmentId } = await story.book(startsAt, { email: "ana@example.com" });
  const desk = story.studio.as("receptionist");
  const rule = {
    frequency: "daily" as const,
    every,
    weekdays: [],
    monthlyBy: "date" as const,
    missing: "skip" as const,
    ends: { by: "count" as const, count },
  };
  const { occurrences } = succeeded(await previewSeries(desk, { appointmentId, rule }));
  const booked = await bookSeries(desk, {
    appointmentId,
    version: 2,
    rule,
    choices: occurrences.slice(1).map((one) => ({ date: one.date, startsAt: instant(one.startsAt) })),
    idempotencyKey: randomUUID(),
  });
  const { seriesId } = succeeded(booked);
  return { desk, occurrences, visits: () => visitsOf(story, seriesId) };
}

async function visitsOf({ query }: Awaited<ReturnType<typeof tellStory>>, seriesId: string) {
  const rows = await query(
    `select a.id, a.version, a.status::text, a.utc_offset_min as "offsetMin", extract(epoch from a.starts_at) * 1000 as start
     from appointment a join series s on s.tenant_id = a.tenant_id and s.id = a.series_id
     where s.id = $1 or s.follows_id = $1 order by a.starts_at`,
    [seriesId],
  );
  return rows.map(({ id, version, status, offsetMin, start }) => {
    const { date, time } = localTime(instant(Number(start)), newYork);
    return {
      id: asId<AppointmentId>(String(id)),
      version: Number(version),
      status,
      offsetMin,
      on: `${date} ${time}`,
    };
  });
}

test("ec-A9 a date that falls in the gap is flagged before it is booked, booked at the first time after it, and its client is sent that time", async () => {
  const story = await beforeDateOf(23);
  const { date } = story;
  const { visits, occurrences } = await repeated(
    story,
    { date: addDays(date, -1), time: "02:30" },
    { count: 3, every: 1 },
  );
  expect(occurrences.map(({ movedByClocks }) => movedByClocks)).toEqual([false, true, false]);
  expect((await visits()).map(({ on }) => on)).toEqual([
    `${addDays(date, -1)} 02:30`,
    `${date} 03:00`,
    `${addDays(date, 1)} 02:30`,
  ]);
  await story.settle();
  const news = story.sentTo("ana@example.com").find(({ template }) => template === "series-news");
  if (news?.template !== "series-news") throw new Error("nobody was told of the series");
  const said = news.visits.map(({ start, timeZone }) => clockChangeWords(start, timeZone, "en-US"));
  expect(said).toEqual([expect.stringContaining("from 2:00 AM straight to 3:00 AM"), null]);
});

test("ec-A10 a series at a time that the clocks repeat has its first occurrence, and its row keeps the offset", async () => {
  const story = await beforeDateOf(25);
  const { date } = story;
  const { visits } = await repeated(
    story,
    { date: addDays(date, -1), time: "01:30" },
    { count: 3, every: 1 },
  );
  expect((await visits()).map(({ on, offsetMin }) => [on, offsetMin])).toEqual([
    [`${addDays(date, -1)} 01:30`, -240],
    [`${date} 01:30`, -240], // the first of the two, which is still of summer
    [`${addDays(date, 1)} 01:30`, -300],
  ]);
});

test("ec-G3 all that are still to come are moved: what has occurred stays as it is, row for row", async () => {
  const story = await tellStory();
  const first = addDays(localDate(await story.now(), newYork), 5);
  const { desk, visits } = await repeated(story, { date: first, time: "10:00" }, { count: 4, every: 7 });
  await story.database.advanceClock(8 * dayMs);
  const rowOf = async (id: AppointmentId) =>
    await story.query("select * from appointment where id = $1", [id]);
  const [occurred, , third] = await visits();
  if (occurred === undefined || third === undefined) throw new Error("the series is shorter than asked for");
  const before = await rowOf(occurred.id);
  const moved = await moveSeries(desk, {
    appointmentId: third.id,
    version: third.version,
    scope: "all",
    exceptionsToo: true,
    startsAt: resolveWallTime(addDays(first, 14), "13:00", newYork),
  });
  expect(moved).toEqual({ ok: true, value: { moved: 3, kept: 0 } });
  expect(await rowOf(occurred.id)).toEqual(before);
  expect((await visits()).map(({ on }) => on)).toEqual([
    `${first} 10:00`,
    ...[7, 14, 21].map((days) => `${addDays(first, days)} 13:00`),
  ]);
});
