import { expect, test } from "vitest";
import { canJoinWaitlist, type WaitlistWish } from "./waitlist-join.ts";

const studio = { today: "2027-03-16", horizonDays: 60 }; // a Tuesday

function join(changes: Partial<WaitlistWish>): string {
  const wish: WaitlistWish = {
    dateFrom: "2027-03-16",
    dateUntil: "2027-03-30",
    weekdays: [2],
    dayparts: ["morning"],
    ...changes,
  };
  const answer = canJoinWaitlist(wish, studio);
  return answer.ok ? "joined" : answer.refusal;
}

test("WAIT-01 a wish names dates ahead, a weekday among them and a part of the day", () => {
  expect(join({})).toBe("joined");
  expect(join({ dateUntil: "2027-03-15", dateFrom: "2027-03-16" })).toBe("dates_reversed");
  expect(join({ dateFrom: "2027-03-01", dateUntil: "2027-03-15" })).toBe("dates_past");
  expect(join({ weekdays: [] })).toBe("no_weekday");
  expect(join({ dayparts: [] })).toBe("no_daypart");
});

test("WAIT-01 the first date may be beyond neither today nor the horizon", () => {
  expect(join({ dateFrom: "2027-05-15", dateUntil: "2027-05-30", weekdays: [6] })).toBe("joined");
  expect(join({ dateFrom: "2027-05-16", dateUntil: "2027-05-30", weekdays: [6] })).toBe("beyond_horizon");
});

test("WAIT-01 a wish that no date can meet is refused, counting from today", () => {
  expect(join({ dateUntil: "2027-03-18", weekdays: [0, 1] })).toBe("no_matching_date");
  expect(join({ dateFrom: "2027-03-15", dateUntil: "2027-03-16", weekdays: [1] })).toBe("no_matching_date"); // Monday was yesterday
  expect(join({ dateFrom: "2027-03-15", dateUntil: "2027-03-16", weekdays: [2] })).toBe("joined");
});
