import { expect, test } from "vitest";
import { fitWords, waitWords } from "./score-words.ts";

test("WAIT-09 WAIT-10 both scores are told with every part", () => {
  expect(fitWords({ therapist: 30, day: 20, time: 20, soonness: 13, waiting: 5, total: 88 })).toBe(
    "Fits 88 of 100: practitioner 30 of 30, day 20 of 20, time of day 20 of 20, how soon 13 of 15, their wait 5 of 15",
  );
  const wait = { waited: 12, urgency: 10, referral: 0, declines: 0, total: 22 };
  expect(waitWords(wait)).toBe("Wait 22 of 100: time waited 12 of 40, urgency 10 of 30, referral 0 of 20");
  expect(waitWords({ ...wait, declines: 3, total: 19 })).toContain(", less 3 for hours they passed on");
});
