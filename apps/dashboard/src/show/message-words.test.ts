import { expect, test } from "vitest";
import { kindWords } from "./message-words.ts";

test("NOTIF-01 a reminder's rule is said in words, whatever it is", () => {
  expect(["1d", "2d", "2h", "1h30m", "1d12h", "08:00"].map((rule) => kindWords(`reminder_${rule}`))).toEqual([
    "Reminder, 1 day before",
    "Reminder, 2 days before",
    "Reminder, 2 h before",
    "Reminder, 1 h 30 min before",
    "Reminder, 1 day 12 h before",
    "Reminder, at 08:00 the same day",
  ]);
});
