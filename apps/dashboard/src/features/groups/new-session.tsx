"use client";

import type { StaffOutput } from "@quietroom/api/client";
import { scheduleGroupSession } from "@quietroom/contracts/groups";
import { Field, FieldRow } from "@quietroom/ui/blocks/field";
import { FormPanel, type WrongInput } from "@quietroom/ui/blocks/form-panel";
import { Notice } from "@quietroom/ui/blocks/notice";
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
import { MinimumFields, minimumMissing, readMinimum } from "./minimum-fields.tsx";
import { sessionRefusalWords } from "./session-words.ts";

export type SessionChoices = {
  readonly services: readonly Pick<
    StaffOutput["service"]["list"][number],
    "id" | "name" | "modes" | "practitionerIds"
  >[];
  readonly places: readonly Pick<StaffOutput["place"]["list"][number], "id" | "name">[];
  readonly people: readonly { readonly id: string; readonly displayName: string }[];
};

const missing: Readonly<Record<string, string>> = {
  date: "Choose a date.",
  time: "Say when it begins.",
  capacity: "Between 1 and 200.",
  minimum: minimumMissing,
};

/** Sets a group session: of what, with whom, where, when and for how many. The time is meant on the wall of the place. */
export function NewSession({
  choices,
  today,
  onDone,
}: {
  readonly choices: SessionChoices;
  readonly today: string;
  readonly onDone: () => void;
}) {
  const { services, places, people } = choices;
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const notify = useNotify();
  const [serviceId, setServiceId] = useState(services[0]?.id);
  const [wrong, setWrong] = useState<WrongInput>();
  const save = useMutation(
    trpc.groups.schedule.mutationOptions({
      onSuccess: async (answer) => {
        await queryClient.invalidateQueries();
        if (!answer.ok) {
          setWrong({ field: null, words: sessionRefusalWords(answer.refusal) });
          return;
        }
        notify({ title: "Session added", tone: "positive" });
        onDone();
      },
      onError: (failure) => setWrong({ field: null, words: failureWords(failure, "Nothing was added.") }),
    }),
  );
  const service = services.find(({ id }) => id === serviceId);
  const facilitators = people.filter(({ id }) => service?.practitionerIds.includes(id));
  return (
    <FormPanel
      title="New group session"
      description="It takes whoever leads it and a free room for its whole length, buffers included."
      wrong={wrong}
      pending={save.isPending}
      submitLabel="Add the session"
      pendingLabel="Adding …"
      onSubmit={(form) => {
        const [locationId = "", mode] = formText(form, "where").split(" ");
        const given = {
          serviceId,
          practitionerId: formText(form, "practitionerId"),
          coFacilitatorId: formText(form, "coFacilitatorId") || null,
          locationId,
          mode,
          date: formText(form, "date"),
          time: formText(form, "time"),
          capacity: Number(formText(form, "capacity")),
          minimum: readMinimum(form),
          openOnline: form.get("openOnline") !== null,
        };
        const asked = checkInput(scheduleGroupSession, given, missing);
        setWrong(asked.ok ? undefined : asked.wrong);
        if (asked.ok) save.mutate(asked.input);
      }}
      onClose={onDone}
    >
      {(errorAt) => (
        <>
          {service === undefined || facilitators.length === 0 ? (
            <Notice tone="caution">
              {service === undefined
                ? "There is no service to hold a session of."
                : "Nobody in your reach gives it."}
            </Notice>
          ) : null}
          <Field name="serviceId" label="Service">
            {(control) => (
              <NativeSelect
                {...control}
                value={serviceId}
                onChange={(event) => setServiceId(event.target.value)}
              >
                {services.map(({ id, name }) => (
                  <option key={id} value={id}>
                    {name}
                  </option>
                ))}
              </NativeSelect>
            )}
          </Field>
          <Field name="practitionerId" label="Facilitator">
            {(control) => (
              <NativeSelect {...control} key={serviceId}>
                {facilitators.map(({ id, displayName }) => (
                  <option key={id} value={id}>
                    {displayName}
                  </option>
                ))}
              </NativeSelect>
            )}
          </Field>
          <Field name="coFacilitatorId" label="Co-facilitator" hint="Their time is taken as well." optional>
            {(control) => (
              <NativeSelect {...control} key={serviceId} defaultValue="">
                <option value="">Nobody</option>
                {facilitators.map(({ id, displayName }) => (
                  <option key={id} value={id}>
                    {displayName}
                  </option>
                ))}
              </NativeSelect>
            )}
          </Field>
          <Field name="where" label="Where">
            {(control) => (
              <NativeSelect {...control} key={serviceId}>
                {places.flatMap(({ id, name }) =>
                  (service?.modes ?? []).map((mode) => (
                    <option key={`${id} ${mode}`} value={`${id} ${mode}`}>
                      {mode === "in_person" ? name : `Online, hours of ${name}`}
                    </option>
                  )),
                )}
              </NativeSelect>
            )}
          </Field>
          <div className="grid gap-4 sm:grid-cols-2">
            <Field name="date" label="Date" error={errorAt("date")} required>
              {(control) => <Input {...control} type="date" min={today} />}
            </Field>
            <Field name="time" label="Time" error={errorAt("time")} required>
              {(control) => <Input {...control} type="time" defaultValue="10:00" />}
            </Field>
          </div>
          <Field name="capacity" label="Seats" error={errorAt("capacity")} required>
            {(control) => (
              <Input {...control} type="number" min={1} max={200} defaultValue={8} inputMode="numeric" />
            )}
          </Field>
          <MinimumFields minimum={null} error={errorAt("minimum")} />
          <FieldRow name="openOnline" label="Clients can book it online">
            {(control) => <Switch {...control} defaultChecked />}
          </FieldRow>
        </>
      )}
    </FormPanel>
  );
}
