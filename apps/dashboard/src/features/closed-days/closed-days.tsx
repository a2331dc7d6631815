"use client";

import type { StaffOutput } from "@quietroom/api/client";
import { asId } from "@quietroom/domain/ids";
import { ConfirmDialog } from "@quietroom/ui/blocks/confirm-dialog";
import { EmptyState } from "@quietroom/ui/blocks/empty-state";
import { useNotify } from "@quietroom/ui/blocks/toaster";
import { Badge } from "@quietroom/ui/primitives/badge";
import { Button } from "@quietroom/ui/primitives/button";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Plus } from "lucide-react";
import { useState } from "react";
import { useTRPC } from "../../live/trpc.tsx";
import { datesOff } from "../../show/dates-off.ts";
import { failureWords } from "../../show/failure-words.ts";
import { OutOfDate } from "../../show/out-of-date.tsx";
import { StandingVisits } from "../../show/standing-visits.tsx";
import { ClosureForm } from "./closure-form.tsx";
import { type Closure, closureRefusal, standingVisits } from "./closure-words.ts";

type List = StaffOutput["closure"]["list"];

/** The closed days that are not over, with the visits that stand on them, and the form to change them. */
export function ClosedDays({
  initial,
  locale,
  today,
  canEdit,
}: {
  readonly initial: List;
  readonly locale: string;
  readonly today: string;
  readonly canEdit: boolean;
}) {
  const trpc = useTRPC();
  const { data, isError, refetch } = useQuery(trpc.closure.list.queryOptions({}, { initialData: initial }));
  const [editing, setEditing] = useState<Closure | "new" | null>(null);
  const [removing, setRemoving] = useState<Closure | null>(null);
  return (
    <section aria-label="Closed days ahead" className="grid gap-4">
      {isError ? <OutOfDate what="The closed days" onAgain={() => void refetch()} /> : null}
      {canEdit ? (
        <Button className="w-fit" onClick={() => setEditing("new")}>
          <Plus aria-hidden="true" />
          Add closed days
        </Button>
      ) : null}
      {data.closures.length === 0 && isError ? null : data.closures.length === 0 ? (
        <EmptyState title="No closed days ahead">
          {canEdit
            ? "Add the public holidays that you keep, and the weeks in which you are away."
            : "The place is open on every day that somebody works."}
        </EmptyState>
      ) : (
        <ul className="divide-y divide-line rounded-lg border border-line bg-raised">
          {data.closures.map((closure) => (
            <li key={closure.id} className="grid gap-3 p-4">
              <div className="flex flex-wrap items-start justify-between gap-3">
                <div className="grid min-w-0 gap-0.5">
                  <h2 className="flex flex-wrap items-center gap-x-2 gap-y-1 font-medium">
                    <span className="break-words">{closure.name}</span>
                    {closure.kind === "public_holiday" ? <Badge tone="neutral">public holiday</Badge> : null}
                  </h2>
                  <p className="figures">{datesOff(closure, locale)}</p>
                  <p className="text-muted">
                    {placeOf(closure, data.locations)}
                    {closure.telehealth === "open" ? " · online visits go on" : ""}
                  </p>
                </div>
                {canEdit ? (
                  <div className="flex gap-2">
                    <Button
                      size="sm"
                      variant="quiet"
                      aria-label={`Edit ${closure.name}`}
                      onClick={() => setEditing(closure)}
                    >
                      Edit
                    </Button>
                    <Button
                      size="sm"
                      variant="quiet"
                      aria-label={`Remove ${closure.name}`}
                      onClick={() => setRemoving(closure)}
                    >
                      Remove
                    </Button>
                  </div>
                ) : null}
              </div>
              <StandingVisits
                words={standingVisits(closure.visitCount)}
                count={closure.visitCount}
                visits={closure.visits}
                locale={locale}
              />
            </li>
          ))}
        </ul>
      )}
      {editing === null ? null : (
        <ClosureForm
          closure={editing === "new" ? null : editing}
          present={editing === "new" ? null : (data.closures.find(({ id }) => id === editing.id) ?? null)}
          locale={locale}
          locations={data.locations}
          today={today}
          onDone={() => setEditing(null)}
        />
      )}
      {removing === null ? null : (
        <RemoveClosure closure={removing} locale={locale} onDone={() => setRemoving(null)} />
      )}
    </section>
  );
}

function placeOf({ locationId }: Closure, locations: List["locations"]): string {
  if (locationId === null) return "Every location";
  return locations.find(({ id }) => id === locationId)?.name ?? "A location that is not in use any more";
}

function RemoveClosure({
  closure,
  locale,
  onDone,
}: {
  readonly closure: Closure;
  readonly locale: string;
  readonly onDone: () => void;
}) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const notify = useNotify();
  const [error, setError] = useState<string>();
  const remove = useMutation(
    trpc.closure.remove.mutationOptions({
      onSuccess: async (answer) => {
        await queryClient.invalidateQueries();
        if (!answer.ok) {
          setError(closureRefusal(answer.refusal.code));
          return;
        }
        notify({ title: `${closure.name} removed`, tone: "positive" });
        onDone();
      },
      onError: (failure) => setError(failureWords(failure, "The closed days stay as they were.")),
    }),
  );
  return (
    <ConfirmDialog
      open
      onOpenChange={(open) => {
        if (!open) onDone();
      }}
      title={`Remove ${closure.name}?`}
      description={`${datesOff(closure, locale)}. Times can be booked again, by the hours of everyone who works then.`}
      confirmLabel="Remove"
      tone="danger"
      pending={remove.isPending}
      error={error}
      onConfirm={() => remove.mutate({ id: asId(closure.id), version: closure.version })}
    />
  );
}
