"use client";

import { addTravelPeriod } from "@quietroom/contracts/own-zone";
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
import { outsideWords, zoneRefusal } from "./zone-words.ts";
import { zoneName, zonesWith } from "../../show/zones.ts";

const missing = {
  firstDate: "Choose the first day.",
  lastDate: "Choose the last day.",
  timeZone: "Choose a time zone.",
};

/** Days elsewhere, with the clock there, and whether anybody is met in person then. Booked visits are told of, and stay. */
export function AddTravel({
  practitionerId,
  zone,
  today,
  onDone,
}: {
  readonly practitionerId: string;
  readonly zone: string;
  readonly today: string;
  readonly onDone: () => void;
}) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const notify = useNotify();
  const [wrong, setWrong] = useState<WrongInput>();
  const [away, setAway] = useState(true);
  const add = useMutation(
    trpc.ownZone.addTravel.mutationOptions({
      onSuccess: async (answer) => {
        await queryClient.invalidateQueries();
        if (!answer.ok) {
          setWrong({ field: answer.refusal.field, words: zoneRefusal(answer.refusal.code) });
          return;
        }
        const description = outsideWords(answer.value.outsideHours.length);
        notify({
          title: "Travel added",
          ...(description === null ? {} : { description }),
          tone: description === null ? "positive" : "info",
        });
        onDone();
      },
      onError: (failure) => setWrong({ field: null, words: failureWords(failure, "Nothing was added.") }),
    }),
  );
  return (
    <FormPanel
      title="Add travel"
      description="Hours by video of these days go by the clock there, from start to end. Booked visits stay as they are, and are listed."
      wrong={wrong}
      pending={add.isPending}
      submitLabel="Add"
      pendingLabel="Adding …"
      onSubmit={(form) => {
        const given = {
          practitionerId,
          firstDate: formText(form, "firstDate"),
          lastDate: formText(form, "lastDate"),
          timeZone: formText(form, "timeZone"),
          away,
        };
        const asked = checkInput(addTravelPeriod, given, missing);
        setWrong(asked.ok ? undefined : asked.wrong);
        if (asked.ok) add.mutate(asked.input);
      }}
      onClose={onDone}
    >
      {(errorAt) => (
        <>
          <div className="grid gap-4 sm:grid-cols-2">
            <Field name="firstDate" id="travel-first" label="First day" error={errorAt("firstDate")} required>
              {(control) => <Input {...control} type="date" min={today} />}
            </Field>
            <Field name="lastDate" id="travel-last" label="Last day" error={errorAt("lastDate")} required>
              {(control) => <Input {...control} type="date" min={today} />}
            </Field>
          </div>
          <Field
            name="timeZone"
            id="travel-zone"
            label="Time zone there"
            error={errorAt("timeZone")}
            required
          >
            {(control) => (
              <NativeSelect {...control} defaultValue={zone}>
                {zonesWith(zone).map((one) => (
                  <option key={one} value={one}>
                    {zoneName(one)}
                  </option>
                ))}
              </NativeSelect>
            )}
          </Field>
          <FieldRow name="away" id="travel-away" label="Nobody is met in person on these days">
            {(control) => (
              <Switch {...control} checked={away} onChange={(event) => setAway(event.target.checked)} />
            )}
          </FieldRow>
        </>
      )}
    </FormPanel>
  );
}
