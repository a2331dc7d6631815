import { renderToStaticMarkup } from "react-dom/server";
import { expect, test } from "vitest";
import { MonthStrip } from "./month-strip.tsx";

const weekdays = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"].map(
  (long) => ({
    long,
    short: long.slice(0, 1),
  }),
);

function strip(count: number): string {
  return renderToStaticMarkup(
    <MonthStrip
      heading="June 2026"
      weekdays={weekdays}
      leadingBlanks={3}
      days={[{ date: "2026-06-11", day: "11", label: "Thursday 11 June", count, href: "?day=2026-06-11" }]}
      selected="2026-06-11"
    />,
  );
}

test("a day with times is a link that says how many", () => {
  expect(strip(5)).toMatch(/<a href="\?day=2026-06-11" aria-current="date".*Thursday 11 June, 5 times/);
  expect(strip(1)).toContain("Thursday 11 June, 1 time<");
});

test("a day without times is no link, and says so", () => {
  expect(strip(0)).not.toContain("<a ");
  expect(strip(0)).toContain("Thursday 11 June, no times");
});

test("the first day stands under its weekday", () => {
  expect(strip(1)).toContain('<li class="col-start-4">');
});
