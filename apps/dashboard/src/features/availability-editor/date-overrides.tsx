"use client";

import type { StaffOutput } from "@quietroom/api/client";
import { asId } from "@quietroom/domain/ids";
import { ConfirmDialog } from "@quietroom/ui/blocks/confirm-dialog";
import { EmptyState } from "@quietroom/ui/blocks/empty-state";
import { useNotify } from "@quietroom/ui/blocks/toaster";
import { Button } from "@quietroom/ui/primitives/button";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Plus } from "lucide-react";
import { useState } from "react";
import { useTRPC } from "../../live/trpc.tsx";
import { failureWords } from "../../show/failure-words.ts";
import { dateInWords } from "../../show/format-time.ts";
import { hoursRefusal } from "./hours-words.ts";
import { grouped, type Override, overrideText, repeatChoices } from "./override-words.ts";

type Availability = StaffOutput["availability"]["view"];
type Group = readonly [Override, ...Override[]];

/** Dates that differ from the week: other hours or none, extra hours, and time that is blocked. */
export function DateOverrides({
  availability,
  locale,
  today,
  canEdit,
  onEdit,
}: {
  readonly availability: Availability;
  readonly locale: string;
  readonly today: string;
  readonly canEdit: boolean;
  readonly onEdit: (override: Override | null) => void;
}) {
  const [removing, setRemoving] = useState<Group | null>(null);
  const coming = grouped(availability.overrides.filter((override) => override.date >= today));
  const actsOn = (override: Override) =>
    canEdit ? (
      <Acts
        availability={availability}
        override={override}
        name={`${overrideText(override, availability.locations, locale)} on ${dateWords(override, locale)}`}
        onEdit={onEdit}
      />
    ) : null;
  return (
    <section aria-labelledby="exceptions" className="grid gap-4">
      <div className="flex flex-wrap items-end justify-between gap-3">
        <div>
          <h2 id="exceptions" className="display text-xl">
            Dates that differ
          </h2>
          <p className="max-w-[62ch] text-muted">
            Other hours or none, extra hours, and blocked time. Booked visits stay as they are.
          </p>
        </div>
        {canEdit ? (
          <Button variant="secondary" onClick={() => onEdit(null)}>
            <Plus aria-hidden="true" />
            Add an exception
          </Button>
        ) : null}
      </div>
      {coming.length === 0 ? (
        <EmptyState title="No exceptions ahead">
          Extra days, other hours and blocked time go here. Leave is time off, and days on which everybody is
          away are closed days.
        </EmptyState>
      ) : (
        <ul className="divide-y divide-line rounded-lg border border-line bg-raised">
          {coming.map((group) => {
            const [first, ...later] = group;
            return (
              <li key={first.id} className="grid gap-2 p-4">
                <div className="flex flex-wrap items-center justify-between gap-3">
                  <span className="min-w-0">
                    <span className="font-medium">{dateWords(first, locale)}</span>
                    <span className="figures block break-words text-muted">
                      {overrideText(first, availability.locations, locale)}
                    </span>
                  </span>
                  {later.length === 0 ? actsOn(first) : null}
                </div>
                {first.repeats === null || later.length === 0 ? null : (
                  <details>
                    <summary className="flex min-h-6 w-fit cursor-pointer items-center text-muted">
                      {repeatChoices[first.repeats]} until {dateWords(group.at(-1) ?? first, locale)}:{" "}
                      {group.length} dates
                    </summary>
                    <ul className="mt-2 grid gap-1 border-line border-l-2 pl-3">
                      {group.map((one) => (
                        <li key={one.id} className="flex flex-wrap items-center justify-between gap-x-3">
                          <span className="figures">{dateWords(one, locale)}</span>
                          {actsOn(one)}
                        </li>
                      ))}
                    </ul>
                    {canEdit ? (
                      <Button size="sm" variant="quiet" className="mt-2" onClick={() => setRemoving(group)}>
                        Remove all {group.length} dates
                      </Button>
                    ) : null}
                  </details>
                )}
              </li>
            );
          })}
        </ul>
      )}
      {removing === null ? null : (
        <RemoveAll
          availability={availability}
          group={removing}
          locale={locale}
          onDone={() => setRemoving(null)}
        />
      )}
    </section>
  );
}

function Acts({
  availability,
  override,
  name,
  onEdit,
}: {
  readonly availability: Availability;
  readonly override: Override;
  readonly name: string;
  readonly onEdit: (override: Override) => void;
}) {
  const remove = useRemoval();
  return (
    <span className="flex gap-2">
      <Button size="sm" variant="quiet" aria-label={`Change ${name}`} onClick={() => onEdit(override)}>
        Change
      </Button>
      <Button
        size="sm"
        variant="quiet"
        aria-label={`Remove ${name}`}
        aria-disabled={remove.isPending}
        onClick={() => {
          if (!remove.isPending) remove.mutate(removal(availability, override, false));
        }}
      >
        Remove
      </Button>
    </span>
  );
}

function RemoveAll({
  availability,
  group,
  locale,
  onDone,
}: {
  readonly availability: Availability;
  readonly group: Group;
  readonly locale: string;
  readonly onDone: () => void;
}) {
  const remove = useRemoval(onDone);
  const [first] = group;
  return (
    <ConfirmDialog
      open
      onOpenChange={(open) => {
        if (!open) onDone();
      }}
      title={`Remove all ${group.length} dates?`}
      description={`${overrideText(first, availability.locations, locale)}, from ${dateWords(first, locale)} on. Those dates have their weekly hours again; dates before today stay as they were.`}
      confirmLabel="Remove"
      tone="danger"
      pending={remove.isPending}
      onConfirm={() => remove.mutate(removal(availability, first, true))}
    />
  );
}

/** Takes an exception back and says so; one that somebody changed meanwhile stays, and is shown as it is now. */
function useRemoval(onDone?: () => void) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const notify = useNotify();
  return useMutation(
    trpc.availability.removeOverride.mutationOptions({
      onSuccess: (answer) =>
        answer.ok
          ? notify({ title: "Back to weekly hours", tone: "positive" })
          : notify({ title: "Not removed", description: hoursRefusal(answer.refusal.code), tone: "danger" }),
      onError: (failure) =>
        notify({
          title: "Not removed",
          description: failureWords(failure, "The date stays as it was."),
          tone: "danger",
        }),
      onSettled: async () => {
        await queryClient.invalidateQueries();
        onDone?.();
      },
    }),
  );
}

function removal({ practitioner }: Availability, { id, version }: Override, following: boolean) {
  return { practitionerId: asId<never>(practitioner.id), id: asId<never>(id), version, following };
}

function dateWords({ date }: Override, locale: string): string {
  return dateInWords(date, locale);
}
