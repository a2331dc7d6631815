"use client";

import { Field, FieldGroup } from "@quietroom/ui/blocks/field";
import { Notice } from "@quietroom/ui/blocks/notice";
import { SubmitButton } from "@quietroom/ui/blocks/submit-button";
import { Button } from "@quietroom/ui/primitives/button";
import { Checkbox } from "@quietroom/ui/primitives/checkbox";
import { Input } from "@quietroom/ui/primitives/input";
import { NativeSelect } from "@quietroom/ui/primitives/native-select";
import Link from "next/link";
import { useActionState, useEffect, useRef } from "react";
import { AcceptDocuments } from "../../client-details/accept-documents.tsx";
import type { ShownDocument } from "../../client-details/accepted-documents.ts";
import { useWorkWhenAsked } from "../../bot-check/use-work-when-asked.ts";
import { WorkingWords } from "../../bot-check/working-words.tsx";
import { DetailsFields } from "../../client-details/details-fields.tsx";
import { emptyDetails } from "../../client-details/details-form.ts";
import type { JoinState } from "./join.ts";

type Option = { readonly value: string; readonly label: string };

/** When someone could come, with whom and where, and who they are. */
export function JoinForm({
  action,
  of,
  people,
  places,
  weekdays,
  initial,
  idempotencyKey,
  studioHref,
  phone,
  documents,
  refusals,
}: {
  readonly action: (before: JoinState, form: FormData) => Promise<JoinState>;
  /** Of a session nothing is asked about times, people and places: it has its own. */
  readonly of: "times" | "session";
  readonly people: readonly Option[];
  readonly places: readonly Option[];
  readonly weekdays: readonly Option[];
  readonly initial: JoinState["wishes"] & { readonly practitionerId: string; readonly place: string };
  readonly idempotencyKey: string;
  readonly studioHref: string;
  /** The studio's. */
  readonly phone: string;
  /** What the studio publishes for its clients to accept. */
  readonly documents: readonly ShownDocument[];
  readonly refusals: Readonly<Record<string, string>>;
}) {
  const [state, submit] = useActionState(action, {
    ...emptyDetails,
    wishes: initial,
    wishErrors: {},
    refused: null,
    position: null,
  });
  const { isWorking, noteSent } = useWorkWhenAsked(state, submit);
  const answer = useRef<HTMLDivElement>(null);
  const wrong = Object.keys(state.errors).length + Object.keys(state.wishErrors).length;
  useEffect(() => {
    if (state.refused !== null || state.position !== null || wrong > 0) answer.current?.focus();
  }, [state, wrong]);

  if (state.position !== null) {
    return (
      <div ref={answer} tabIndex={-1} className="grid gap-6 outline-none">
        <Notice tone="positive" title="You are on the waitlist" role="status">
          <p>
            {state.position === 1 ? "You are first in line." : `You are number ${state.position} in line.`}{" "}
            {of === "session"
              ? "When a seat frees up, we email you an offer and keep the seat for you while you decide."
              : "When an hour that suits you frees up, we email you an offer and keep the hour for you while you decide."}
          </p>
          <p>
            If mail from us came back from your address before, no offer reaches it: call {phone} instead.
          </p>
        </Notice>
        <div>
          <Button asChild variant="secondary">
            <Link href={studioHref}>Back to the studio</Link>
          </Button>
        </div>
      </div>
    );
  }
  return (
    <form action={submit} onSubmit={noteSent} className="grid gap-9" noValidate>
      <div ref={answer} tabIndex={-1} className="grid gap-4 outline-none empty:hidden">
        {isWorking ? <WorkingWords /> : null}
        {state.refused === null || isWorking ? null : (
          <Notice tone="caution" title="Not added" role="alert">
            {refusals[state.refused] ?? "This could not be added. Check your wishes and try again."}
          </Notice>
        )}
        {wrong === 0 ? null : (
          <Notice
            tone="danger"
            title={wrong === 1 ? "One thing to correct" : `${wrong} things to correct`}
            role="alert"
          >
            Look for the marks below.
          </Notice>
        )}
      </div>
      {of === "session" ? null : (
        <section aria-labelledby="when" className="grid gap-5">
          <h2 id="when" className="display text-xl">
            When could you come?
          </h2>
          <div className="grid max-w-md grid-cols-2 gap-4">
            <Field name="dateFrom" label="From" error={state.wishErrors.dates} required>
              {(control) => <Input {...control} type="date" defaultValue={state.wishes.dateFrom} />}
            </Field>
            <Field name="dateUntil" label="Until" required>
              {(control) => <Input {...control} type="date" defaultValue={state.wishes.dateUntil} />}
            </Field>
          </div>
          <FieldGroup name="weekday" label="Days" error={state.wishErrors.weekdays}>
            <div className="flex flex-wrap gap-x-5 gap-y-1">
              {weekdays.map((day) => (
                <Check
                  key={day.value}
                  name="weekday"
                  {...day}
                  checked={state.wishes.weekdays.includes(day.value)}
                />
              ))}
            </div>
          </FieldGroup>
          <FieldGroup name="daypart" label="Time of day" error={state.wishErrors.dayparts}>
            <div className="flex flex-wrap gap-x-5 gap-y-1">
              {dayparts.map((part) => (
                <Check
                  key={part.value}
                  name="daypart"
                  {...part}
                  checked={state.wishes.dayparts.includes(part.value)}
                />
              ))}
            </div>
          </FieldGroup>
          <div className="grid gap-5 sm:grid-cols-2">
            <Field name="practitionerId" label="With">
              {(control) => <Choices {...control} options={people} value={initial.practitionerId} />}
            </Field>
            <Field name="place" label="Where">
              {(control) => <Choices {...control} options={places} value={initial.place} />}
            </Field>
          </div>
        </section>
      )}
      <section aria-labelledby="who" className="grid gap-5">
        <h2 id="who" className="display text-xl">
          Who is coming?
        </h2>
        <DetailsFields form={state} />
      </section>
      <AcceptDocuments studioHref={studioHref} documents={documents} error={state.errors.acceptDocuments} />
      <input type="hidden" name="idempotencyKey" value={idempotencyKey} />
      <div>
        <SubmitButton size="lg" pendingLabel="Joining …">
          Join the waitlist
        </SubmitButton>
      </div>
    </form>
  );
}

const dayparts: readonly Option[] = [
  { value: "morning", label: "Morning, 6 to 12" },
  { value: "afternoon", label: "Afternoon, 12 to 18" },
  { value: "evening", label: "Evening, 18 to 22" },
];

function Check({
  name,
  value,
  label,
  checked,
}: Option & { readonly name: string; readonly checked: boolean }) {
  return (
    <label className="flex min-h-11 items-center gap-2">
      <Checkbox name={name} value={value} defaultChecked={checked} />
      {label}
    </label>
  );
}

function Choices({
  options,
  value,
  ...control
}: {
  readonly options: readonly Option[];
  readonly value: string;
  readonly id: string;
  readonly name: string;
}) {
  return (
    <NativeSelect {...control} defaultValue={value}>
      {options.map((option) => (
        <option key={option.value} value={option.value}>
          {option.label}
        </option>
      ))}
    </NativeSelect>
  );
}
