import { globSync, readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";

const rooms = path.resolve(import.meta.dirname, "../..");
const files = globSync(["{jobs,services}/src/**/*.ts", "db/prisma/migrations/*/*.sql"], {
  cwd: rooms,
}).filter((file) => !file.endsWith(".test.ts"));

/** A zone in which SQL asks something. What is asked stands before it. */
const inZone = /\bat\s+time\s+zone\s+('[^']*'|[^\s),]+)/gi;
/** An instant, of which it is asked what the wall shows: that has one answer. */
const anInstant = /(?:::timestamptz|_at)\s+$/;
/** Other ways in which PostgreSQL takes a time on the wall for an instant, by whichever zone its session has. */
const others = /\bmake_timestamptz\s*\(|\btimezone\s*\(|::(?:date|timestamp)\)?::timestamptz/gi;

/** Where this SQL turns a time on the wall into an instant, in its own words. Those of UTC are let be: its clocks never change. */
function turned(sql: string): string[] {
  const wrong = [...sql.matchAll(inZone)].filter(
    ({ index, 1: zone = "" }) =>
      zone.toUpperCase() !== "'UTC'" && !anInstant.test(sql.slice(Math.max(0, index - 20), index)),
  );
  return [...wrong, ...sql.matchAll(others)].map(([words]) => words);
}

test("ec-A10 no SQL turns a time on the wall into an instant: our resolver does, and PostgreSQL would take the second of two", () => {
  expect(files.length).toBeGreaterThan(500);
  const found = files.flatMap((file) =>
    turned(readFileSync(path.join(rooms, file), "utf8")).map((words) => `${file}: ${words}`),
  );
  expect(found).toEqual([]);
});

test("ec-A10 what would turn one is found, however it is written", () => {
  expect(turned("local_date + start_time at time zone l.time_zone")).toEqual(["at time zone l.time_zone"]);
  expect(turned("timestamp '2027-11-07 01:30' AT TIME ZONE 'America/New_York'")).toHaveLength(1);
  expect(turned("timezone('America/New_York', first_date)")).toHaveLength(1);
  expect(turned("first_date::timestamptz, (first_date::date)::timestamptz")).toHaveLength(1);
  expect(turned("(a.starts_at at time zone a.time_zone)::date, month::timestamp at time zone 'UTC'")).toEqual(
    [],
  );
});
