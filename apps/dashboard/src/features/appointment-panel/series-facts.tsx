import type { StaffOutput } from "@quietroom/api/client";
import { Notice } from "@quietroom/ui/blocks/notice";
import { calendarDate, type StudioClock } from "../../show/format-time.ts";
import { gapWords } from "../../repeat/repeat-form.ts";
import { seriesWords } from "./series-words.ts";

/** That a visit is one of a series, and which dates of it are no visits. */
export function SeriesFacts({
  series,
  clock,
}: {
  readonly series: StaffOutput["appointment"]["panel"]["series"];
  readonly clock: StudioClock;
}) {
  if (series === null) return null;
  const { isStopped, gaps, waitsFor } = series;
  return (
    <Notice
      tone={isStopped || waitsFor !== null ? "caution" : "info"}
      title={isStopped ? "The series has stopped" : "One of a series"}
    >
      {seriesWords(series, clock.locale)}
      {gaps.length === 0 ? null : (
        <ul aria-label="Dates that are not booked" className="figures mt-2 grid gap-1">
          {gaps.map(({ date, because }) => (
            <li key={date}>
              {calendarDate(date, clock.locale, { weekday: "short", day: "numeric", month: "short" })}:{" "}
              {gapWords(because)}
            </li>
          ))}
        </ul>
      )}
    </Notice>
  );
}
