"use client";

import type { StaffOutput } from "@quietroom/api/client";
import { saveService } from "@quietroom/contracts/studio";
import { Field, FieldGroup, FieldRow } from "@quietroom/ui/blocks/field";
import { Notice } from "@quietroom/ui/blocks/notice";
import { SidePanel } from "@quietroom/ui/blocks/side-panel";
import { useNotify } from "@quietroom/ui/blocks/toaster";
import { Button } from "@quietroom/ui/primitives/button";
import { Input } from "@quietroom/ui/primitives/input";
import { NativeSelect } from "@quietroom/ui/primitives/native-select";
import { Switch } from "@quietroom/ui/primitives/switch";
import { Textarea } from "@quietroom/ui/primitives/textarea";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { LimitFields, limitErrors, readLimits } from "../../limits/limit-fields.tsx";
import { useTRPC } from "../../live/trpc.tsx";
import { failureWords } from "../../show/failure-words.ts";
import { MoreLengths, readMoreLengths } from "./more-lengths.tsx";
import { ownRuleErrors, OwnRules, readOwnRules } from "./own-rules.tsx";
import { readKind, ServiceKind } from "./service-kind.tsx";
import { readNeeds, type Resource, ServiceNeeds } from "./service-needs.tsx";
import { Tick } from "./tick.tsx";

export type Service = StaffOutput["service"]["list"][number];

/** One service, new or as loaded. Booked visits keep what was agreed when they were booked. */
export function ServiceForm({
  service,
  practitioners,
  resources,
  categories,
  onDone,
}: {
  readonly service: Service | null;
  readonly practitioners: readonly { readonly id: string; readonly displayName: string }[];
  readonly resources: readonly Resource[];
  readonly categories: readonly string[];
  readonly onDone: () => void;
}) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const notify = useNotify();
  const [error, setError] = useState<string>();
  const [wrongLimit, setWrongLimit] = useState<string>();
  const [wrongRule, setWrongRule] = useState<string>();
  const [wrongLengths, setWrongLengths] = useState<string>();
  const save = useMutation(
    trpc.service.save.mutationOptions({
      onSuccess: async (answer) => {
        // What somebody else saved meanwhile is what opens next, also while no change is heard of live.
        await queryClient.invalidateQueries();
        if (answer.ok) {
          notify({ title: "Service saved", tone: "positive" });
          onDone();
        } else if (answer.refusal.code === "changed_meanwhile") {
          setError(
            "Someone else changed this service meanwhile. Close this and open it again to see their version.",
          );
        } else if (answer.refusal.code === "repeated_length") setWrongLengths("Each length once only.");
        else if (answer.refusal.code === "two_horizons") setWrongRule("horizonDays");
        else if (answer.refusal.code === "together_needs_two")
          setError("For a service that is given together, tick two to eight people who give it.");
        else if (answer.refusal.code === "unknown_room") setError("A room you chose is not there any more.");
        else setError("A practitioner you chose is not there any more.");
      },
      onError: (failure) => setError(failureWords(failure, "The service was not saved.")),
    }),
  );
  return (
    <SidePanel
      open
      onOpenChange={(open) => {
        if (!open) onDone();
      }}
      title={service === null ? "New service" : service.name}
      description="Visits that are already booked keep their length and price."
    >
      <form
        className="grid gap-5"
        onSubmit={(event) => {
          event.preventDefault();
          if (save.isPending) return;
          const asked = saveService.input.safeParse(readForm(new FormData(event.currentTarget), service));
          const field = String(asked.error?.issues[0]?.path[0]);
          const ofLimits = field in limitErrors;
          setWrongLengths(field === "moreLengths" ? "15 minutes to 8 hours, each with a price." : undefined);
          setWrongLimit(ofLimits ? field : undefined);
          const ofRules = field in ownRuleErrors;
          setWrongRule(ofRules ? field : undefined);
          setError(
            asked.success || ofLimits || ofRules || field === "moreLengths"
              ? undefined
              : `Check ${labels[field] ?? "the form"}.`,
          );
          if (asked.success) save.mutate(asked.data);
        }}
      >
        {error === undefined ? null : <Notice tone="danger">{error}</Notice>}
        <Field name="name" label="Name" required>
          {(control) => <Input {...control} defaultValue={service?.name} maxLength={255} />}
        </Field>
        <Field
          name="description"
          label="Description"
          hint="One or two sentences for the booking page."
          optional
        >
          {(control) => (
            <Textarea {...control} defaultValue={service?.description} maxLength={2000} rows={3} />
          )}
        </Field>
        <ServiceKind service={service} categories={categories} />
        <div className="grid grid-cols-2 gap-4">
          <NumberField
            name="durationMin"
            label="Length, minutes"
            value={service?.durationMin ?? 60}
            min={15}
            max={480}
            step={5}
          />
          <NumberField
            name="stepMin"
            label="Starts every, minutes"
            value={service?.stepMin ?? 30}
            min={5}
            max={240}
            step={5}
          />
          <NumberField
            name="bufferBeforeMin"
            label="Buffer before"
            value={service?.bufferBeforeMin ?? 0}
            min={0}
            max={120}
            step={5}
          />
          <NumberField
            name="bufferAfterMin"
            label="Buffer after"
            value={service?.bufferAfterMin ?? 0}
            min={0}
            max={120}
            step={5}
          />
          <NumberField
            name="price"
            label="Price"
            value={(service?.priceMinor ?? 0) / 100}
            min={0}
            max={10_000}
            step={0.01}
          />
        </div>
        <MoreLengths service={service} error={wrongLengths} />
        <OwnRules service={service} error={wrongRule} />
        <LimitFields
          limits={service ?? { maxPerDay: null, maxPerWeek: null }}
          errorAt={(field) => (field === wrongLimit ? limitErrors[field] : undefined)}
        />
        <Field
          name="newClients"
          label="Who may book it"
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
        <FieldGroup name="modes" label="Where">
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
        <FieldGroup name="practitionerIds" label="Who gives it">
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
          label="All of them come together"
          hint="To every visit, and its time is taken in each of their calendars. Otherwise one of them gives it."
        >
          {(control) => <Switch {...control} defaultChecked={service?.together === true} />}
        </FieldRow>
        <ServiceNeeds service={service} resources={resources} />
        <FieldRow name="onlineBookable" label="Clients can book it online">
          {(control) => <Switch {...control} defaultChecked={service?.onlineBookable ?? true} />}
        </FieldRow>
        <FieldRow
          name="approval"
          label="You confirm each booking"
          hint="What clients send is a request. It keeps its time until you approve or decline it, and runs out by itself."
        >
          {(control) => <Switch {...control} defaultChecked={service?.approval === "request"} />}
        </FieldRow>
        <FieldRow
          name="needsSupervisor"
          label="A supervisor has to be within reach"
          hint="Given only while somebody who supervises the practitioner works, with a client or not. Whoever has no supervisor does not offer it."
        >
          {(control) => <Switch {...control} defaultChecked={service?.needsSupervisor ?? false} />}
        </FieldRow>
        <FieldRow
          name="needsScreening"
          label="Whoever joins a group is screened first"
          hint="Every seat that clients choose online is a request, whoever they are. Approving it records that you screened them."
        >
          {(control) => <Switch {...control} defaultChecked={service?.needsScreening ?? false} />}
        </FieldRow>
        <FieldRow name="active" label="On offer">
          {(control) => <Switch {...control} defaultChecked={service?.active ?? true} />}
        </FieldRow>
        <div className="flex gap-2">
          <Button type="submit" aria-disabled={save.isPending}>
            {save.isPending ? "Saving …" : "Save service"}
          </Button>
          <Button variant="secondary" type="button" onClick={onDone}>
            Close
          </Button>
        </div>
      </form>
    </SidePanel>
  );
}

const labels: Readonly<Record<string, string>> = {
  name: "the name",
  category: "the category: one line of at most 60 letters",
  durationMin: "the length: 15 minutes to 8 hours",
  stepMin: "how often it starts",
  modes: "where it takes place: at least one",
  roomCapacity: "how many people the room must hold: 1 to 500",
  priceMinor: "the price",
};

function readForm(form: FormData, service: Service | null): unknown {
  return {
    id: service?.id ?? null,
    version: service?.version ?? null,
    name: form.get("name"),
    description: form.get("description"),
    durationMin: Number(form.get("durationMin")),
    stepMin: Number(form.get("stepMin")),
    bufferBeforeMin: Number(form.get("bufferBeforeMin")),
    bufferAfterMin: Number(form.get("bufferAfterMin")),
    ...readKind(form),
    ...readLimits(form),
    newClients: form.get("newClients"),
    priceMinor: Math.round(Number(form.get("price")) * 100),
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

function NumberField({
  name,
  label,
  value,
  ...bounds
}: {
  readonly name: string;
  readonly label: string;
  readonly value: number;
  readonly min: number;
  readonly max: number;
  readonly step: number;
}) {
  return (
    <Field name={name} label={label} required>
      {(control) => <Input {...control} {...bounds} type="number" inputMode="decimal" defaultValue={value} />}
    </Field>
  );
}
