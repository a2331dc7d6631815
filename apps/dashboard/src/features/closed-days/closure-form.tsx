"use client";

import type { StaffOutput } from "@quietroom/api/client";
import { saveClosure } from "@quietroom/contracts/closures";
import { formText } from "@quietroom/ui/form-text";
import { Field, FieldRow } from "@quietroom/ui/blocks/field";
import { FormPanel, type WrongInput } from "@quietroom/ui/blocks/form-panel";
import { useNotify } from "@quietroom/ui/blocks/toaster";
import { Input } from "@quietroom/ui/primitives/input";
import { NativeSelect } from "@quietroom/ui/primitives/native-select";
import { Switch } from "@quietroom/ui/primitives/switch";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTRPC } from "../../live/trpc.tsx";
import { checkInput } from "../../show/check-input.ts";
import { failureWords } from "../../show/failure-words.ts";
import { useChangedMeanwhile } from "../../show/use-changed-meanwhile.tsx";
import { type Closure, closureRefusal, saidOfClosure, standingVisits } from "./closure-words.ts";

/** Closed days, new or as loaded. Booked visits stay; those that stand on the new dates are told of. */
export function ClosureForm({
  closure,
  present,
  locale,
  locations,
  today,
  onDone,
}: {
  readonly closure: Closure | null;
  /** The same closed days as they are kept by now; null when they were removed. */
  readonly present: Closure | null;
  readonly locale: string;
  readonly locations: StaffOutput["closure"]["list"]["locations"];
  readonly today: string;
  readonly onDone: () => void;
}) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const notify = useNotify();
  const [wrong, setWrong] = useState<WrongInput>();
  const { base, theirs, conflict, meet } = useChangedMeanwhile({
    opened: closure,
    present,
    said: saidOfClosure(locations, locale),
    onTakeTheirs: onDone,
  });
  const [allDay, setAllDay] = useState(closure === null || closure.part === null);
  const [firstDate, setFirstDate] = useState(closure?.firstDate ?? "");
  const [lastDate, setLastDate] = useState(closure?.lastDate ?? "");
  const save = useMutation(
    trpc.closure.save.mutationOptions({
      onSuccess: async (answer) => {
        await queryClient.invalidateQueries();
        if (!answer.ok) {
          if (answer.refusal.code === "changed_meanwhile") meet();
          else setWrong({ field: answer.refusal.field, words: closureRefusal(answer.refusal.code) });
          return;
        }
        const { visitCount } = answer.value;
        notify({
          title: "Closed days saved",
          ...(visitCount === 0 ? {} : { description: standingVisits(visitCount) }),
          tone: visitCount === 0 ? "positive" : "info",
        });
        onDone();
      },
      onError: (failure) =>
        setWrong({ field: null, words: failureWords(failure, "The closed days were not saved.") }),
    }),
  );
  return (
    <FormPanel
      title={closure === null ? "New closed days" : closure.name}
      description="Visits that are booked already stay as they are, and are listed for you to decide about."
      wrong={wrong}
      theirs={theirs}
      pending={save.isPending}
      onSubmit={(form) => {
        const asked = checkInput(saveClosure, readForm(form, base), missing);
        setWrong(asked.ok ? undefined : asked.wrong);
        if (asked.ok) save.mutate(asked.input);
      }}
      onClose={onDone}
    >
      {(errorAt) => (
        <>
          {conflict}
          <Field name="name" label="Name" error={errorAt("name")} required>
            {(control) => (
              <Input {...control} defaultValue={closure?.name} maxLength={120} placeholder="Summer break" />
            )}
          </Field>
          <Field name="kind" label="What it is" error={errorAt("kind")}>
            {(control) => (
              <NativeSelect {...control} defaultValue={closure?.kind ?? "closure"}>
                <option value="closure">Closure</option>
                <option value="public_holiday">Public holiday</option>
              </NativeSelect>
            )}
          </Field>
          <Field name="locationId" label="Where" error={errorAt("locationId")}>
            {(control) => (
              <NativeSelect {...control} defaultValue={closure?.locationId ?? ""}>
                <option value="">Every location</option>
                {locations.map((location) => (
                  <option key={location.id} value={location.id}>
                    {location.name}
                  </option>
                ))}
              </NativeSelect>
            )}
          </Field>
          <div className="grid gap-4 sm:grid-cols-2">
            <Field name="firstDate" label="First day" error={errorAt("firstDate")} required>
              {(control) => (
                <Input
                  {...control}
                  type="date"
                  min={today}
                  value={firstDate}
                  onChange={(event) => {
                    // Most closed days are one day: the last follows the first until it is set apart.
                    if (lastDate === firstDate || lastDate === "") setLastDate(event.target.value);
                    setFirstDate(event.target.value);
                  }}
                />
              )}
            </Field>
            <Field name="lastDate" label="Last day" error={errorAt("lastDate")} required>
              {(control) => (
                <Input
                  {...control}
                  type="date"
                  min={firstDate}
                  value={lastDate}
                  onChange={(event) => setLastDate(event.target.value)}
                />
              )}
            </Field>
          </div>
          <FieldRow name="allDay" label="All day" error={allDay ? errorAt("part") : undefined}>
            {(control) => (
              <Switch {...control} checked={allDay} onChange={(event) => setAllDay(event.target.checked)} />
            )}
          </FieldRow>
          {allDay ? null : (
            <div className="grid gap-4 sm:grid-cols-2">
              <Field
                name="start"
                label="Closed from"
                hint="On the wall of the place."
                error={errorAt("part")}
                required
              >
                {(control) => <Input {...control} type="time" defaultValue={closure?.part?.[0] ?? "13:00"} />}
              </Field>
              <Field name="end" label="Closed until" hint="Midnight ends the day." required>
                {(control) => (
                  <Input {...control} type="time" defaultValue={atMidnight(closure?.part?.[1]) ?? "00:00"} />
                )}
              </Field>
            </div>
          )}
          <FieldRow
            name="telehealth"
            label="Online visits go on"
            hint="Only visits in person are closed then."
            error={errorAt("telehealth")}
          >
            {(control) => <Switch {...control} defaultChecked={closure?.telehealth === "open"} />}
          </FieldRow>
        </>
      )}
    </FormPanel>
  );
}

const missing: Readonly<Record<string, string>> = {
  name: "Say what it is called.",
  firstDate: "Choose the first day.",
  lastDate: "Choose the last day.",
  part: "Say from when until when.",
};

function readForm(form: FormData, closure: Closure | null): unknown {
  const end = formText(form, "end");
  return {
    id: closure?.id ?? null,
    version: closure?.version ?? null,
    locationId: formText(form, "locationId") || null,
    firstDate: formText(form, "firstDate"),
    lastDate: formText(form, "lastDate"),
    part: form.has("start") ? [formText(form, "start"), end === "00:00" ? "24:00" : end] : null,
    name: formText(form, "name"),
    kind: formText(form, "kind"),
    telehealth: form.get("telehealth") === "on" ? "open" : "closed",
  };
}

/** The end of a day as a time field shows it. */
function atMidnight(end: string | undefined): string | undefined {
  return end === "24:00" ? "00:00" : end;
}
