import { Field } from "@quietroom/ui/blocks/field";
import { Input } from "@quietroom/ui/primitives/input";
import { BotTrap } from "../bot-check/bot-trap.tsx";
import type { DetailsForm } from "./details-form.ts";

/** The five things a studio needs to know of who comes. Plain fields: they work before and without JavaScript. */
export function DetailsFields({ form }: { readonly form: DetailsForm }) {
  const { values, errors } = form;
  return (
    <div className="grid gap-5 sm:grid-cols-2">
      <BotTrap />
      <Field name="givenName" label="First name" error={errors.givenName} required>
        {(control) => (
          <Input {...control} autoComplete="given-name" defaultValue={values.givenName} maxLength={255} />
        )}
      </Field>
      <Field name="familyName" label="Last name" error={errors.familyName} required>
        {(control) => (
          <Input {...control} autoComplete="family-name" defaultValue={values.familyName} maxLength={255} />
        )}
      </Field>
      <Field
        name="birthDate"
        label="Date of birth"
        hint="So that two people of one name are never mixed up."
        error={errors.birthDate}
        required
        className="sm:col-span-2 sm:max-w-64"
      >
        {(control) => (
          <Input
            {...control}
            type="date"
            autoComplete="bday"
            defaultValue={values.birthDate}
            min="1900-01-01"
          />
        )}
      </Field>
      <Field name="email" label="Email" hint="Your confirmation goes here." error={errors.email} required>
        {(control) => (
          <Input {...control} type="email" autoComplete="email" defaultValue={values.email} maxLength={254} />
        )}
      </Field>
      <Field
        name="phone"
        label="Phone"
        hint="Only for questions about your visit."
        error={errors.phone}
        required
      >
        {(control) => (
          <Input {...control} type="tel" autoComplete="tel" defaultValue={values.phone} maxLength={32} />
        )}
      </Field>
    </div>
  );
}
