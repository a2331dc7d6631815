"use client";

import { Field, FieldGroup, FieldRow } from "@quietroom/ui/blocks/field";
import { FormPanel, type WrongInput } from "@quietroom/ui/blocks/form-panel";
import { useNotify } from "@quietroom/ui/blocks/toaster";
import { formText } from "@quietroom/ui/form-text";
import { Input } from "@quietroom/ui/primitives/input";
import { Switch } from "@quietroom/ui/primitives/switch";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTRPC } from "../../live/trpc.tsx";
import { failureWords } from "../../show/failure-words.ts";
import { type Travel, typedMinutes, wayField, waysOf } from "./travel-words.ts";

/** The minutes between each two places, and where telehealth can be given. Only what was changed is sent; booked visits stay. */
export function TravelForm({ travel, onDone }: { readonly travel: Travel; readonly onDone: () => void }) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const notify = useNotify();
  const [wrong, setWrong] = useState<WrongInput>();
  const save = useMutation(
    trpc.place.saveTravel.mutationOptions({
      onSuccess: async (answer) => {
        await queryClient.invalidateQueries();
        if (answer.ok) {
          notify({ title: "Minutes between places saved", tone: "positive" });
          onDone();
        } else setWrong({ field: null, words: "Say each way once." });
      },
      onError: (failure) =>
        setWrong({ field: null, words: failureWords(failure, "The minutes were not saved.") }),
    }),
  );
  const ways = waysOf(travel);
  const places = travel.places.filter(({ active }) => active);
  function submit(form: FormData) {
    const unknownMin = typedMinutes(formText(form, "unknownMin"), 5);
    if (unknownMin === undefined || unknownMin === null) {
      setWrong({ field: "unknownMin", words: "Say whole minutes from 5 to 480." });
      return;
    }
    const typed = ways.map((way) => ({ way, minutes: typedMinutes(formText(form, wayField(way)), 0) }));
    const unreadable = typed.find(({ minutes }) => minutes === undefined);
    if (unreadable !== undefined) {
      setWrong({
        field: wayField(unreadable.way),
        words: "Say whole minutes from 0 to 480, or leave it empty.",
      });
      return;
    }
    setWrong(undefined);
    save.mutate({
      unknownMin,
      ways: typed.flatMap(({ way, minutes = null }) =>
        minutes === way.minutes ? [] : [{ oneId: way.one.id, otherId: way.other.id, minutes }],
      ),
      telehealth: places.flatMap(({ id, telehealthPossible }) => {
        const possible = form.get(`telehealth-${id}`) === "on";
        return possible === telehealthPossible ? [] : [{ locationId: id, possible }];
      }),
    });
  }
  return (
    <FormPanel
      title="Minutes between places"
      description="The same there and back. Visits that are booked stay as they are."
      wrong={wrong}
      pending={save.isPending}
      onSubmit={submit}
      onClose={onDone}
    >
      {(errorAt) => (
        <>
          <Field
            name="unknownMin"
            label="Where nobody has said, in minutes"
            hint="Holds for every way that is left empty below."
            error={errorAt("unknownMin")}
            required
          >
            {(control) => (
              <Input {...control} inputMode="numeric" defaultValue={travel.unknownMin} maxLength={3} />
            )}
          </Field>
          {ways.map((way) => (
            <Field
              key={wayField(way)}
              name={wayField(way)}
              label={`${way.one.name} – ${way.other.name}, in minutes`}
              error={errorAt(wayField(way))}
              optional
            >
              {(control) => (
                <Input {...control} inputMode="numeric" defaultValue={way.minutes ?? ""} maxLength={3} />
              )}
            </Field>
          ))}
          <FieldGroup
            name="telehealth"
            label="Telehealth between visits"
            hint="Off where nobody can give it: then it is given from somewhere else, and the way there and back is kept free."
          >
            {places.map(({ id, name, telehealthPossible }) => (
              <FieldRow key={id} name={`telehealth-${id}`} label={`Possible at ${name}`}>
                {(control) => <Switch {...control} defaultChecked={telehealthPossible} />}
              </FieldRow>
            ))}
          </FieldGroup>
        </>
      )}
    </FormPanel>
  );
}
