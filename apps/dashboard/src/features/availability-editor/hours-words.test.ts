import { expect, test } from "vitest";
import { refusedPart, weeklyRefusal } from "./hours-words.ts";

test("SCHED-01 a week that meets extra hours at another place says on which date and where, at the times of its row", () => {
  expect(weeklyRefusal({ code: "hours_elsewhere", date: "2027-03-20", place: "Hill Road" }, "en-GB")).toMatch(
    /^On Saturday,? 20 March 2027 there are extra hours at Hill Road at that time\. Change the one or the other\.$/,
  );
  expect(refusedPart("hours_elsewhere")).toBe("times");
  expect(weeklyRefusal({ code: "reversed_dates", date: null, place: "another place" }, "en-GB")).toBe(
    "The last date is before the first.",
  );
});
