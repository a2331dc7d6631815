import { dayMs, plus, resolveWallTime } from "@quietroom/domain/time";
import { expect, test } from "vitest";
import { renderMessage } from "../render-message.tsx";
import { sampleMessages } from "../samples.ts";

const message = sampleMessages["series-news"];

test("SCHED-15 ec-A25 every date stands on the clock of the place, labelled, each under the clock of its own day, with its own link", async () => {
  const [first] = message.visits;
  const spring = plus(first.start, -14 * dayMs); // before the clocks change on 8 March: noon in New York is an hour of winter
  const early = { ...first, start: spring, end: plus(spring, 50 * 60_000) };
  const { subject, text, html } = await renderMessage({ ...message, visits: [early, ...message.visits] });
  expect(subject).toBe("Your appointments at Harbour Physiotherapy are confirmed");
  expect(text).toContain("Tuesday, February 24, 2026, 1:00 – 1:50 PM, Eastern Standard Time");
  expect(text).toContain("Tuesday, March 10, 2026, 2:00 – 2:50 PM, Eastern Daylight Time");
  expect(text).toContain("Tuesday, March 17, 2026, 2:00 – 2:50 PM, Eastern Daylight Time");
  expect(text).toContain("On your own clock: 6:00 – 6:50 PM, Greenwich Mean Time");
  for (const { manageUrl } of message.visits) {
    expect(text).toContain(manageUrl);
    expect(html).toContain(`href="${manageUrl}"`);
  }
});

test("SCHED-15 dates that moved say when they were before, and those that are cancelled lead nowhere", async () => {
  const visits = message.visits.map((visit) => ({ ...visit, previousStart: plus(visit.start, -dayMs) }));
  const moved = await renderMessage({ ...message, news: "rescheduled", visits });
  expect(moved.text).toContain("Before: Monday, March 9, 2026 at 2:00 PM, Eastern Daylight Time");
  const cancelled = await renderMessage({
    ...message,
    news: "cancelled",
    bookUrl: "https://book.example/harbour",
  });
  expect(cancelled.subject).toBe("Your appointments at Harbour Physiotherapy are cancelled");
  expect(cancelled.text).not.toContain("manage/");
  expect(cancelled.html).toContain("<s>");
});

test("ec-A9 a date that the clocks moved says so, in the mail of the series and in a mail of its own", async () => {
  const [first] = message.visits;
  const start = resolveWallTime("2027-03-14", "02:30", "America/New_York");
  const moved = { ...first, start, end: plus(start, 50 * 60_000) };
  const words =
    "On that date the clocks go from 2:00 AM straight to 3:00 AM. A time in between does not exist then and becomes 3:00 AM.";
  const before = { ...first, start: plus(start, -dayMs), end: plus(moved.end, -dayMs) };
  const { text, html } = await renderMessage({ ...message, visits: [before, moved] });
  expect(text.split(words)).toHaveLength(2); // at that date, and at no other
  expect(text).toContain("Sunday, March 14, 2027, 3:00 – 3:50 AM, Eastern Daylight Time");
  expect(html).toContain(words);
  const alone = sampleMessages["appointment-reminder"];
  expect((await renderMessage({ ...alone, visit: { ...alone.visit, ...moved } })).text).toContain(words);
  expect((await renderMessage(alone)).text).not.toContain("the clocks go");
});
