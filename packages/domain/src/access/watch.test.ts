import { Temporal } from "temporal-polyfill";
import { expect, test } from "vitest";
import { instant, minuteMs } from "../time/instant.ts";
import { careIncident, chartsIncident, exportIncident, mostCharts, seesByCareAlone } from "./watch.ts";

const start = instant(1_805_205_900_000); // 2027-03-16T14:05Z
const robin = "018f0000-0000-7000-8000-000000000001";
const opened = (count: number, everyMs: number) =>
  Array.from({ length: count }, (_, index) => ({
    at: instant(start + index * everyMs),
    clientId: `client ${index}`,
  }));
const charts = (count: number, everyMs: number) =>
  chartsIncident({ staffUserId: robin, charts: mostCharts(opened(count, everyMs)) }, start);

test("check 91 AUD-11 fifty records in ten minutes are work, fifty-one are an incident, at once or evenly", () => {
  expect([charts(50, 0), charts(50, 10_000)]).toEqual([null, null]);
  expect([charts(51, 0)?.kind, charts(51, 10_000)?.kind]).toEqual(["many_charts", "many_charts"]);
});

test("check 91 AUD-11 slow enough is no incident, however many they are in the end", () => {
  expect(charts(500, 12_000)).toBeNull(); // fifty in any ten minutes
  expect(mostCharts(opened(51, (10 * minuteMs) / 50))).toBe(50); // the last exactly ten minutes after the first
});

test("AUD-11 one record opened a hundred times is one record", () => {
  expect(mostCharts(opened(100, 10).map((one) => ({ ...one, clientId: "one" })))).toBe(1);
  expect(mostCharts([])).toBe(0);
});

test("AUD-11 an incident of many records is one in an hour", () => {
  const at = (minutes: number) =>
    chartsIncident({ staffUserId: robin, charts: 60 }, instant(start + minutes * minuteMs))?.dedupeKey;
  expect(at(0)).toBe(at(10));
  expect(at(0)).not.toBe(at(60));
});

test("AUD-11 whoever sees clients by care alone is watched for it, and whoever has a desk is not", () => {
  expect([seesByCareAlone(["therapist"]), seesByCareAlone(["associate", "supervisor"])]).toEqual([
    true,
    true,
  ]);
  expect([
    seesByCareAlone(["therapist", "admin"]),
    seesByCareAlone(["receptionist"]),
    seesByCareAlone([]),
  ]).toEqual([false, false, false]);
  expect(careIncident({ staffUserId: robin, clientId: "c" }, start)).toMatchObject({
    kind: "no_care_relation",
    detail: {},
  });
});

test.each([
  ["2027-03-16T10:59:59Z", 51, "odd_hours_export"], // 05:59:59 in Chicago
  ["2027-03-16T11:00:00Z", 51, null],
  ["2027-03-17T01:59:59Z", 51, null], // 20:59:59
  ["2027-03-17T02:00:00Z", 51, "odd_hours_export"],
  ["2027-03-17T02:00:00Z", 50, null],
  ["2027-03-17T02:00:00Z", null, "odd_hours_export"],
] as const)("check 91 AUD-11 an export at %s of %s records is %s by the studio's clock", (at, rows, kind) => {
  const asked = {
    staffUserId: robin,
    rows,
    at: instant(Temporal.Instant.from(at).epochMilliseconds),
    zone: "America/Chicago",
  };
  expect(exportIncident(asked)?.kind ?? null).toBe(kind);
});
