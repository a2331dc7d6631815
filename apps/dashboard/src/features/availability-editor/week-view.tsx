"use client";

import type { StaffOutput } from "@quietroom/api/client";
import { asId } from "@quietroom/domain/ids";
import { addDays } from "@quietroom/domain/time";
import { ArrivingRows } from "@quietroom/ui/blocks/arriving";
import { Notice } from "@quietroom/ui/blocks/notice";
import { cn } from "@quietroom/ui/cn";
import { Badge } from "@quietroom/ui/primitives/badge";
import { Button } from "@quietroom/ui/primitives/button";
import { useQuery } from "@tanstack/react-query";
import { ChevronLeft, ChevronRight } from "lucide-react";
import Link from "next/link";
import { useState } from "react";
import { useTRPC } from "../../live/trpc.tsx";
import { OutOfDate } from "../../show/out-of-date.tsx";
import { calendarDate, type StudioClock } from "../../show/format-time.ts";
import { type Day, hoursShown, minutesOn, type Piece, pieceText } from "./week-words.ts";

type Week = StaffOutput["availability"]["week"];

/** One practitioner's week as it really is: each date drawn on the clock, and the same in words. A date leads to its exception. */
export function WeekView({
  practitionerId,
  initial,
  firstDate,
  today,
  places,
  locale,
  canEdit,
  onChange,
}: {
  readonly practitionerId: string;
  readonly initial: Week;
  /** The first date of this week, which `initial` is of. */
  readonly firstDate: string;
  readonly today: string;
  /** How many places the studio has. */
  readonly places: number;
  readonly locale: string;
  readonly canEdit: boolean;
  readonly onChange: (date: string) => void;
}) {
  const trpc = useTRPC();
  const [from, setFrom] = useState(firstDate);
  const week = useQuery(
    trpc.availability.week.queryOptions(
      { practitionerId: asId(practitionerId), from },
      from === firstDate ? { initialData: initial } : {},
    ),
  );
  const dates = (date: string) =>
    calendarDate(date, locale, { day: "numeric", month: "long", year: "numeric" });
  return (
    <section aria-labelledby="week" className="grid gap-4">
      <div className="flex flex-wrap items-end justify-between gap-3">
        <div>
          <h2 id="week" className="display text-xl">
            Week by week
          </h2>
          <p className="max-w-[62ch] text-muted">
            What can really be booked, with every exception, time off, closed day and visit.
          </p>
        </div>
        <div className="flex flex-wrap items-center gap-2">
          <Button
            size="icon"
            variant="secondary"
            aria-label="Previous week"
            onClick={() => setFrom(addDays(from, -7))}
          >
            <ChevronLeft aria-hidden="true" />
          </Button>
          <Button
            size="sm"
            variant="secondary"
            aria-disabled={from === firstDate}
            onClick={() => setFrom(firstDate)}
          >
            This week
          </Button>
          <Button
            size="icon"
            variant="secondary"
            aria-label="Next week"
            onClick={() => setFrom(addDays(from, 7))}
          >
            <ChevronRight aria-hidden="true" />
          </Button>
        </div>
      </div>
      <p role="status" className="figures font-medium">
        {dates(from)} – {dates(addDays(from, 6))}
        {week.isPending ? ": loading …" : ""}
      </p>
      {week.data === undefined ? (
        week.isError ? (
          <Notice
            tone="danger"
            title="This week could not be loaded"
            action={
              <Button size="sm" variant="secondary" onClick={() => void week.refetch()}>
                Try again
              </Button>
            }
          />
        ) : (
          <div className="animate-arrive">
            <ArrivingRows rows={7} />
          </div>
        )
      ) : (
        <>
          {week.isError ? <OutOfDate what="This week" onAgain={() => void week.refetch()} /> : null}
          <Days
            week={week.data}
            clock={{ timeZone: week.data.timeZone, locale }}
            today={today}
            places={places}
            canEdit={canEdit}
            onChange={onChange}
          />
        </>
      )}
    </section>
  );
}

function Days({
  week,
  clock,
  today,
  places,
  canEdit,
  onChange,
}: {
  readonly week: Week;
  readonly clock: StudioClock;
  readonly today: string;
  readonly places: number;
  readonly canEdit: boolean;
  readonly onChange: (date: string) => void;
}) {
  const shown = hoursShown(week.days, week.timeZone);
  return (
    <ol className="divide-y divide-line rounded-lg border border-line bg-raised">
      {week.days.map((day) => {
        const name = calendarDate(day.date, clock.locale, {
          weekday: "long",
          day: "numeric",
          month: "short",
        });
        return (
          <li
            key={day.date}
            aria-current={day.date === today ? "date" : undefined}
            className="grid gap-x-4 gap-y-2 p-4 aria-[current=date]:bg-accent-soft/40 sm:grid-cols-[9rem_minmax(0,1fr)_auto]"
          >
            <h3 className="grid content-start gap-1 font-medium">
              {name}
              {day.differs ? <Badge tone="neutral">differs</Badge> : null}
            </h3>
            <div className="grid min-w-0 gap-2">
              <Bar day={day} shown={shown} timeZone={week.timeZone} />
              {day.pieces.length === 0 ? (
                <p className="text-muted">Not working</p>
              ) : (
                <ul className="grid gap-1">
                  {day.pieces.map((piece) => (
                    <li key={`${piece.kind} ${piece.start} ${piece.end}`}>
                      <PieceLine piece={piece} date={day.date} clock={clock} places={places} />
                    </li>
                  ))}
                </ul>
              )}
            </div>
            {canEdit ? (
              <Button size="sm" variant="quiet" className="w-fit" onClick={() => onChange(day.date)}>
                Change<span className="sr-only"> {name}</span>
              </Button>
            ) : null}
          </li>
        );
      })}
    </ol>
  );
}

function PieceLine({
  piece,
  date,
  clock,
  places,
}: {
  readonly piece: Piece;
  readonly date: string;
  readonly clock: StudioClock;
  readonly places: number;
}) {
  const { what, times, more } = pieceText(piece, { date, clock, places });
  const words = (
    <>
      <span className="font-medium">{what}</span> <span className="figures">{times}</span>
      {more === "" ? "" : <span className="text-muted"> · {more}</span>}
    </>
  );
  return (
    <span className="flex items-baseline gap-2 break-words text-sm">
      <svg aria-hidden="true" viewBox="0 0 12 12" className="size-3 shrink-0">
        <rect x="1" y="1" width="10" height="10" rx="2" strokeWidth="1.5" className={looks[piece.kind]} />
      </svg>
      {piece.kind === "visit" && !piece.held ? (
        <Link
          href={`/calendar?view=day&date=${date}&open=${piece.appointmentId}`}
          className="min-w-0 underline underline-offset-2"
        >
          {words}
        </Link>
      ) : (
        <span className="min-w-0">{words}</span>
      )}
    </span>
  );
}

/** A date drawn on the clock. The same is said beside it, so that nobody has to see it. */
function Bar({
  day,
  shown,
  timeZone,
}: {
  readonly day: Day;
  readonly shown: ReturnType<typeof hoursShown>;
  readonly timeZone: string;
}) {
  const [first, last] = [shown.first * 60, shown.last * 60];
  const hours = Array.from({ length: shown.last - shown.first + 1 }, (_, index) => first + index * 60);
  const layers = [...day.pieces].toSorted((a, b) => layer.indexOf(a.kind) - layer.indexOf(b.kind));
  return (
    <svg
      aria-hidden="true"
      viewBox={`${first} 0 ${last - first} 32`}
      preserveAspectRatio="none"
      className="h-8 w-full rounded-sm bg-sunken"
    >
      {layers.map((piece) => {
        const { from, until } = minutesOn(piece, day.date, timeZone);
        const isVisit = piece.kind === "visit" || piece.kind === "busy";
        const [x, end] = [Math.max(from, first), Math.min(until, last)];
        return x < end ? (
          <rect
            key={`${piece.kind} ${piece.start} ${piece.end}`}
            x={x}
            width={end - x}
            y={isVisit ? 8 : 0}
            height={isVisit ? 16 : 32}
            strokeWidth="1"
            vectorEffect="non-scaling-stroke"
            className={cn(looks[piece.kind], piece.kind === "visit" && piece.outside && "stroke-danger")}
          />
        ) : null;
      })}
      {hours.map((at) => (
        <line
          key={at}
          x1={at}
          x2={at}
          y1={at % 360 === 0 ? 0 : 26}
          y2="32"
          strokeWidth="1"
          vectorEffect="non-scaling-stroke"
          className="stroke-line-strong"
        />
      ))}
    </svg>
  );
}

/** What is drawn first lies beneath. */
const layer: readonly Piece["kind"][] = ["open", "closed", "time_off", "blocked", "busy", "visit"];

const looks: Readonly<Record<Piece["kind"], string>> = {
  open: "fill-positive-soft stroke-positive",
  blocked: "fill-caution-soft stroke-caution",
  time_off: "fill-info-soft stroke-info",
  closed: "fill-danger-soft stroke-danger",
  visit: "fill-accent stroke-accent-strong",
  busy: "fill-line-strong stroke-muted",
};
