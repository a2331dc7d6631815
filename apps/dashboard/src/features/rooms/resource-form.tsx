"use client";

import type { StaffOutput } from "@quietroom/api/client";
import { addResource, saveResource } from "@quietroom/contracts/resources";
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
import { useChangedMeanwhile } from "../../show/use-changed-meanwhile.tsx";
import { displacedWords, type Resource, resourceRefusal, saidOfResource, wordsOf } from "./resource-words.ts";

type Answer = StaffOutput["resource"]["add" | "save"];

/** One room or device, new or as loaded. Booked visits keep what they have; those in one that is taken out of use are told of. */
export function ResourceForm({
  resource,
  kind,
  list,
  onDone,
}: {
  readonly resource: Resource | null;
  readonly kind: Resource["kind"];
  readonly list: StaffOutput["resource"]["list"];
  readonly onDone: () => void;
}) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const notify = useNotify();
  const [wrong, setWrong] = useState<WrongInput>();
  const present = list.resources.find(({ id }) => id === resource?.id) ?? null;
  const { base, theirs, conflict, meet } = useChangedMeanwhile({
    opened: resource,
    present,
    said: saidOfResource,
    onTakeTheirs: onDone,
  });
  const answered = {
    onSuccess: async (answer: Answer) => {
      await queryClient.invalidateQueries();
      if (!answer.ok) {
        const { code } = answer.refusal;
        if (code === "changed_meanwhile") meet();
        else setWrong({ field: saidAt[code], words: resourceRefusal(code) });
        return;
      }
      const { name, displacedCount } = answer.value;
      notify({
        title: `${name} saved`,
        ...(displacedCount === 0 ? {} : { description: displacedWords(displacedCount, kind) }),
        tone: displacedCount === 0 ? "positive" : "info",
      });
      onDone();
    },
    onError: (failure: unknown) =>
      setWrong({ field: null, words: failureWords(failure, "Nothing was saved.") }),
  };
  const add = useMutation(trpc.resource.add.mutationOptions(answered));
  const save = useMutation(trpc.resource.save.mutationOptions(answered));
  const alike = list.resources.filter((one) => one.kind === kind);
  function submit(form: FormData) {
    const fields = readForm(form);
    if (kind === "device" && fields.type === "") {
      setWrong({ field: "type", words: "Say what it is, so that a service can ask for it." });
      return;
    }
    if (resource === null) {
      const given = { ...fields, kind, locationId: formText(form, "locationId") };
      const asked = checkInput(addResource, given, missing);
      setWrong(asked.ok ? undefined : asked.wrong);
      if (asked.ok) add.mutate(asked.input);
    } else {
      const { id, version } = base ?? resource;
      const given = { ...fields, id, version, active: form.get("active") === "on" };
      const asked = checkInput(saveResource, given, missing);
      setWrong(asked.ok ? undefined : asked.wrong);
      if (asked.ok) save.mutate(asked.input);
    }
  }
  return (
    <FormPanel
      title={resource?.name ?? (kind === "room" ? "New room" : "New device")}
      description="Visits that are booked already keep what they have."
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
              <Input
                {...control}
                defaultValue={resource?.name}
                maxLength={120}
                placeholder={kind === "room" ? "Garden room" : "Ultrasound 1"}
              />
            )}
          </Field>
          {resource === null ? (
            <Field name="locationId" label="Where it stands" error={errorAt("locationId")}>
              {(control) => (
                <NativeSelect {...control}>
                  {list.locations.map((place) => (
                    <option key={place.id} value={place.id}>
                      {place.name}
                    </option>
                  ))}
                </NativeSelect>
              )}
            </Field>
          ) : null}
          <Field
            name="type"
            label={kind === "room" ? "Type" : "Kind of device"}
            hint={
              kind === "room"
                ? "In your own words, such as treatment room or studio. A service can ask for it."
                : "In your own words, such as ultrasound. A service asks for it by this word."
            }
            error={errorAt("type")}
            optional={kind === "room"}
            required={kind === "device"}
          >
            {(control) => (
              <Input {...control} defaultValue={resource?.type} maxLength={60} list="known-types" />
            )}
          </Field>
          <datalist id="known-types">
            {wordsOf(alike.map((one) => one.type)).map((word) => (
              <option key={word} value={word}>
                {word}
              </option>
            ))}
          </datalist>
          {kind === "room" ? (
            <>
              <Field
                name="equipment"
                label="Equipment"
                hint="Separated by commas: couch, mirror, piano."
                error={errorAt("equipment")}
                optional
              >
                {(control) => <Input {...control} defaultValue={resource?.equipment.join(", ")} />}
              </Field>
              <Field
                name="capacity"
                label="People it holds"
                hint="The practitioner among them."
                error={errorAt("capacity")}
                required
              >
                {(control) => (
                  <Input
                    {...control}
                    type="number"
                    inputMode="numeric"
                    min={1}
                    max={500}
                    defaultValue={resource?.capacity ?? 2}
                  />
                )}
              </Field>
              <FieldRow name="stepFree" label="Can be reached without a step" error={errorAt("stepFree")}>
                {(control) => <Switch {...control} defaultChecked={resource?.stepFree ?? false} />}
              </FieldRow>
            </>
          ) : null}
          <Field
            name="cleaningMin"
            label="Cleaning after each visit, minutes"
            hint="It stays taken so long. The people of the visit are free before."
            error={errorAt("cleaningMin")}
            required
          >
            {(control) => (
              <Input
                {...control}
                type="number"
                inputMode="numeric"
                min={0}
                max={120}
                step={5}
                defaultValue={resource?.cleaningMin ?? 0}
              />
            )}
          </Field>
          {resource === null ? null : (
            <FieldRow
              name="active"
              label="In use"
              hint="Off: nothing new is booked into it any more."
              error={errorAt("active")}
            >
              {(control) => <Switch {...control} defaultChecked={resource.active} />}
            </FieldRow>
          )}
        </>
      )}
    </FormPanel>
  );
}

/** Where a refusal is said; null stands for the form as a whole. */
const saidAt = { name_taken: "name", unknown_location: "locationId" } as const;

const missing: Readonly<Record<string, string>> = {
  name: "Say what it is called.",
  equipment: "Use at most 20 words of at most 60 letters each.",
  capacity: "Say how many people it holds: 1 to 500.",
  cleaningMin: "Say how many minutes: 0 to 120.",
};

function readForm(form: FormData) {
  const number = (name: string, absent: number) => (form.has(name) ? Number(form.get(name)) : absent);
  return {
    name: formText(form, "name"),
    type: formText(form, "type"),
    equipment: [
      ...wordsOf(
        formText(form, "equipment")
          .split(",")
          .map((word) => word.trim()),
      ),
    ],
    capacity: number("capacity", 2),
    stepFree: form.get("stepFree") === "on",
    cleaningMin: number("cleaningMin", 0),
  };
}
