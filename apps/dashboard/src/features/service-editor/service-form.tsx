"use client";

import type { StaffOutput } from "@quietroom/api/client";
import { saveService } from "@quietroom/contracts/studio";
import { Field, FieldGroup, FieldRow } from "@quietroom/ui/blocks/field";
import { FormPanel, type WrongInput } from "@quietroom/ui/blocks/form-panel";
import { useNotify } from "@quietroom/ui/blocks/toaster";
import { formText } from "@quietroom/ui/form-text";
import { Input } from "@quietroom/ui/primitives/input";
import { NativeSelect } from "@quietroom/ui/primitives/native-select";
import { Switch } from "@quietroom/ui/primitives/switch";
import { Textarea } from "@quietroom/ui/primitives/textarea";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { LimitFields, limitErrors, readLimits } from "../../limits/limit-fields.tsx";
import { useTRPC } from "../../live/trpc.tsx";
import { checkInput } from "../../show/check-input.ts";
import { failureWords } from "../../show/failure-words.ts";
import { useChangedMeanwhile } from "../../show/use-changed-meanwhile.tsx";
import { MoreLengths, readMoreLengths } from "./more-lengths.tsx";
import { ownRuleErrors, OwnRules, readOwnRules } from "./own-rules.tsx";
import { readKind, ServiceKind } from "./service-kind.tsx";
import { readNeeds, type Resource, ServiceNeeds } from "./service-needs.tsx";
import { saidOfService } from "./service-words.ts";
import { Tick } from "./tick.tsx";

export type Service = StaffOutput["service"]["list"][number];

/** One service, new or as loaded. Booked visits keep what was agreed when they were booked. */
export function ServiceForm({
  service,
  present,
  practitioners,
  resources,
  categories,
  locale,
  onDone,
}: {
  readonly service: Service | null;
  /** The same service as it is kept by now. */
  readonly present: Service | null;
  readonly practitioners: readonly { readonly id: string; readonly displayName: string }[];
  readonly resources: readonly Resource[];
  readonly categories: readonly string[];
  readonly locale: string;
  readonly onDone: () => void;
}) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const notify = useNotify();
  const [wrong, setWrong] = useState<WrongInput>();
  const { base, theirs, conflict, meet } = useChangedMeanwhile({
    opened: service,
    present,
    said: saidOfService({ practitioners, resources, locale }),
    onTakeTheirs: onDone,
  });
  const save = useMutation(
    trpc.service.save.mutationOptions({
      onSuccess: async (answer) => {
        // What somebody else saved meanwhile is what is compared with, also while no change is heard of live.
        await queryClient.invalidateQueries();
        if (answer.ok) {
          notify({ title: "Service saved", tone: "positive" });
          onDone();
        } else if (answer.refusal.code === "changed_meanwhile") meet();
        else setWrong(serviceRefusals[answer.refusal.code]);
      },
      onError: (failure) =>
        setWrong({ field: null, words: failureWords(failure, "The service was not saved.") }),
    }),
  );
  return (
    <FormPanel
      title={service === null ? "New service" : service.name}
      description="Visits that are already booked keep their length and price."
      wrong={wrong}
      theirs={theirs}
      pending={save.isPending}
      submitLabel="Save service"
      onSubmit={(form) => {
        const asked = checkInput(saveService, readForm(form, base), missing);
        setWrong(asked.ok ? undefined : asked.wrong);
        if (asked.ok) save.mutate(asked.input);
      }}
      onClose={onDone}
    >
      {(errorAt) => (
        <>
          {conflict}
          <Field name="name" label="Name" error={errorAt("name")} required>
            {(control) => <Input {...control} defaultValue={service?.name} maxLength={255} />}
          </Field>
          <Field
            name="description"
            label="Description"
            hint="One or two sentences for the booking page."
            error={errorAt("description")}
            optional
          >
            {(control) => (
              <Textarea {...control} defaultValue={service?.description} maxLength={2000} rows={3} />
            )}
          </Field>
          <ServiceKind service={service} categories={categories} errorAt={errorAt} />
          <div className="grid grid-cols-2 gap-4">
            <NumberField
              name="durationMin"
              error={errorAt("durationMin")}
              label="Length, minutes"
              value={service?.durationMin ?? 60}
              min={15}
              max={480}
              step={5}
            />
            <NumberField
              name="stepMin"
              error={errorAt("stepMin")}
              label="Starts every, minutes"
              value={service?.stepMin ?? 30}
              min={5}
              max={240}
              step={5}
            />
            <NumberField
              name="bufferBeforeMin"
              error={errorAt("bufferBeforeMin")}
              label="Buffer before"
              value={service?.bufferBeforeMin ?? 0}
              min={0}
              max={120}
              step={5}
            />
            <NumberField
              name="bufferAfterMin"
              error={errorAt("bufferAfterMin")}
              label="Buffer after"
              value={service?.bufferAfterMin ?? 0}
              min={0}
              max={120}
              step={5}
            />
            <NumberField
              name="price"
              error={errorAt("priceMinor")}
              label="Price"
              value={(service?.priceMinor ?? 0) / 100}
              min={0}
              max={10_000}
              step={0.01}
            />
          </div>
          <MoreLengths service={service} error={errorAt("moreLengths")} />
          <OwnRules service={service} errorAt={errorAt} />
          <LimitFields limits={service ?? { maxPerDay: null, maxPerWeek: null }} errorAt={errorAt} />
          <Field
            name="newClients"
            label="Who may book it"
            error={errorAt("newClients")}
            hint="Whoever is new has one visit for new clients to come at a time, with whomever."
          >
            {(control) => (
              <NativeSelect {...control} defaultValue={service?.newClients ?? "anyone"}>
                <option value="anyone">Anyone</option>
                <option value="new_only">New clients only</option>
                <option value="existing_only">Only clients who have been here</option>
              </NativeSelect>
            )}
          </Field>
          <FieldGroup name="modes" label="Where" error={errorAt("modes")}>
            <Tick
              name="modes"
              value="in_person"
              label="In person"
              checked={service?.modes.includes("in_person") ?? true}
            />
            <Tick
              name="modes"
              value="telehealth"
              label="Online"
              checked={service?.modes.includes("telehealth") ?? false}
            />
          </FieldGroup>
          <FieldGroup name="practitionerIds" label="Who gives it" error={errorAt("practitionerIds")}>
            {practitioners.map((person) => (
              <Tick
                key={person.id}
                name="practitionerIds"
                value={person.id}
                label={person.displayName}
                checked={service?.practitionerIds.includes(person.id) ?? true}
              />
            ))}
          </FieldGroup>
          <FieldRow
            name="together"
            error={errorAt("together")}
            label="All of them come together"
            hint="To every visit, and its time is taken in each of their calendars. Otherwise one of them gives it."
          >
            {(control) => <Switch {...control} defaultChecked={service?.together === true} />}
          </FieldRow>
          <ServiceNeeds service={service} resources={resources} errorAt={errorAt} />
          <FieldRow
            name="onlineBookable"
            error={errorAt("onlineBookable")}
            label="Clients can book it online"
          >
            {(control) => <Switch {...control} defaultChecked={service?.onlineBookable ?? true} />}
          </FieldRow>
          <FieldRow
            name="approval"
            error={errorAt("approval")}
            label="You confirm each booking"
            hint="What clients send is a request. It keeps its time until you approve or decline it, and runs out by itself."
          >
            {(control) => <Switch {...control} defaultChecked={service?.approval === "request"} />}
          </FieldRow>
          <FieldRow
            name="needsSupervisor"
            error={errorAt("needsSupervisor")}
            label="A supervisor has to be within reach"
            hint="Given only while somebody who supervises the practitioner works, with a client or not. Whoever has no supervisor does not offer it."
          >
            {(control) => <Switch {...control} defaultChecked={service?.needsSupervisor ?? false} />}
          </FieldRow>
          <FieldRow
            name="needsScreening"
            error={errorAt("needsScreening")}
            label="Whoever joins a group is screened first"
            hint="Every seat that clients choose online is a request, whoever they are. Approving it records that you screened them."
          >
            {(control) => <Switch {...control} defaultChecked={service?.needsScreening ?? false} />}
          </FieldRow>
          <FieldRow name="active" error={errorAt("active")} label="On offer">
            {(control) => <Switch {...control} defaultChecked={service?.active ?? true} />}
          </FieldRow>
        </>
      )}
    </FormPanel>
  );
}

const missing: Readonly<Record<string, string>> = {
  ...limitErrors,
  ...ownRuleErrors,
  name: "Say what it is called.",
  category: "One line of at most 60 letters.",
  durationMin: "15 minutes to 8 hours.",
  stepMin: "5 minutes to 4 hours.",
  bufferBeforeMin: "0 to 120 minutes.",
  bufferAfterMin: "0 to 120 minutes.",
  priceMinor: "A price from 0 to 10,000.",
  moreLengths: "15 minutes to 8 hours, each with a price.",
  modes: "Choose where it takes place: at least one.",
  practitionerIds: "Choose who gives it.",
  roomCapacity: "How many people the room must hold: 1 to 500.",
};

type Refusal = Extract<StaffOutput["service"]["save"], { ok: false }>["refusal"]["code"];

const serviceRefusals: Readonly<Record<Exclude<Refusal, "changed_meanwhile">, WrongInput>> = {
  repeated_length: { field: "moreLengths", words: "Each length once only." },
  two_horizons: { field: "horizonDays", words: ownRuleErrors.horizonDays },
  together_needs_two: {
    field: "practitionerIds",
    words: "For a service that is given together, tick two to eight people who give it.",
  },
  unknown_room: { field: "preferredRoomIds", words: "A room you chose is not there any more." },
  unknown_practitioner: {
    field: "practitionerIds",
    words: "A practitioner you chose is not there any more.",
  },
};

function readForm(form: FormData, service: Service | null): unknown {
  return {
    id: service?.id ?? null,
    version: service?.version ?? null,
    name: form.get("name"),
    description: form.get("description"),
    durationMin: readNumber(form, "durationMin"),
    stepMin: readNumber(form, "stepMin"),
    bufferBeforeMin: readNumber(form, "bufferBeforeMin"),
    bufferAfterMin: readNumber(form, "bufferAfterMin"),
    ...readKind(form),
    ...readLimits(form),
    newClients: form.get("newClients"),
    priceMinor: inMinor(readNumber(form, "price")),
    moreLengths: readMoreLengths(form),
    ...readOwnRules(form),
    modes: form.getAll("modes"),
    practitionerIds: form.getAll("practitionerIds"),
    ...readNeeds(form, service),
    onlineBookable: form.get("onlineBookable") === "on",
    approval: form.get("approval") === "on" ? "request" : "instant",
    needsSupervisor: form.get("needsSupervisor") === "on",
    needsScreening: form.get("needsScreening") === "on",
    together: form.get("together") === "on",
    active: form.get("active") === "on",
  };
}

/** What stands in a field for a number; null where nothing does, which is no nought. */
function readNumber(form: FormData, name: string): number | null {
  const typed = formText(form, name).trim();
  return typed === "" ? null : Number(typed);
}

function inMinor(price: number | null): number | null {
  return price === null ? null : Math.round(price * 100);
}

function NumberField({
  name,
  label,
  value,
  error,
  ...bounds
}: {
  readonly name: string;
  readonly label: string;
  readonly value: number;
  readonly error: string | undefined;
  readonly min: number;
  readonly max: number;
  readonly step: number;
}) {
  return (
    <Field name={name} label={label} error={error} required>
      {(control) => <Input {...control} {...bounds} type="number" inputMode="decimal" defaultValue={value} />}
    </Field>
  );
}
