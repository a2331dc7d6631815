"use client";

import { askTimeOff } from "@quietroom/contracts/time-off";
import { Field, FieldRow } from "@quietroom/ui/blocks/field";
import { FormPanel, type WrongInput } from "@quietroom/ui/blocks/form-panel";
import { useNotify } from "@quietroom/ui/blocks/toaster";
import { formText } from "@quietroom/ui/form-text";
import { Input } from "@quietroom/ui/primitives/input";
import { NativeSelect } from "@quietroom/ui/primitives/native-select";
import { Switch } from "@quietroom/ui/primitives/switch";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTRPC } from "../../live/trpc.tsx";
import { checkInput } from "../../show/check-input.ts";
import { failureWords } from "../../show/failure-words.ts";
import { standingVisits, type TimeOffList, timeOffRefusal } from "./time-off-words.ts";

/**
 * Days away, or a part of one date, with who covers. Visits in them are told of, and stay. The fields have ids of their own: the page
 * below has forms with a reason and times as well.
 */
export function AskTimeOff({
  people,
  colleagues,
  today,
  onDone,
}: {
  readonly people: TimeOffList["people"];
  readonly colleagues: TimeOffList["colleagues"];
  readonly today: string;
  readonly onDone: () => void;
}) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const notify = useNotify();
  const [wrong, setWrong] = useState<WrongInput>();
  const [who, setWho] = useState(people[0]?.id ?? "");
  const [allDay, setAllDay] = useState(true);
  const [firstDate, setFirstDate] = useState("");
  const [lastDate, setLastDate] = useState("");
  const ask = useMutation(
    trpc.timeOff.ask.mutationOptions({
      onSuccess: async (answer) => {
        await queryClient.invalidateQueries();
        if (!answer.ok) {
          setWrong({ field: answer.refusal.field, words: timeOffRefusal(answer.refusal.code) });
          return;
        }
        notify({
          title: "Time off asked for",
          ...(answer.value.visitCount === 0 ? {} : { description: standingVisits(answer.value) }),
          tone: answer.value.visitCount === 0 ? "positive" : "info",
        });
        onDone();
      },
      onError: (failure) => setWrong({ field: null, words: failureWords(failure, "Nothing was asked for.") }),
    }),
  );
  return (
    <FormPanel
      title="Ask for time off"
      description="It takes no times away until somebody approves it. Booked visits stay as they are, and are listed."
      wrong={wrong}
      pending={ask.isPending}
      submitLabel="Ask"
      pendingLabel="Asking …"
      onSubmit={(form) => {
        const asked = checkInput(askTimeOff, readForm(form, who), missing);
        setWrong(asked.ok ? undefined : asked.wrong);
        if (asked.ok) ask.mutate(asked.input);
      }}
      onClose={onDone}
    >
      {(errorAt) => (
        <>
          {people.length === 1 ? null : (
            <Field name="practitionerId" id="time-off-who" label="Who">
              {(control) => (
                <NativeSelect {...control} value={who} onChange={(event) => setWho(event.target.value)}>
                  {people.map(({ id, displayName }) => (
                    <option key={id} value={id}>
                      {displayName}
                    </option>
                  ))}
                </NativeSelect>
              )}
            </Field>
          )}
          <div className="grid gap-4 sm:grid-cols-2">
            <Field
              name="firstDate"
              id="time-off-first"
              label="First day"
              error={errorAt("firstDate")}
              required
            >
              {(control) => (
                <Input
                  {...control}
                  type="date"
                  min={today}
                  value={firstDate}
                  onChange={(event) => {
                    // Most time off is one day: the last follows the first until it is set apart.
                    if (lastDate === firstDate || lastDate === "") setLastDate(event.target.value);
                    setFirstDate(event.target.value);
                  }}
                />
              )}
            </Field>
            <Field name="lastDate" id="time-off-last" label="Last day" error={errorAt("lastDate")} required>
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
          <FieldRow name="allDay" id="time-off-all-day" label="All day">
            {(control) => (
              <Switch {...control} checked={allDay} onChange={(event) => setAllDay(event.target.checked)} />
            )}
          </FieldRow>
          {allDay ? null : (
            <div className="grid gap-4 sm:grid-cols-2">
              <Field name="start" id="time-off-start" label="Away from" error={errorAt("part")} required>
                {(control) => <Input {...control} type="time" defaultValue="13:00" />}
              </Field>
              <Field name="end" id="time-off-end" label="Away until" hint="Midnight ends the day." required>
                {(control) => <Input {...control} type="time" defaultValue="00:00" />}
              </Field>
            </div>
          )}
          <Field
            name="reason"
            id="time-off-reason"
            label="Reason"
            hint="Read by whoever answers. No health details."
            optional
          >
            {(control) => <Input {...control} maxLength={200} autoComplete="off" />}
          </Field>
          <Field
            name="coverId"
            id="time-off-cover"
            label="Who covers"
            hint="To whom clients can turn."
            error={errorAt("coverId")}
          >
            {(control) => (
              <NativeSelect {...control} defaultValue="">
                <option value="">Nobody</option>
                {colleagues
                  .filter(({ id }) => id !== who)
                  .map(({ id, displayName }) => (
                    <option key={id} value={id}>
                      {displayName}
                    </option>
                  ))}
              </NativeSelect>
            )}
          </Field>
        </>
      )}
    </FormPanel>
  );
}

const missing: Readonly<Record<string, string>> = {
  firstDate: "Choose the first day.",
  lastDate: "Choose the last day.",
  part: "Say from when until when.",
};

function readForm(form: FormData, practitionerId: string): unknown {
  const end = formText(form, "end");
  return {
    practitionerId,
    firstDate: formText(form, "firstDate"),
    lastDate: formText(form, "lastDate"),
    part: form.has("start") ? [formText(form, "start"), end === "00:00" ? "24:00" : end] : null,
    reason: formText(form, "reason"),
    coverId: formText(form, "coverId") || null,
  };
}
