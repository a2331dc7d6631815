"use client";

import { Field } from "@quietroom/ui/blocks/field";
import { Notice } from "@quietroom/ui/blocks/notice";
import { SubmitButton } from "@quietroom/ui/blocks/submit-button";
import { Input } from "@quietroom/ui/primitives/input";
import { useActionState } from "react";
import { type AskState, notAsked } from "./door-state.ts";

/** Email and date of birth: what a studio's record of its client is found by. */
export function AskForm({
  action,
}: {
  readonly action: (before: AskState, form: FormData) => Promise<AskState>;
}) {
  const [state, submit] = useActionState(action, notAsked);
  const { values, errors, refused } = state;
  return (
    <form action={submit} className="grid max-w-md gap-5" noValidate>
      {refused === null ? null : (
        <Notice tone="caution" title="Asked too often" role="alert">
          Three times an hour is the most for one address. Use the latest email, or try again in an hour.
        </Notice>
      )}
      <Field name="email" label="Email" hint="The one you booked with." error={errors.email} required>
        {(control) => (
          <Input {...control} type="email" autoComplete="email" defaultValue={values.email} maxLength={254} />
        )}
      </Field>
      <Field name="birthDate" label="Date of birth" error={errors.birthDate} required>
        {(control) => (
          <Input
            {...control}
            type="date"
            autoComplete="bday"
            defaultValue={values.birthDate}
            min="1900-01-01"
            className="max-w-64"
          />
        )}
      </Field>
      <div>
        <SubmitButton size="lg" pendingLabel="Asking …">
          Email me a way in
        </SubmitButton>
      </div>
    </form>
  );
}
