"use client";

import type { StaffOutput } from "@quietroom/api/client";
import type { listAffectedVisits } from "@quietroom/contracts/affected-visits";
import type { InputOf } from "@quietroom/contracts/wire";
import { EmptyState } from "@quietroom/ui/blocks/empty-state";
import { Notice } from "@quietroom/ui/blocks/notice";
import { useQuery } from "@tanstack/react-query";
import { useRef } from "react";
import { useTRPC } from "../../live/trpc.tsx";
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
  const { visits, visitCount, practitioner } = data;
  // What was decided about leaves the list, and whoever works through it by keyboard would be nowhere.
  const toHeading = () => heading.current?.focus();
  return (
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
  );
}
