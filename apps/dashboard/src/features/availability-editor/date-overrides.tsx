"use client";

import type { StaffOutput } from "@quietroom/api/client";
import { asId } from "@quietroom/domain/ids";
import { formText } from "@quietroom/ui/form-text";
import { EmptyState } from "@quietroom/ui/blocks/empty-state";
import { Field } from "@quietroom/ui/blocks/field";
import { Notice } from "@quietroom/ui/blocks/notice";
import { useNotify } from "@quietroom/ui/blocks/toaster";
import { Button } from "@quietroom/ui/primitives/button";
import { Input } from "@quietroom/ui/primitives/input";
import { NativeSelect } from "@quietroom/ui/primitives/native-select";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTRPC } from "../../live/trpc.tsx";
import { failureWords } from "../../show/failure-words.ts";
import { calendarDate } from "../../show/format-time.ts";
import { hoursRefusal, savedToast } from "./hours-words.ts";

type Availability = StaffOutput["availability"]["view"];

/** Dates that differ from the week: closed, or other hours. One exception replaces all weekly hours of its date. */
export function DateOverrides({
  availability,
  locale,
  today,
  canEdit,
}: {
  readonly availability: Availability;
  readonly locale: string;
  readonly today: string;
  readonly canEdit: boolean;
}) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const notify = useNotify();
  const remove = useMutation(
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
      onSettled: () => queryClient.invalidateQueries(),
    }),
  );
  const coming = availability.overrides.filter((override) => override.date >= today);
  return (
    <section aria-labelledby="exceptions" className="grid gap-4">
      <div>
        <h2 id="exceptions" className="display text-xl">
          Dates that differ
        </h2>
        <p className="text-muted">
          A date listed here has these hours and no others. Booked visits stay as they are.
        </p>
      </div>
      {coming.length === 0 ? (
        <EmptyState title="No exceptions ahead">
          Extra days and other hours go here. Leave is time off, and days on which everybody is away are
          closed days.
        </EmptyState>
      ) : (
        <ul className="divide-y divide-line rounded-lg border border-line bg-raised">
          {coming.map((override) => (
            <li key={override.date} className="flex flex-wrap items-center justify-between gap-3 p-4">
              <span>
                <span className="font-medium">
                  {calendarDate(override.date, locale, {
                    weekday: "long",
                    day: "numeric",
                    month: "long",
                    year: "numeric",
                  })}
                </span>
                <span className="figures block text-muted">
                  {override.blocks.length === 0
                    ? "Not working"
                    : override.blocks.map(([from, to]) => `${from} – ${to}`).join(", ")}
                  {override.reason === "" ? "" : ` · ${override.reason}`}
                </span>
              </span>
              {canEdit ? (
                <Button
                  size="sm"
                  variant="quiet"
                  aria-disabled={remove.isPending}
                  onClick={() =>
                    remove.mutate({ practitionerId: asId(availability.practitioner.id), date: override.date })
                  }
                >
                  Remove<span className="sr-only"> the exception on {override.date}</span>
                </Button>
              ) : null}
            </li>
          ))}
        </ul>
      )}
      {canEdit ? <AddOverride availability={availability} today={today} /> : null}
    </section>
  );
}

function AddOverride({
  availability,
  today,
}: {
  readonly availability: Availability;
  readonly today: string;
}) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const notify = useNotify();
  const [kind, setKind] = useState<"closed" | "hours">("closed");
  const [error, setError] = useState<string>();
  const save = useMutation(
    trpc.availability.setOverride.mutationOptions({
      onSuccess: async (answer) => {
        if (!answer.ok) {
          setError(hoursRefusal(answer.refusal.code));
          return;
        }
        setError(undefined);
        notify(savedToast("Exception saved", answer.value.outsideHours.length));
        await queryClient.invalidateQueries();
      },
      onError: () => setError("Not saved. Check the date and the times, then try again."),
    }),
  );
  return (
    <form
      className="grid gap-4 rounded-lg border border-line bg-raised p-4"
      action={(form) => {
        const start = formText(form, "start");
        const end = formText(form, "end");
        save.mutate({
          practitionerId: asId(availability.practitioner.id),
          locationId: asId(formText(form, "locationId") || (availability.locations[0]?.id ?? "")),
          date: formText(form, "date"),
          blocks: kind === "closed" ? [] : [[start, end === "00:00" ? "24:00" : end]],
          reason: formText(form, "reason"),
        });
      }}
    >
      <h3 className="font-medium">Add an exception</h3>
      {error === undefined ? null : <Notice tone="danger">{error}</Notice>}
      <div className="grid gap-4 sm:grid-cols-2 lg:grid-cols-4">
        <Field name="date" label="Date" required>
          {(control) => <Input {...control} type="date" min={today} />}
        </Field>
        <Field name="kind" label="That day">
          {(control) => (
            <NativeSelect
              {...control}
              value={kind}
              onChange={(event) => setKind(event.target.value === "hours" ? "hours" : "closed")}
            >
              <option value="closed">Not working</option>
              <option value="hours">Other hours</option>
            </NativeSelect>
          )}
        </Field>
        {kind === "hours" ? (
          <>
            <Field name="start" label="From" required>
              {(control) => <Input {...control} type="time" defaultValue="09:00" />}
            </Field>
            <Field name="end" label="Until" required>
              {(control) => <Input {...control} type="time" defaultValue="13:00" />}
            </Field>
            {availability.locations.length > 1 ? (
              <Field name="locationId" label="Where">
                {(control) => (
                  <NativeSelect {...control}>
                    {availability.locations.map((location) => (
                      <option key={location.id} value={location.id}>
                        {location.name}
                      </option>
                    ))}
                  </NativeSelect>
                )}
              </Field>
            ) : null}
          </>
        ) : null}
        <Field name="reason" label="Reason" optional>
          {(control) => <Input {...control} maxLength={200} />}
        </Field>
      </div>
      <Button type="submit" className="w-fit" aria-disabled={save.isPending}>
        {save.isPending ? "Saving …" : "Add exception"}
      </Button>
    </form>
  );
}
