import { expect, test } from "vitest";
import {
  grouped,
  overrideRefusal,
  overrideText,
  type Override,
  replacedBy,
  saidOf,
} from "./override-words.ts";

const noon: Override = {
  id: "a",
  version: 1,
  date: "2027-03-16",
  kind: "blocked",
  locationId: null,
  blocks: [["12:00", "13:00"]],
  purpose: "meeting",
  reason: "Team",
  seriesId: null,
  repeats: null,
};
const places = [
  { id: "here", name: "Harbour" },
  { id: "there", name: "Hill" },
];

test("SCHED-02 an exception is said in one line, whatever its kind", () => {
  expect(overrideText(noon, places, "en-US")).toBe("Meeting 12:00 noon – 1:00 PM · Team");
  expect(overrideText(noon, places, "en-GB")).toBe("Meeting 12:00 – 13:00 · Team");
  expect(overrideText({ ...noon, purpose: null, reason: "", blocks: [] }, places, "en-US")).toBe(
    "Blocked, all day",
  );
  expect(overrideText({ ...noon, blocks: [["00:00", "24:00"]] }, places, "en-US")).toBe(
    "Meeting all day · Team",
  );
  expect(
    overrideText({ ...noon, kind: "hours", purpose: null, reason: "", blocks: [] }, places, "en-US"),
  ).toBe("Not working");
  const extra = { ...noon, kind: "extra" as const, purpose: null, reason: "", locationId: "there" };
  expect(overrideText(extra, places, "en-US")).toBe("Extra hours 12:00 noon – 1:00 PM · Hill");
});

test("SCHED-02 dates that were said at once stand together, and those changed since by themselves", () => {
  const all = ["a", "b", "c", "d"].map((id, index) => ({ ...noon, id, seriesId: index === 2 ? null : "s" }));
  expect(grouped(all).map((group) => group.map(({ id }) => id))).toEqual([["a", "b", "d"], ["c"]]);
});

test("ec-B5 what a date says already is known before it is saved over: other hours are replaced, all else adds up", () => {
  const hours = { ...noon, id: "h", kind: "hours" as const, locationId: "here", purpose: null, reason: "" };
  const all = [noon, hours, { ...noon, id: "b", date: "2027-03-17" }];
  const said = saidOf(all, "2027-03-16", null);
  expect(said.map(({ id }) => id)).toEqual(["a", "h"]);
  expect(saidOf(all, "2027-03-16", "a").map(({ id }) => id)).toEqual(["h"]);
  expect(replacedBy("hours", said)).toBe(hours);
  expect(replacedBy("closed", said)).toBe(hours);
  expect(replacedBy("extra", said)).toBeUndefined();
  expect(replacedBy("blocked", said)).toBeUndefined();
  expect(replacedBy("hours", saidOf(all, "2027-03-17", null))).toBeUndefined();
});

test("ec-B5 what is wrong is said at its field, with the date or the range to blame", () => {
  expect(overrideRefusal({ code: "date_taken", row: null, date: "2027-03-16" }, "en-GB")).toEqual({
    field: "date",
    words: "There are other hours on Tuesday, 16 March 2027 already. Change those, or remove them first.",
  });
  expect(overrideRefusal({ code: "overlapping_ranges", row: 2, date: null }, "en-GB").field).toBe("range-2");
});
