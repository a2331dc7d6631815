import { Notice } from "@quietroom/ui/blocks/notice";
import Link from "next/link";
import type { ReactNode } from "react";
import { dateTime } from "./format-time.ts";

type StandingVisit = {
  readonly id: string;
  readonly startsAt: number;
  readonly date: string;
  readonly timeZone: string;
  readonly practitionerName?: string;
};

/** Visits that stand where there should be none, for a person to decide about: the first of `count`, each with the way to its place on the calendar. */
export function StandingVisits({
  words,
  count,
  visits,
  locale,
}: {
  readonly words: ReactNode;
  readonly count: number;
  readonly visits: readonly StandingVisit[];
  readonly locale: string;
}) {
  if (count === 0) return null;
  return (
    <Notice tone="caution">
      <p>{words}</p>
      <ul className="mt-1 grid gap-1">
        {visits.map(({ id, startsAt, date, timeZone, practitionerName }) => (
          <li key={id}>
            <Link
              href={`/calendar?view=day&date=${date}&open=${id}`}
              className="figures inline-flex min-h-6 items-center underline underline-offset-2"
            >
              {dateTime(startsAt, { timeZone, locale })}
              {practitionerName === undefined ? null : ` · ${practitionerName}`}
            </Link>
          </li>
        ))}
      </ul>
      {count > visits.length ? <p>And {count - visits.length} more on the calendar.</p> : null}
    </Notice>
  );
}
