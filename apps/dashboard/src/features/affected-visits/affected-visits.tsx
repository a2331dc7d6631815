"use client";

import type { StaffOutput } from "@quietroom/api/client";
import type { listAffectedVisits } from "@quietroom/contracts/affected-visits";
import type { InputOf } from "@quietroom/contracts/wire";
import { asId, type SeriesId } from "@quietroom/domain/ids";
import { EmptyState } from "@quietroom/ui/blocks/empty-state";
import { Notice } from "@quietroom/ui/blocks/notice";
import { useNotify } from "@quietroom/ui/blocks/toaster";
import { Button } from "@quietroom/ui/primitives/button";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useRef } from "react";
import { useTRPC } from "../../live/trpc.tsx";
import { failureWords } from "../../show/failure-words.ts";
import { calendarDate } from "../../show/format-time.ts";
import { AffectedRow } from "./affected-row.tsx";
import type { AffectedList } from "./affected-words.ts";

/** What stands with somebody who is not there: one after the other is given away, moved or cancelled, until nothing is left. */
export function AffectedVisits({
  initial,
  asked,
  people,
  locale,
}: {
  readonly initial: AffectedList;
  readonly asked: InputOf<typeof listAffectedVisits>;
  readonly people: StaffOutput["practitioner"]["list"];
  readonly locale: string;
}) {
  const trpc = useTRPC();
  const heading = useRef<HTMLHeadingElement>(null);
  const { data, isError } = useQuery(
    trpc.practitioner.affected.queryOptions(asked, { initialData: initial }),
  );
  const { visits, visitCount, practitioner, stoppedSeries } = data;
  // What was decided about leaves the list, and whoever works through it by keyboard would be nowhere.
  const toHeading = () => heading.current?.focus();
  return (
    <div className="grid gap-6">
      <section aria-labelledby="affected" className="grid gap-3">
        <h2 id="affected" ref={heading} tabIndex={-1} className="display text-xl">
          {visitCount === 1 ? "1 visit" : `${visitCount} visits`} with {practitioner.displayName}
        </h2>
        {isError ? (
          <Notice tone="caution">
            The list could not be looked up again. What you see may have changed meanwhile.
          </Notice>
        ) : null}
        {visitCount === 0 ? (
          <EmptyState title="Nothing is left to decide">
            No visit is booked with {practitioner.displayName} on these dates.
          </EmptyState>
        ) : (
          <ul className="divide-y divide-line rounded-lg border border-line bg-raised">
            {visits.map((visit) => (
              <AffectedRow
                key={`${visit.appointmentId} ${visit.version}`}
                visit={visit}
                practitionerId={practitioner.id}
                back={asked.lastDate}
                people={people}
                locale={locale}
                onDone={toHeading}
              />
            ))}
          </ul>
        )}
        {visitCount > visits.length ? (
          <p className="text-muted">
            These are the first {visits.length}. The others follow as you decide about them.
          </p>
        ) : null}
      </section>
      {stoppedSeries.length === 0 ? null : (
        <StoppedSeries series={stoppedSeries} locale={locale} onDone={toHeading} />
      )}
    </div>
  );
}

function StoppedSeries({
  series,
  locale,
  onDone,
}: {
  readonly series: AffectedList["stoppedSeries"];
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
  return (
    <section aria-labelledby="stopped" className="grid gap-3">
      <div>
        <h2 id="stopped" className="display text-xl">
          Series that have ended
        </h2>
        <p className="max-w-[62ch] text-muted">
          Their practitioner leaves, or does not give their service there any more. Nothing further is booked:
          find another time or another practitioner with the client, then mark the series as seen to. Until
          then, one whose service is given there again goes on by itself the night after.
        </p>
      </div>
      <ul className="divide-y divide-line rounded-lg border border-line bg-raised">
        {series.map(({ seriesId, clientName, serviceName, time, bookedUntil }) => (
          <li key={seriesId} className="flex flex-wrap items-center justify-between gap-3 p-4">
            <div className="grid min-w-0 gap-0.5">
              <h3 className="break-words font-medium">{clientName}</h3>
              <p className="figures text-muted">
                {serviceName}, at {time}, until{" "}
                {calendarDate(bookedUntil, locale, { day: "numeric", month: "long", year: "numeric" })}
              </p>
            </div>
            <Button
              size="sm"
              variant="secondary"
              aria-label={`Seen to: ${clientName}, ${serviceName}`}
              aria-disabled={settle.isPending}
              onClick={() => {
                if (!settle.isPending) settle.mutate({ seriesId: asId<SeriesId>(seriesId) });
              }}
            >
              Seen to
            </Button>
          </li>
        ))}
      </ul>
    </section>
  );
}
