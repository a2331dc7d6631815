"use client";

import type { StaffInput, StaffOutput } from "@quietroom/api/client";
import { type AppointmentId, asId } from "@quietroom/domain/ids";
import { instant, isLocalDate, localDate, resolveWallTime } from "@quietroom/domain/time";
import { Field } from "@quietroom/ui/blocks/field";
import { Notice } from "@quietroom/ui/blocks/notice";
import { useNotify } from "@quietroom/ui/blocks/toaster";
import { Button } from "@quietroom/ui/primitives/button";
import { Input } from "@quietroom/ui/primitives/input";
import { NativeSelect } from "@quietroom/ui/primitives/native-select";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { FreeTimes } from "../../free-times/free-times.tsx";
import { InTheWay } from "../../in-the-way/in-the-way.tsx";
import { useTRPC } from "../../live/trpc.tsx";
import { failureWords } from "../../show/failure-words.ts";
import { dateTime, type StudioClock } from "../../show/format-time.ts";
import { MovePreview, type SeriesMove } from "./move-preview.tsx";
import { refusalWords } from "../../show/refusal-words.ts";
import { countWords, onlyThis, SeriesScopeFields, seriesWords } from "./series-scope.tsx";

type Move = StaffInput["appointment"]["reschedule"];
type Refusal = Extract<StaffOutput["appointment"]["reschedule"], { ok: false }>["refusal"];

/** A date, a practitioner, and the times that are really free then: one press moves the visit. Any other time can be typed. */
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
  const [time, setTime] = useState("");
  const [missing, setMissing] = useState(false);
  const [error, setError] = useState<string>();
  const [scope, setScope] = useState(onlyThis);
  const slots = useQuery(
    trpc.appointment.slots.queryOptions(
      { appointmentId: asId(panel.id), practitionerId: asId(practitionerId), date },
      { enabled: isLocalDate(date) },
    ),
  );
  const [refused, setRefused] = useState<{ readonly asked: Move; readonly refusal: Refusal }>();
  const answered = {
    onSuccess: (answer: StaffOutput["appointment"]["reschedule"], asked: Move) => {
      if (answer.ok) {
        notify({ title: "Visit moved", description: dateTime(asked.startsAt, clock), tone: "positive" });
        onDone();
        return;
      }
      const isTime = answer.refusal.rules.length > 0;
      setRefused(isTime ? { asked, refusal: answer.refusal } : undefined);
      setError(isTime ? undefined : refusalWords[answer.refusal.code]);
    },
    onError: (failure: unknown) => setError(failureWords(failure, "The visit stays where it was.")),
    onSettled: async () => await queryClient.invalidateQueries(),
  };
  const move = useMutation(trpc.appointment.reschedule.mutationOptions(answered));
  const override = useMutation(trpc.appointment.rescheduleWithOverride.mutationOptions(answered));
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
  const isPending = move.isPending || override.isPending || moveSeries.isPending;
  /** What was asked of another date, practitioner or part of the series is not what is shown below. */
  const startOver = () => {
    setAsked(null);
    setRefused(undefined);
    setError(undefined);
  };
  const moveTo = (startsAt: number) => {
    startOver();
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
                startOver();
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
                startOver();
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
            startOver();
            setScope(other);
          }}
        />
      )}
      {error === undefined ? null : <Notice tone="danger">{error}</Notice>}
      <FreeTimes
        times={slots}
        clock={clock}
        disabled={isPending}
        onChoose={moveTo}
        onDate={(other) => {
          startOver();
          setDate(other);
        }}
      />
      <form
        noValidate
        className="flex items-end gap-2"
        onSubmit={(event) => {
          event.preventDefault();
          const typed = isLocalDate(date) && time !== "" ? resolveWallTime(date, time, clock.timeZone) : null;
          setMissing(typed === null);
          if (typed !== null && !isPending) moveTo(typed);
        }}
      >
        <Field
          name="moveTime"
          label="Another time"
          error={missing ? "Choose a date and a time." : undefined}
          className="grow"
        >
          {(control) => (
            <Input {...control} type="time" value={time} onChange={({ target }) => setTime(target.value)} />
          )}
        </Field>
        <Button type="submit" variant="secondary" aria-disabled={isPending}>
          Move there
        </Button>
      </form>
      {refused === undefined ? null : (
        <InTheWay
          act="move"
          refusal={refused.refusal}
          pending={isPending}
          onOverride={({ rules, reason }) => {
            const { appointmentId, version, practitionerId: to, startsAt } = refused.asked;
            override.mutate({ appointmentId, version, practitionerId: to, startsAt, rules, reason });
          }}
        />
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
