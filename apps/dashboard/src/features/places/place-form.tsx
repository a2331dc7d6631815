"use client";

import type { StaffOutput } from "@quietroom/api/client";
import { addPlace, savePlace } from "@quietroom/contracts/places";
import { Field, FieldRow } from "@quietroom/ui/blocks/field";
import { FormPanel, type WrongInput } from "@quietroom/ui/blocks/form-panel";
import { useNotify } from "@quietroom/ui/blocks/toaster";
import { formText } from "@quietroom/ui/form-text";
import { Input } from "@quietroom/ui/primitives/input";
import { NativeSelect } from "@quietroom/ui/primitives/native-select";
import { Switch } from "@quietroom/ui/primitives/switch";
import { Textarea } from "@quietroom/ui/primitives/textarea";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTRPC } from "../../live/trpc.tsx";
import { failureWords } from "../../show/failure-words.ts";
import { useChangedMeanwhile } from "../../show/use-changed-meanwhile.tsx";
import { OpeningFields } from "./opening-fields.tsx";
import { type Place, placeRefusal, saidOfPlace, usualOpening } from "./place-words.ts";
import { zoneName, zonesWith } from "../../show/zones.ts";

/** Of opening hours also on which weekday. */
type Wrong = WrongInput & { readonly weekday?: number | null };

/** One place, new or as loaded. Booked visits stay as they are; their messages have the address as it is when they are sent. */
export function PlaceForm({
  place,
  present,
  studioZone,
  locale,
  weekStart,
  onDone,
}: {
  readonly place: Place | null;
  /** The same place as it is kept by now. */
  readonly present: Place | null;
  readonly studioZone: string;
  readonly locale: string;
  readonly weekStart: number;
  readonly onDone: () => void;
}) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const notify = useNotify();
  const [wrong, setWrong] = useState<Wrong>();
  const { base, theirs, conflict, meet } = useChangedMeanwhile({
    opened: place,
    present,
    said: saidOfPlace(locale, weekStart),
    onTakeTheirs: onDone,
  });
  const [opening, setOpening] = useState(place?.opening ?? usualOpening);
  const onError = (failure: unknown) =>
    setWrong({ field: null, words: failureWords(failure, "The place was not saved.") });
  const saved = (name: string) => {
    notify({ title: `${name} saved`, tone: "positive" });
    onDone();
  };
  const add = useMutation(
    trpc.place.add.mutationOptions({
      onSuccess: async (answer, { name }) => {
        await queryClient.invalidateQueries();
        if (answer.ok) saved(name);
        else {
          const { code, weekday } = answer.refusal;
          const elsewhere = code === "limit_reached" ? null : "opening"; // the form as a whole, or a day's hours
          setWrong({
            field: code === "unknown_zone" ? "timeZone" : elsewhere,
            weekday,
            words: placeRefusal(code),
          });
        }
      },
      onError,
    }),
  );
  const save = useMutation(
    trpc.place.save.mutationOptions({
      onSuccess: async (answer: StaffOutput["place"]["save"]) => {
        await queryClient.invalidateQueries();
        if (answer.ok) saved(answer.value.name);
        else if (answer.refusal.code === "changed_meanwhile") meet();
        else {
          const { code, ...where } = answer.refusal;
          setWrong({ ...where, words: placeRefusal(code) });
        }
      },
      onError,
    }),
  );
  function submit(form: FormData) {
    const fields = { ...readForm(form), opening };
    const asked =
      place === null
        ? addPlace.input.safeParse({ ...fields, timeZone: formText(form, "timeZone") })
        : savePlace.input.safeParse({
            ...fields,
            id: place.id,
            version: base?.version ?? place.version,
            active: form.get("active") === "on",
          });
    if (!asked.success) {
      const [first, weekday] = asked.error.issues[0]?.path ?? [];
      const field = String(first);
      const day = typeof weekday === "number" ? weekday : null;
      setWrong({ field, weekday: day, words: missing[field] ?? "Check this." });
      return;
    }
    setWrong(undefined);
    if ("timeZone" in asked.data) add.mutate(asked.data);
    else save.mutate(asked.data);
  }
  return (
    <FormPanel
      title={place?.name ?? "New place"}
      description={
        place === null
          ? "It can be booked once somebody works there."
          : "Visits that are booked stay as they are. Their next messages have the address as it is saved here."
      }
      wrong={wrong}
      theirs={theirs}
      pending={add.isPending || save.isPending}
      onSubmit={submit}
      onClose={onDone}
    >
      {(errorAt) => (
        <>
          {conflict}
          <Field name="name" label="Name" error={errorAt("name")} required>
            {(control) => (
              <Input {...control} defaultValue={place?.name} maxLength={255} placeholder="River Street" />
            )}
          </Field>
          <Field name="addressLine" label="Street and number" error={errorAt("addressLine")} required>
            {(control) => <Input {...control} defaultValue={place?.addressLine} maxLength={255} />}
          </Field>
          <Field name="city" label="City" error={errorAt("city")} required>
            {(control) => <Input {...control} defaultValue={place?.city} maxLength={120} />}
          </Field>
          <div className="grid gap-4 sm:grid-cols-2">
            <Field name="region" label="State or region" error={errorAt("region")} optional>
              {(control) => <Input {...control} defaultValue={place?.region} maxLength={60} />}
            </Field>
            <Field name="postalCode" label="ZIP or postal code" error={errorAt("postalCode")} required>
              {(control) => <Input {...control} defaultValue={place?.postalCode} maxLength={10} />}
            </Field>
          </div>
          <Field
            name="country"
            label="Country"
            hint="Its code of two letters, such as US."
            error={errorAt("country")}
            required
          >
            {(control) => <Input {...control} defaultValue={place?.country ?? "US"} maxLength={2} />}
          </Field>
          <Field name="phone" label="Phone" error={errorAt("phone")} optional>
            {(control) => <Input {...control} type="tel" defaultValue={place?.phone} maxLength={40} />}
          </Field>
          <Field
            name="directions"
            label="Directions"
            hint="How to find the door. Clients read this."
            error={errorAt("directions")}
            optional
          >
            {(control) => (
              <Textarea {...control} defaultValue={place?.directions} maxLength={1000} rows={3} />
            )}
          </Field>
          {place === null ? (
            <Field
              name="timeZone"
              label="Time zone"
              hint="What the clock on the wall there shows. Hours worked there are meant in it."
              error={errorAt("timeZone")}
            >
              {(control) => (
                <NativeSelect {...control} defaultValue={studioZone}>
                  {zonesWith(studioZone).map((zone) => (
                    <option key={zone} value={zone}>
                      {zoneName(zone)}
                    </option>
                  ))}
                </NativeSelect>
              )}
            </Field>
          ) : (
            <FieldRow
              name="active"
              label="In use"
              hint="Off: nothing is offered there any more."
              error={errorAt("active")}
            >
              {(control) => <Switch {...control} defaultChecked={place.active} />}
            </FieldRow>
          )}
          <OpeningFields
            opening={opening}
            locale={locale}
            weekStart={weekStart}
            error={
              wrong?.field === "opening" ? { weekday: wrong.weekday ?? null, words: wrong.words } : undefined
            }
            theirs={theirs["opening"]}
            onChange={setOpening}
          />
        </>
      )}
    </FormPanel>
  );
}

const missing: Readonly<Record<string, string>> = {
  name: "Say what the place is called.",
  addressLine: "Say which street and number.",
  city: "Say which city.",
  postalCode: "Say which ZIP or postal code, of at most 10 characters.",
  opening: "Say from when until when.",
  country: "Use the code of two letters, such as US.",
};

function readForm(form: FormData) {
  return {
    name: formText(form, "name"),
    addressLine: formText(form, "addressLine"),
    city: formText(form, "city"),
    region: formText(form, "region"),
    postalCode: formText(form, "postalCode"),
    country: formText(form, "country").trim().toUpperCase(),
    phone: formText(form, "phone"),
    directions: formText(form, "directions"),
  };
}
