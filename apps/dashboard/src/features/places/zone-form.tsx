"use client";

import { changePlaceZone } from "@quietroom/contracts/places";
import { Field, FieldGroup } from "@quietroom/ui/blocks/field";
import { FormPanel, type WrongInput } from "@quietroom/ui/blocks/form-panel";
import { useNotify } from "@quietroom/ui/blocks/toaster";
import { formText } from "@quietroom/ui/form-text";
import { NativeSelect } from "@quietroom/ui/primitives/native-select";
import { RadioCard, RadioGroup } from "@quietroom/ui/primitives/radio-group";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTRPC } from "../../live/trpc.tsx";
import { failureWords } from "../../show/failure-words.ts";
import { concernedVisits, type Place, zoneRefusal } from "./place-words.ts";
import { zoneName, zonesWith } from "../../show/zones.ts";

const meanings = [
  {
    value: "keep_wall_time",
    label: "They keep the time on the wall",
    hint: "10:00 stays 10:00 there, and is another moment. For a place that was entered with the wrong zone.",
  },
  {
    value: "keep_moment",
    label: "They keep their moment",
    hint: "Nobody comes earlier or later, and the clock on the wall shows another time.",
  },
] as const;

/** Another time zone for a place: with visits ahead it asks what is meant, since nothing can know it (ec-A30). */
export function ZoneForm({ place, onDone }: { readonly place: Place; readonly onDone: () => void }) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const notify = useNotify();
  const [wrong, setWrong] = useState<WrongInput>();
  const change = useMutation(
    trpc.place.changeZone.mutationOptions({
      onSuccess: async (answer, { timeZone }) => {
        await queryClient.invalidateQueries();
        if (!answer.ok) {
          setWrong(zoneRefusal(answer.refusal.code));
          return;
        }
        const { concerned } = answer.value;
        notify({
          title: `${place.name} goes by ${zoneName(timeZone)}`,
          ...(concerned === 0 ? {} : { description: concernedVisits(concerned) }),
          tone: concerned === 0 ? "positive" : "info",
        });
        onDone();
      },
      onError: (failure) =>
        setWrong({ field: null, words: failureWords(failure, "The time zone stays as it was.") }),
    }),
  );
  return (
    <FormPanel
      title={`Time zone of ${place.name}`}
      description="Hours and closed days keep the times that they say. What is over stays as it was."
      wrong={wrong}
      pending={change.isPending}
      submitLabel="Change the time zone"
      pendingLabel="Changing …"
      onSubmit={(form) => {
        const asked = changePlaceZone.input.safeParse({
          id: place.id,
          version: place.version,
          timeZone: formText(form, "timeZone"),
          visits: form.get("visits"),
        });
        if (!asked.success) setWrong(zoneRefusal("unknown_zone"));
        else if (place.visitsAhead > 0 && asked.data.visits === null)
          setWrong(zoneRefusal("say_what_is_meant"));
        else {
          setWrong(undefined);
          change.mutate(asked.data);
        }
      }}
      onClose={onDone}
    >
      {(errorAt) => (
        <>
          <Field name="timeZone" label="Time zone" error={errorAt("timeZone")} required>
            {(control) => (
              <NativeSelect {...control} defaultValue={place.timeZone}>
                {zonesWith(place.timeZone).map((zone) => (
                  <option key={zone} value={zone}>
                    {zoneName(zone)}
                  </option>
                ))}
              </NativeSelect>
            )}
          </Field>
          {place.visitsAhead === 0 ? null : (
            <FieldGroup
              name="visits"
              label={
                place.visitsAhead === 1
                  ? "What of the visit ahead?"
                  : `What of the ${place.visitsAhead} visits ahead?`
              }
              hint="Every client whose visit is at another time then is told, where their address takes mail."
              error={errorAt("visits")}
            >
              <RadioGroup>
                {meanings.map(({ value, label, hint }) => (
                  <RadioCard key={value} name="visits" value={value} hint={hint}>
                    {label}
                  </RadioCard>
                ))}
              </RadioGroup>
            </FieldGroup>
          )}
        </>
      )}
    </FormPanel>
  );
}
