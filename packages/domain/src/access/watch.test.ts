import fc from "fast-check";
import { Temporal } from "temporal-polyfill";
import { expect, test } from "vitest";
import { instant, minuteMs } from "../time/instant.ts";
import {
  careIncident,
  type ClientShown,
  exportIncident,
  mostClients,
  seesByCareAlone,
  volumeIncidents,
} from "./watch.ts";

const start = instant(1_805_205_900_000); // 2027-03-16T14:05Z
const robin = "018f0000-0000-7000-8000-000000000001";
const shown = (count: number, everyMs: number, by: ClientShown["by"] = "record"): readonly ClientShown[] =>
  Array.from({ length: count }, (_, index) => ({
    at: instant(start + index * everyMs),
    clientId: `${by} ${index}`,
    by,
  }));
const kinds = (...seen: readonly (readonly ClientShown[])[]) =>
  volumeIncidents({ staffUserId: robin, shown: seen.flat().toSorted((a, b) => a.at - b.at) }, start).map(
    ({ kind }) => kind,
  );

test("check 91 AUD-11 fifty records in ten minutes are work, fifty-one are an incident, at once or evenly", () => {
  expect([kinds(shown(50, 0)), kinds(shown(50, 10_000))]).toEqual([[], []]);
  expect([kinds(shown(51, 0)), kinds(shown(51, 10_000))]).toEqual([["many_charts"], ["many_charts"]]);
});

test("check 91 AUD-11 slow enough is no incident, however many they are in the end", () => {
  expect(kinds(shown(500, 12_000))).toEqual([]); // fifty in any ten minutes
  expect(mostClients(shown(51, (10 * minuteMs) / 50))).toBe(50); // the last exactly ten minutes after the first
});

test("AUD-11 one record opened a hundred times is one record", () => {
  expect(mostClients(shown(100, 10).map((one) => ({ ...one, clientId: "one" })))).toBe(1);
  expect(mostClients([])).toBe(0);
});

test.each([
  ["two hundred clients found by searching", [shown(200, 0, "search")], []],
  ["two hundred and one", [shown(201, 0, "search")], ["many_found"]],
  ["two hundred and one, the last of them ten minutes later", [shown(201, 3_000, "search")], []],
  ["five hundred clients in lists", [shown(500, 0, "list")], []],
  ["five hundred and one in lists", [shown(501, 0, "list")], ["many_shown"]],
  [
    "three hundred in lists and two hundred and one searched",
    [shown(300, 0, "list"), shown(201, 9, "search")],
    ["many_found", "many_shown"],
  ],
  [
    "fifty records, two hundred searched and two hundred and fifty in lists",
    [shown(50, 0), shown(200, 0, "search"), shown(250, 0, "list")],
    [],
  ],
  ["the same and one more", [shown(50, 0), shown(200, 0, "search"), shown(251, 0, "list")], ["many_shown"]],
] as const)("check 91 AUD-11 whatever showed them counts: %s", (_, seen, expected) => {
  expect(kinds(...seen)).toEqual(expected);
});

test("check 91 AUD-11 a front desk that opens the same week of two hundred visits all day, looks up whoever calls and opens records is at work", () => {
  const day = Array.from({ length: 60 * 8 }, (_, minute) => {
    const at = instant(start + minute * minuteMs);
    return [
      ...shown(200, 0, "list").map((one) => ({ ...one, at })),
      ...shown(15, 0, "search").map((one) => ({ ...one, at, clientId: `caller ${minute} ${one.clientId}` })),
      { at, clientId: `list ${minute % 200}`, by: "record" as const },
    ];
  });
  expect(kinds(...day)).toEqual([]);
});

test("check 91 AUD-11 property: the most in any ten minutes is what each moment's last ten minutes say; who comes again changes nothing", () => {
  const anything = fc.array(
    fc.record({ client: fc.integer({ min: 0, max: 40 }), after: fc.integer({ min: 0, max: 4 * minuteMs }) }),
    { maxLength: 60 },
  );
  fc.assert(
    fc.property(anything, (acts) => {
      let at = start;
      const seen = acts.map(({ client, after }) => {
        at = instant(at + after);
        return { at, clientId: `client ${client}` };
      });
      const most = mostClients(seen);
      const windows = seen.map(({ at: end }) =>
        seen.filter((one) => one.at <= end && end - one.at < 10 * minuteMs),
      );
      const sizes = windows.map((window) => new Set(window.map(({ clientId }) => clientId)).size);
      expect(most).toBe(Math.max(0, ...sizes));
      expect(mostClients(seen.flatMap((one) => [one, one]))).toBe(most);
      expect(mostClients([...seen, { at, clientId: "stranger" }])).toBeGreaterThanOrEqual(most);
    }),
  );
});

test("AUD-11 an incident of many records is one in an hour", () => {
  const at = (minutes: number) =>
    volumeIncidents({ staffUserId: robin, shown: shown(60, 0) }, instant(start + minutes * minuteMs))[0];
  expect(at(0)).toMatchObject({ kind: "many_charts", detail: { clients: 60 } });
  expect(at(0)?.dedupeKey).toBe(at(10)?.dedupeKey);
  expect(at(0)?.dedupeKey).not.toBe(at(60)?.dedupeKey);
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
