import { describe, expect, test } from "vitest";
import { ask, practitioner, question, service, wrongField } from "../test/ask.ts";
import { answerText } from "./answer-text.ts";

const everyDay = [0, 1, 2, 3, 4, 5, 6];
const berlin = { timeZone: "Europe/Berlin" };

/** One practitioner with these rows on every day, in New York unless said otherwise. */
function rows(...ranges: readonly (readonly [string, string])[]): Record<string, unknown> {
  return { weekly: ranges.map(([start, end]) => ({ days: everyDay, start, end })) };
}

function window(from: string, to: string): Record<string, unknown> {
  return { window: { from, to } };
}

/** Starts within the hours of one practitioner, as "HH:MM" in UTC. */
function starts(changes: Readonly<Record<string, unknown>>, who: Readonly<Record<string, unknown>> = {}) {
  return ask({ practitioners: [practitioner(who)], ...changes }).slots.map((start) => start.slice(11, 16));
}

function open(changes: Readonly<Record<string, unknown>>, who: Readonly<Record<string, unknown>> = {}) {
  return ask({ practitioners: [practitioner(who)], ...changes }).open["p1"];
}

test("the answer to the example, in full", () => {
  const days = [1, 2, 3, 4, 5];
  const answer = ask({
    id: "example-1",
    now: "2027-01-04T00:00:00Z",
    service: service({ durationMin: 50, bufferAfterMin: 10, minNoticeMin: 120 }),
    practitioners: [
      practitioner({
        weekly: [
          { days, start: "09:00", end: "12:00" },
          { days, start: "13:00", end: "17:00" },
        ],
        overrides: [
          { date: "2027-03-17", blocks: [] },
          { date: "2027-03-20", blocks: [["10:00", "14:00"]] },
        ],
        busy: [["2027-03-16T13:30:00Z", "2027-03-16T14:00:00Z"]],
      }),
    ],
  });
  const slots = [
    "14:00",
    "14:30",
    "15:00",
    "17:00",
    "17:30",
    "18:00",
    "18:30",
    "19:00",
    "19:30",
    "20:00",
  ].map((time) => `2027-03-16T${time}:00Z`);
  expect(answer).toEqual({
    id: "example-1",
    slots,
    open: {
      p1: [
        ["2027-03-16T13:00:00Z", "2027-03-16T16:00:00Z"],
        ["2027-03-16T17:00:00Z", "2027-03-16T21:00:00Z"],
      ],
    },
    free: {
      p1: [
        ["2027-03-16T13:00:00Z", "2027-03-16T13:30:00Z"],
        ["2027-03-16T14:00:00Z", "2027-03-16T16:00:00Z"],
        ["2027-03-16T17:00:00Z", "2027-03-16T21:00:00Z"],
      ],
    },
    practitioners: Object.fromEntries(slots.map((slot) => [slot, ["p1"]])),
  });
});

describe("Rows", () => {
  test("a weekly row applies to the practitioner's local date, not to that of UTC or of the viewer", () => {
    const tuesday = { weekly: [{ days: [2], start: "20:00", end: "23:00" }] };
    const week = window("2027-03-14T00:00:00Z", "2027-03-21T00:00:00Z");
    expect(open({ ...week, viewerTimeZone: "Asia/Tokyo" }, tuesday)).toEqual([
      ["2027-03-17T00:00:00Z", "2027-03-17T03:00:00Z"],
    ]);
  });

  test("0 is Sunday and 6 is Saturday", () => {
    const week = window("2027-03-14T12:00:00Z", "2027-03-21T12:00:00Z");
    const on = (day: number) =>
      open(week, { timeZone: "UTC", weekly: [{ days: [day], start: "18:00", end: "19:00" }] })?.map(
        ([start]) => start.slice(0, 10),
      );
    expect([on(0), on(6)]).toEqual([["2027-03-14"], ["2027-03-20"]]);
  });

  test("an override replaces all weekly rows of its date, and empty blocks close it", () => {
    const who = (blocks: readonly (readonly [string, string])[]) => ({
      ...rows(["09:00", "12:00"], ["13:00", "17:00"]),
      overrides: [{ date: "2027-03-16", blocks }],
    });
    expect(open({}, who([["10:00", "11:00"]]))).toEqual([["2027-03-16T14:00:00Z", "2027-03-16T15:00:00Z"]]);
    expect(open({}, who([]))).toEqual([]);
  });

  test("24:00 is 00:00 of the next local date", () => {
    expect(open(window("2027-03-16T04:00:00Z", "2027-03-17T12:00:00Z"), rows(["22:00", "24:00"]))).toEqual([
      ["2027-03-17T02:00:00Z", "2027-03-17T04:00:00Z"],
    ]);
  });

  test("23:59 is an ordinary minute", () => {
    const night = rows(["22:00", "23:59"], ["00:00", "01:00"]);
    expect(open(window("2027-03-17T00:00:00Z", "2027-03-17T12:00:00Z"), night)).toEqual([
      ["2027-03-17T02:00:00Z", "2027-03-17T03:59:00Z"],
      ["2027-03-17T04:00:00Z", "2027-03-17T05:00:00Z"],
    ]);
  });

  test("a row whose end is not after its start ends on the next date and belongs to the one it starts on", () => {
    const days = window("2027-03-16T04:00:00Z", "2027-03-18T04:00:00Z");
    const weekly = [{ days: [2], start: "21:00", end: "03:00" }]; // Tuesday the 16th
    expect(open(days, { weekly })).toEqual([["2027-03-17T01:00:00Z", "2027-03-17T07:00:00Z"]]);
    // The night belongs to the 16th: an override of the 17th leaves it, one of the 16th replaces it.
    const blocks = [["10:00", "11:00"]];
    expect(open(days, { weekly, overrides: [{ date: "2027-03-17", blocks }] })?.[0]).toEqual([
      "2027-03-17T01:00:00Z",
      "2027-03-17T07:00:00Z",
    ]);
    expect(open(days, { weekly, overrides: [{ date: "2027-03-16", blocks }] })).toEqual([
      ["2027-03-16T14:00:00Z", "2027-03-16T15:00:00Z"],
    ]);
  });

  test("a row that ends when it starts goes once around the clock", () => {
    const weekly = [{ days: [2], start: "09:00", end: "09:00" }];
    expect(open(window("2027-03-16T00:00:00Z", "2027-03-18T00:00:00Z"), { weekly })).toEqual([
      ["2027-03-16T13:00:00Z", "2027-03-17T13:00:00Z"],
    ]);
  });

  test("ec-B2 a date that is closed is closed after midnight too", () => {
    const who = { ...rows(["21:00", "03:00"]), overrides: [{ date: "2027-03-17", blocks: [] }] };
    expect(open(window("2027-03-17T00:00:00Z", "2027-03-18T00:00:00Z"), who)).toEqual([
      ["2027-03-17T01:00:00Z", "2027-03-17T04:00:00Z"],
    ]);
  });

  test("ec-A20 a local date that the zone skipped has no open time", () => {
    const days = window("2011-12-29T00:00:00Z", "2012-01-01T00:00:00Z");
    const blocks = [["21:00", "03:00"]];
    const who = { timeZone: "Pacific/Apia", weekly: [], overrides: [{ date: "2011-12-30", blocks }] };
    expect(open({ ...days, now: "2011-01-01T00:00:00Z" }, who)).toEqual([]);
  });
});

describe("Instants", () => {
  const spring = window("2027-03-14T05:00:00Z", "2027-03-15T04:00:00Z");
  const autumn = window("2027-11-07T04:00:00Z", "2027-11-08T05:00:00Z");

  test("a row's ends are wall-clock times on both sides of a change", () => {
    expect(open(spring)).toEqual([["2027-03-14T13:00:00Z", "2027-03-14T16:00:00Z"]]);
    expect(open(autumn)).toEqual([["2027-11-07T14:00:00Z", "2027-11-07T17:00:00Z"]]);
  });

  test("a time inside a gap clips to the gap's end", () => {
    expect(open(spring, rows(["02:30", "06:00"]))).toEqual([
      ["2027-03-14T07:00:00Z", "2027-03-14T10:00:00Z"],
    ]);
    expect(starts({ ...spring, service: service({ stepMin: 60 }) }, rows(["02:30", "06:00"]))).toEqual([
      "07:00",
      "08:00",
      "09:00",
    ]);
  });

  test("a repeated time is its first occurrence", () => {
    expect(open(autumn, rows(["00:30", "01:30"]))).toEqual([
      ["2027-11-07T04:30:00Z", "2027-11-07T05:30:00Z"],
    ]);
    expect(open(autumn, rows(["01:30", "03:00"]))).toEqual([
      ["2027-11-07T05:30:00Z", "2027-11-07T08:00:00Z"],
    ]);
  });

  test("a row that is then empty offers nothing", () => {
    const short = service({ durationMin: 10, stepMin: 5 });
    expect(starts({ ...spring, service: short }, rows(["02:15", "02:45"]))).toEqual([]);
    expect(open(spring, rows(["02:15", "02:45"]))).toEqual([]);
  });
});

describe("Open", () => {
  test("overlapping and touching rows join, in whichever order", () => {
    const joined = [["2027-03-16T13:00:00Z", "2027-03-16T21:00:00Z"]];
    expect(open({}, rows(["12:00", "17:00"], ["09:00", "12:00"]))).toEqual(joined);
    expect(open({}, rows(["09:00", "13:00"], ["11:00", "17:00"], ["10:00", "12:00"]))).toEqual(joined);
    expect(starts({}, rows(["12:00", "13:00"], ["09:00", "12:00"]))).toContain("15:30");
  });

  test("rows join across midnight, also out of an override", () => {
    const days = window("2027-03-16T12:00:00Z", "2027-03-17T12:00:00Z");
    const weekly = [{ days: [3], start: "00:00", end: "02:00" }];
    const overrides = [{ date: "2027-03-16", blocks: [["20:00", "24:00"]] }];
    expect(open(days, { weekly, overrides })).toEqual([["2027-03-17T00:00:00Z", "2027-03-17T06:00:00Z"]]);
    const hour = service({ stepMin: 15 });
    expect(starts({ ...days, service: hour }, { weekly, overrides })).toContain("03:45");
  });

  test("open and free time are clipped to the window", () => {
    const answer = ask({
      ...window("2027-03-16T13:20:30Z", "2027-03-16T15:00:00.250Z"),
      practitioners: [practitioner({ busy: [["2027-03-16T12:00:00Z", "2027-03-16T13:30:00Z"]] })],
    });
    expect(answer.open["p1"]).toEqual([["2027-03-16T13:20:30Z", "2027-03-16T15:00:00.250Z"]]);
    expect(answer.free["p1"]).toEqual([["2027-03-16T13:30:00Z", "2027-03-16T15:00:00.250Z"]]);
  });

  test("free time is open time minus busy time, and knows no buffers", () => {
    const { free } = ask({
      service: service({ bufferBeforeMin: 30, bufferAfterMin: 30 }),
      practitioners: [
        practitioner({
          busy: [
            ["2027-03-16T15:30:00Z", "2027-03-16T16:00:00Z"],
            ["2027-03-16T13:00:00Z", "2027-03-16T13:10:00Z"],
            ["2027-03-16T14:00:00Z", "2027-03-16T14:30:00Z"],
            ["2027-03-16T14:20:00Z", "2027-03-16T14:40:00Z"],
            ["2027-03-16T15:00:00Z", "2027-03-16T15:00:00Z"],
          ],
        }),
      ],
    });
    expect(free["p1"]).toEqual([
      ["2027-03-16T13:10:00Z", "2027-03-16T14:00:00Z"],
      ["2027-03-16T14:40:00Z", "2027-03-16T15:30:00Z"],
    ]);
  });
});

describe("Busy", () => {
  const busy = (...times: readonly (readonly [string, string])[]) => ({
    busy: times.map((pair) => pair.map((time) => `2027-03-16T${time}:00Z`)),
  });

  test("busy times and appointments are half-open: they may touch", () => {
    expect(starts({}, busy(["14:00", "15:00"]))).toEqual(["13:00", "15:00"]);
  });

  test("a busy time without length blocks nothing", () => {
    expect(starts({}, busy(["14:30", "14:30"]))).toEqual(["13:00", "13:30", "14:00", "14:30", "15:00"]);
  });

  test("buffers keep their distance on both sides, to the minute", () => {
    const buffered = service({ durationMin: 30, stepMin: 5, bufferBeforeMin: 10, bufferAfterMin: 15 });
    const found = starts({ service: buffered }, busy(["14:00", "14:30"]));
    expect(found.filter((time) => time > "13:00" && time < "15:00")).toEqual([
      "13:05",
      "13:10",
      "13:15", // ends 13:45, and its buffer at 14:00
      "14:40", // its buffer begins at 14:30
      "14:45",
      "14:50",
      "14:55",
    ]);
  });

  test("buffers need not lie within open time", () => {
    const found = starts({ service: service({ bufferBeforeMin: 45, bufferAfterMin: 45 }) });
    expect([found[0], found.at(-1)]).toEqual(["13:00", "15:00"]);
  });
});

describe("Grid", () => {
  test("starts count from each row's own start, before the row's end", () => {
    const found = starts(
      { service: service({ durationMin: 15, stepMin: 25 }) },
      rows(["09:10", "10:00"], ["11:05", "12:00"]),
    );
    expect(found).toEqual(["13:10", "13:35", "15:05", "15:30"]);
  });

  test("the step is elapsed time: it runs on over a change of the clocks", () => {
    const night = rows(["00:15", "04:00"]);
    const hourly = service({ durationMin: 30, stepMin: 60 });
    const autumn = { ...window("2027-11-07T04:00:00Z", "2027-11-07T10:00:00Z"), service: hourly };
    expect(starts(autumn, night)).toEqual(["04:15", "05:15", "06:15", "07:15", "08:15"]);
  });

  test("neither the window, nor now, nor busy times move the grid", () => {
    const off = {
      ...window("2027-03-16T13:07:00Z", "2027-03-16T15:59:00Z"),
      now: "2027-03-16T13:11:00Z",
      service: service({ durationMin: 20 }),
    };
    expect(starts(off, { busy: [["2027-03-16T13:33:00Z", "2027-03-16T13:47:00Z"]] })).toEqual([
      "14:00",
      "14:30",
      "15:00",
      "15:30",
    ]);
  });

  test("a visit lies wholly within open time", () => {
    const last = starts({ service: service({ durationMin: 50, stepMin: 15 }) }).at(-1);
    expect(last).toBe("15:00"); // 15:15 would end at 16:05, and the hours end at 16:00
  });
});

describe("Window and Notice", () => {
  test("from is in, to is not, and a visit may end after to", () => {
    expect(starts(window("2027-03-16T13:30:00Z", "2027-03-16T15:00:00Z"))).toEqual([
      "13:30",
      "14:00",
      "14:30",
    ]);
    expect(starts(window("2027-03-16T14:00:00Z", "2027-03-16T14:00:00Z"))).toEqual([]);
  });

  test("the notice is elapsed time, and exactly enough is enough", () => {
    const noticed = (now: string) =>
      starts({
        ...window("2027-03-14T05:00:00Z", "2027-03-15T04:00:00Z"),
        now,
        service: service({ minNoticeMin: 1440 }),
      })[0];
    expect(noticed("2027-03-13T14:00:00Z")).toBe("14:00"); // 09:00 EST, and 24 hours later it is 10:00 EDT
    expect(noticed("2027-03-13T14:00:00.001Z")).toBe("14:30");
  });
});

describe("Modes", () => {
  const ana = practitioner({ id: "ana" });
  const ben = practitioner({ id: "ben", ...berlin, ...rows(["14:15", "16:15"]) }); // 13:15 to 15:15 UTC

  test("any: the union of starts, and who is free for each, in the order of the question", () => {
    const cleo = practitioner({ id: "cleo", ...rows(["10:00", "12:00"]) });
    const answer = ask({ mode: "any", practitioners: [cleo, ben, ana] });
    expect(Object.entries(answer.practitioners).map(([start, ids]) => [start.slice(11, 16), ...ids])).toEqual(
      [
        ["13:00", "ana"],
        ["13:15", "ben"],
        ["13:30", "ana"],
        ["13:45", "ben"],
        ["14:00", "cleo", "ana"],
        ["14:15", "ben"],
        ["14:30", "cleo", "ana"],
        ["15:00", "cleo", "ana"],
      ],
    );
    expect(answer.slots).toEqual(Object.keys(answer.practitioners));
    expect(Object.keys(answer.open)).toEqual(["cleo", "ben", "ana"]);
  });

  test("all: starts of anyone's grid at which everyone is open and free throughout", () => {
    const taken = { ...ana, busy: [["2027-03-16T13:50:00Z", "2027-03-16T14:00:00Z"]] };
    const answer = ask({ mode: "all", service: service({ durationMin: 30 }), practitioners: [taken, ben] });
    expect(answer.slots.map((start) => start.slice(11, 16))).toEqual([
      "13:15",
      "14:00",
      "14:15",
      "14:30",
      "14:45",
    ]);
    expect(new Set(Object.values(answer.practitioners).flat())).toEqual(new Set(["ana", "ben"]));
  });

  test("nobody asked, nothing offered", () => {
    for (const mode of ["any", "all"]) {
      expect(ask({ mode, practitioners: [] })).toEqual({
        id: "q1",
        slots: [],
        open: {},
        free: {},
        practitioners: {},
      });
    }
  });
});

describe("a question that is wrong is refused with the path of its first wrong field", () => {
  const one = (changes: Readonly<Record<string, unknown>>) => ({ practitioners: [practitioner(changes)] });
  const row = (changes: Readonly<Record<string, unknown>>) =>
    one({
      weekly: [
        { days: [1], start: "09:00", end: "12:00" },
        { days: [1], start: "09:00", end: "12:00", ...changes },
      ],
    });

  test.each<readonly [string, Readonly<Record<string, unknown>>]>([
    ["id", { id: 7 }],
    ["now", { now: undefined }],
    ["now", { now: "2027-01-04" }],
    ["now", { now: "2027-01-04T00:00:00" }],
    ["now", { now: 1_804_000_000_000 }],
    ["now", { now: "2027-02-29T00:00:00Z" }],
    ["now", { now: "2027-01-04T24:00:00Z" }],
    ["now", { now: "2027-01-04T00:60:00Z" }],
    ["now", { now: "2027-1x-04T00:00:00Z" }],
    ["window", { window: [] }],
    ["window.from", { window: { to: "2027-03-17T04:00:00Z" } }],
    ["window.to", { window: { from: "2027-03-17T04:00:00Z", to: "tomorrow" } }],
    ["window.to", { window: { from: "2027-03-17T04:00:00Z", to: "2027-03-16T04:00:00Z" } }],
    ["viewerTimeZone", { viewerTimeZone: 5 }],
    ["mode", { mode: "some" }],
    ["service", { service: undefined }],
    ["service.durationMin", { service: service({ durationMin: 0 }) }],
    ["service.durationMin", { service: service({ durationMin: 50.5 }) }],
    ["service.durationMin", { service: service({ durationMin: "50" }) }],
    ["service.stepMin", { service: service({ stepMin: 0 }) }],
    ["service.bufferBeforeMin", { service: service({ bufferBeforeMin: -1 }) }],
    ["service.bufferAfterMin", { service: service({ bufferAfterMin: null }) }],
    ["service.minNoticeMin", { service: service({ minNoticeMin: 1e300 }) }],
    ["practitioners", { practitioners: {} }],
    ["practitioners", { practitioners: [] }],
    ["practitioners", { practitioners: [practitioner(), practitioner({ id: "p2" })] }],
    ["practitioners.1.id", { mode: "any", practitioners: [practitioner(), practitioner()] }],
    ["practitioners.0.id", one({ id: "" })],
    ["practitioners.0.timeZone", one({ timeZone: "Mars/Olympus" })],
    ["practitioners.0.timeZone", one({ timeZone: "+05:30" })],
    ["practitioners.0.weekly", one({ weekly: undefined })],
    ["practitioners.0.weekly.1.days", row({ days: 1 })],
    ["practitioners.0.weekly.1.days.1", row({ days: [1, 7] })],
    ["practitioners.0.weekly.1.start", row({ start: "9:00" })],
    ["practitioners.0.weekly.1.start", row({ start: "24:01", end: "25:00" })],
    ["practitioners.0.weekly.1.end", row({ end: "12:60" })],
    ["practitioners.0.overrides", one({ overrides: null })],
    ["practitioners.0.overrides.0.date", one({ overrides: [{ date: "2027-02-29", blocks: [] }] })],
    ["practitioners.0.overrides.0.blocks", one({ overrides: [{ date: "2027-02-28" }] })],
    [
      "practitioners.0.overrides.0.blocks.0.1",
      one({ overrides: [{ date: "2027-02-28", blocks: [["09:00", "noon"]] }] }),
    ],
    ["practitioners.0.busy", one({ busy: "never" })],
    ["practitioners.0.busy.1", one({ busy: [["2027-03-16T13:00:00Z", "2027-03-16T13:00:00Z"], "x"] })],
    ["practitioners.0.busy.0.0", one({ busy: [["13:00", "13:30"]] })],
    ["practitioners.0.busy.0.1", one({ busy: [["2027-03-16T13:00:00Z", null]] })],
    ["practitioners.0.busy.0.1", one({ busy: [["2027-03-16T13:00:00Z", "2027-03-16T12:00:00Z"]] })],
    ["practitioners.0.busy.0", one({ busy: [["2027-03-16T13:00:00Z"]] })],
    ["mode", { mode: "x", practitioners: 5 }],
  ])("%s", (path, changes) => {
    expect(wrongField(changes)).toBe(path);
  });

  test("what is no JSON object is wrong as a whole", () => {
    for (const text of ["", "{", "[]", "null", "7", '"slots"', "{}x"]) {
      expect(answerText(text)).toEqual({
        ok: false,
        refusal: { path: "", message: "a question is one JSON object" },
      });
    }
    expect(answerText(JSON.stringify(question({ now: undefined })))).toMatchObject({
      ok: false,
      refusal: { path: "now" },
    });
  });
});

test("ec-A23 an alias of a zone is the zone", () => {
  expect(open({}, { timeZone: "US/Eastern" })).toEqual(open({}, { timeZone: "America/New_York" }));
});

test("ec-A24 a viewer's zone, known or not or none, changes nothing", () => {
  const asked = ask();
  for (const viewerTimeZone of ["Mars/Olympus", "Asia/Tokyo", null, undefined]) {
    expect(ask({ viewerTimeZone })).toEqual(asked);
  }
});

test("an instant may be written with an offset and with parts of a second", () => {
  const asked = ask();
  for (const from of ["2027-03-16T00:00:00-04:00", "2027-03-16T04:00:00.000Z"]) {
    expect(ask({ window: { from, to: "2027-03-17T04:00:00Z" } })).toEqual(asked);
  }
});

test("any text is an id, and comes back as it was", () => {
  for (const id of ['"', "\\", "\u2028", "__proto__", "", "10"]) expect(ask({ id }).id).toBe(id);
  const ids = ["__proto__", "2", "1", 'a"b', "\u0000"];
  const answer = answerText(
    JSON.stringify(question({ mode: "any", practitioners: ids.map((id) => practitioner({ id })) })),
  );
  const text = answer.ok ? answer.value : "";
  expect(text.split('"open":')[1]?.split('"free"')[0]).toMatch(
    /^\{"__proto__":.*"2":.*"1":.*"a\\"b":.*"\\u0000":/,
  );
  expect(
    ask({ mode: "any", practitioners: ids.map((id) => practitioner({ id })) }).practitioners[
      "2027-03-16T13:00:00Z"
    ],
  ).toEqual(ids);
});
