import { expect, test } from "vitest";
import { addDays } from "../time/index.ts";
import { decideAfterNoShows } from "./no-shows.ts";

const books = { ok: true, value: "books_online" };
const calls = { ok: false, refusal: "call_to_book" };

test("SCHED-20 as many missed visits as the studio allows, and its client calls to book; one fewer, and they book", () => {
  const rule = { limit: 2, months: 6 };
  expect(decideAfterNoShows([], rule, "2027-05-10")).toEqual(books);
  expect(decideAfterNoShows(["2027-05-10"], rule, "2027-05-10")).toEqual(books);
  expect(decideAfterNoShows(["2027-05-10", "2027-05-10"], rule, "2027-05-10")).toEqual(calls);
  expect(decideAfterNoShows(["2027-01-04", "2027-03-09", "2027-05-03"], rule, "2027-05-10")).toEqual(calls);
});

test.each([
  ["2026-11-10", 6, "2027-05-10"],
  ["2027-08-31", 6, "2028-02-29"], // no 31st there: its last day, of a leap year
  ["2026-08-31", 6, "2027-02-28"],
  ["2028-02-29", 12, "2029-02-28"],
  ["2026-12-01", 1, "2027-01-01"],
  ["2026-01-15", 60, "2031-01-15"],
])(
  "SCHED-20 ec-L1 a visit missed on %s counts for %i months, until %s and not the day after",
  (missed, months, last) => {
    const after = (today: string) => decideAfterNoShows([missed], { limit: 1, months }, today);
    expect(after(last)).toEqual(calls);
    expect(after(addDays(last, 1))).toEqual(books);
  },
);
