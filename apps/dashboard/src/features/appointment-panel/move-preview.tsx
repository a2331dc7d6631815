"use client";

import type { StaffInput, StaffOutput } from "@quietroom/api/client";
import { Notice } from "@quietroom/ui/blocks/notice";
import { Button } from "@quietroom/ui/primitives/button";
import { Skeleton } from "@quietroom/ui/primitives/skeleton";
import { useQuery } from "@tanstack/react-query";
import { useTRPC } from "../../live/trpc.tsx";
import { dateTime, type StudioClock } from "../../show/format-time.ts";
import { problemWords } from "../../repeat/repeat-form.ts";
import { countWords, seriesWords } from "./series-scope.tsx";

export type SeriesMove = StaffInput["series"]["previewMove"];
type MovedDate = Extract<StaffOutput["series"]["previewMove"], { ok: true }>["value"]["dates"][number];

/** Where each visit of a series would go, with what stands in its way; nothing is moved before it is agreed to (SCHED-15). */
export function MovePreview({
  asked,
  clock,
  isPending,
  onMove,
}: {
  readonly asked: SeriesMove;
  readonly clock: StudioClock;
  readonly isPending: boolean;
  readonly onMove: () => void;
}) {
  const trpc = useTRPC();
  const preview = useQuery(trpc.series.previewMove.queryOptions(asked));
  if (preview.isPending) return <Skeleton className="h-32" />;
  if (preview.isError)
    return (
      <Notice tone="caution" title="The dates could not be looked up">
        Choose the time again in a moment.
      </Notice>
    );
  if (!preview.data.ok) return <Notice tone="danger">{seriesWords[preview.data.refusal]}</Notice>;
  const { dates, kept } = preview.data.value;
  const blocked = dates.filter(({ canMove }) => !canMove).length;
  return (
    <section aria-label="Dates after the move" className="grid gap-3">
      <ol aria-label="Where each visit goes" className="grid gap-2">
        {dates.map((one) => (
          <li key={one.was} className="grid gap-1 border-t border-line pt-2">
            <MovedRow one={one} clock={clock} />
          </li>
        ))}
      </ol>
      {kept === 0 ? null : (
        <p className="text-sm text-muted">
          {kept === 1 ? "1 visit stays where it is." : `${kept} visits stay where they are.`}
        </p>
      )}
      {blocked === 0 ? (
        <Button type="button" variant="primary" disabled={isPending} onClick={onMove}>
          Move {countWords(dates.length)}
        </Button>
      ) : (
        <Notice tone="caution" title={`${countWords(blocked)} cannot go there`}>
          Nothing is moved. Choose another time, or move or cancel {blocked === 1 ? "that one" : "those"}{" "}
          alone first.
        </Notice>
      )}
    </section>
  );
}

function MovedRow({ one, clock }: { readonly one: MovedDate; readonly clock: StudioClock }) {
  const problems = one.problems.map((problem) => problemWords[problem]).join(", ");
  return (
    <>
      <span className="figures font-medium">{dateTime(one.startsAt, clock)}</span>
      <span className="figures text-sm text-muted">Now {dateTime(one.was, clock)}</span>
      {one.movedByClocks ? (
        <span className="text-sm">The clocks change that night: this is the first time after.</span>
      ) : null}
      {problems === "" ? null : (
        <span className="text-sm">
          {one.canMove ? "Can be moved, but: " : "Cannot be moved: "}
          {problems}
        </span>
      )}
    </>
  );
}
