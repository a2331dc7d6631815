"use client";

import type { StaffOutput } from "@quietroom/api/client";
import { type AppointmentId, asId } from "@quietroom/domain/ids";
import { instant, isLocalDate, localDate } from "@quietroom/domain/time";
import { Field } from "@quietroom/ui/blocks/field";
import { Notice } from "@quietroom/ui/blocks/notice";
import { TimeButton } from "@quietroom/ui/blocks/time-button";
import { useNotify } from "@quietroom/ui/blocks/toaster";
import { Input } from "@quietroom/ui/primitives/input";
import { NativeSelect } from "@quietroom/ui/primitives/native-select";
import { Skeleton } from "@quietroom/ui/primitives/skeleton";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTRPC } from "../../live/trpc.tsx";
import { failureWords } from "../../show/failure-words.ts";
import { dateTime, type StudioClock, timeOfDay } from "../../show/format-time.ts";
import { MovePreview, type SeriesMove } from "./move-preview.tsx";
import { refusalWords } from "./refusal-words.ts";
import { countWords, onlyThis, SeriesScopeFields, seriesWords } from "./series-scope.tsx";

/** A date, a practitioner, and the times that are really free then: one press moves the visit. */
export function MoveVisit({
  panel,
  clock,
  practitioners,
  onDone,
}: {
  readonly panel: StaffOutput["appointment"]["panel"];
  readonly clock: StudioClock;
  readonly practitioners: readonly { readonly id: string; readonly displayName: string }[];
  readonly onDone: () => void;
}) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const notify = useNotify();
  const [practitionerId, setPractitionerId] = useState(panel.practitionerId);
  const [date, setDate] = useState(localDate(instant(panel.startsAt), panel.timeZone));
  const [error, setError] = useState<string>();
  const [scope, setScope] = useState(onlyThis);
  const slots = useQuery(
    trpc.appointment.slots.queryOptions(
      { appointmentId: asId(panel.id), practitionerId: asId(practitionerId), date },
      { enabled: isLocalDate(date) },
    ),
  );
  const move = useMutation(
    trpc.appointment.reschedule.mutationOptions({
      onSuccess: (answer, asked) => {
        if (answer.ok) {
          notify({ title: "Visit moved", description: dateTime(asked.startsAt, clock), tone: "positive" });
          onDone();
        } else setError(refusalWords[answer.refusal.code]);
      },
      onError: (failure) => setError(failureWords(failure, "The visit stays where it was.")),
      onSettled: () => queryClient.invalidateQueries(),
    }),
  );
  const moveSeries = useMutation(
    trpc.series.move.mutationOptions({
      onSuccess: (answer) => {
        if (!answer.ok) return setError(seriesWords[answer.refusal]);
        notify({ title: `${countWords(answer.value.moved)} moved`, tone: "positive" });
        onDone();
      },
      onError: (failure) => setError(failureWords(failure, "The visits stay where they were.")),
      onSettled: () => queryClient.invalidateQueries(),
    }),
  );
  const [asked, setAsked] = useState<SeriesMove | null>(null);
  const isPending = move.isPending || moveSeries.isPending;
  const moveTo = (startsAt: number) => {
    const visit = {
      appointmentId: asId<AppointmentId>(panel.id),
      version: panel.version,
      startsAt: instant(startsAt),
    };
    if (scope.of === "one") move.mutate({ ...visit, practitionerId: asId(practitionerId) });
    else setAsked({ ...visit, scope: scope.of, exceptionsToo: scope.exceptionsToo });
  };
  return (
    <div className="grid gap-4 rounded-lg border border-line bg-surface p-4">
      <div className="grid grid-cols-2 gap-3">
        <Field name="moveDate" label="Date">
          {(control) => (
            <Input
              {...control}
              type="date"
              value={date}
              onChange={(event) => {
                setAsked(null);
                setDate(event.target.value);
              }}
            />
          )}
        </Field>
        <Field name="movePractitioner" label="With">
          {(control) => (
            <NativeSelect
              {...control}
              value={practitionerId}
              onChange={(event) => {
                setPractitionerId(event.target.value);
                setAsked(null);
                setScope(onlyThis); // a series stays with its practitioner
              }}
            >
              {practitioners.map((person) => (
                <option key={person.id} value={person.id}>
                  {person.displayName}
                </option>
              ))}
            </NativeSelect>
          )}
        </Field>
      </div>
      {panel.series === null || practitionerId !== panel.practitionerId ? null : (
        <SeriesScopeFields
          name="moveScope"
          scope={scope}
          onChange={(other) => {
            setAsked(null); // what is shown below is of another choice
            setScope(other);
          }}
        />
      )}
      {error === undefined ? null : <Notice tone="danger">{error}</Notice>}
      {slots.isPending ? (
        <Skeleton className="h-12" />
      ) : slots.isError ? (
        <Notice tone="caution">
          Free times could not be looked up. Try another date or again in a moment.
        </Notice>
      ) : slots.data.starts.length === 0 ? (
        <p className="text-muted">Nothing free on that date.</p>
      ) : (
        <div className="grid grid-cols-[repeat(auto-fill,minmax(5.5rem,1fr))] gap-2" aria-busy={isPending}>
          {slots.data.starts.map((startsAt) => (
            <TimeButton key={startsAt} type="button" disabled={isPending} onClick={() => moveTo(startsAt)}>
              {timeOfDay(startsAt, clock)}
            </TimeButton>
          ))}
        </div>
      )}
      {asked === null ? null : (
        <MovePreview
          key={JSON.stringify(asked)}
          asked={asked}
          clock={clock}
          isPending={isPending}
          onMove={() => moveSeries.mutate(asked)}
        />
      )}
    </div>
  );
}
