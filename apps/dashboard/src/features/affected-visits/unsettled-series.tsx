"use client";

import type { StaffOutput } from "@quietroom/api/client";
import { asId, type PractitionerId, type SeriesId } from "@quietroom/domain/ids";
import { Notice } from "@quietroom/ui/blocks/notice";
import { useNotify } from "@quietroom/ui/blocks/toaster";
import { Button } from "@quietroom/ui/primitives/button";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import Link from "next/link";
import { useRef } from "react";
import { useTRPC } from "../../live/trpc.tsx";
import { gapWords } from "../../repeat/repeat-form.ts";
import { failureWords } from "../../show/failure-words.ts";
import { calendarDate, wallTime } from "../../show/format-time.ts";

type List = StaffOutput["practitioner"]["unsettledSeries"];
type Series = List["series"][number];

/** The series that somebody has to see to: those that have ended, and those with dates that the night could not book. */
export function UnsettledSeries({
  initial,
  practitionerId,
  locale,
}: {
  readonly initial: List;
  /** Of one person; null: of everybody whose visits are the viewer's to manage. */
  readonly practitionerId: PractitionerId | null;
  readonly locale: string;
}) {
  const trpc = useTRPC();
  const heading = useRef<HTMLHeadingElement>(null);
  const { data, isError } = useQuery(
    trpc.practitioner.unsettledSeries.queryOptions({ practitionerId }, { initialData: initial }),
  );
  return (
    <section aria-labelledby="unsettled" className="grid gap-3">
      <div className="grid gap-1">
        <h2 id="unsettled" ref={heading} tabIndex={-1} className="display text-xl">
          Series to see to
        </h2>
        <p className="max-w-[62ch] text-muted">
          {data.series.length === 0
            ? "Nothing waits here. Dates of a series that could not be booked in the night, and series that have ended, are listed until somebody has seen to them."
            : "Find another time with the client or leave it at that, then mark the series as seen to. A date leaves the list by itself once the same service is booked for its client that day."}
        </p>
      </div>
      {isError ? (
        <Notice tone="caution">
          The list could not be looked up again. What you see may have changed meanwhile.
        </Notice>
      ) : null}
      {data.series.length === 0 ? null : (
        <ul className="divide-y divide-line rounded-lg border border-line bg-raised">
          {data.series.map((series) => (
            <SeriesRow
              key={series.seriesId}
              series={series}
              locale={locale}
              onDone={() => heading.current?.focus()} // what was seen to leaves the list
            />
          ))}
        </ul>
      )}
      {data.seriesCount > data.series.length ? (
        <p className="text-muted">
          These are the first {data.series.length} series. The others follow as you see to them.
        </p>
      ) : null}
    </section>
  );
}

function SeriesRow({
  series,
  locale,
  onDone,
}: {
  readonly series: Series;
  readonly locale: string;
  readonly onDone: () => void;
}) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const notify = useNotify();
  const settle = useMutation(
    trpc.practitioner.settleSeries.mutationOptions({
      onSuccess: async () => {
        notify({ title: "Series seen to", tone: "positive" });
        await queryClient.invalidateQueries();
        onDone();
      },
      onError: (failure) =>
        notify({ title: failureWords(failure, "The series stays on the list."), tone: "danger" }),
    }),
  );
  const { seriesId, clientName, serviceName, practitionerName, stopped, gaps, visit } = series;
  const named = `${clientName}, ${serviceName}`;
  return (
    <li className="grid gap-3 p-4">
      <div className="grid min-w-0 gap-0.5">
        <h3 className="break-words font-medium">{clientName}</h3>
        <p className="figures break-words text-muted">
          {serviceName} with {practitionerName}, at {wallTime(series.time, locale)}
        </p>
      </div>
      {stopped ? (
        <p className="max-w-[62ch]">
          The series has ended: its practitioner leaves, or does not give its service there any more. Nothing
          is booked after{" "}
          {calendarDate(series.bookedUntil, locale, { day: "numeric", month: "long", year: "numeric" })}. One
          whose service is given there again goes on by itself the night after.
        </p>
      ) : null}
      {gaps.length === 0 ? null : (
        <ul aria-label={`Dates that are not booked: ${named}`} className="figures grid gap-1">
          {gaps.map(({ date, day, because }) => (
            <li key={date}>
              <Link
                href={`/calendar?view=day&date=${day}`}
                className="inline-flex min-h-6 items-center underline underline-offset-2"
              >
                {calendarDate(date, locale, { weekday: "short", day: "numeric", month: "short" })}
                <span className="sr-only">, on the calendar</span>
              </Link>
              : {gapWords(because)}
            </li>
          ))}
        </ul>
      )}
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <Button
          size="sm"
          variant="secondary"
          aria-label={`Seen to: ${named}`}
          aria-disabled={settle.isPending}
          onClick={() => {
            if (settle.isPending) return;
            const dates = gaps.map(({ date }) => date);
            settle.mutate({ seriesId: asId<SeriesId>(seriesId), stopped, dates });
          }}
        >
          Seen to
        </Button>
        {visit === null ? null : (
          <Link
            href={`/calendar?view=day&date=${visit.day}&open=${visit.appointmentId}`}
            className="inline-flex min-h-6 items-center underline underline-offset-2"
          >
            Open the series<span className="sr-only">: {named}</span>
          </Link>
        )}
      </div>
    </li>
  );
}
