import { Field } from "@quietroom/ui/blocks/field";
import { Input } from "@quietroom/ui/primitives/input";
import type { ComponentProps } from "react";
import type { Correctable, FieldName, Typed, Wrong } from "./correction-form.ts";

/** What a record says of a client, as far as this person may correct it, and why it is corrected. */
export function RecordFields({
  fields,
  typed,
  wrong,
  emailNote,
  reason,
  onType,
  onReason,
}: {
  readonly fields: Correctable["fields"];
  readonly typed: Typed;
  readonly wrong: Wrong;
  /** What another email address brings with it. */
  readonly emailNote: string | undefined;
  readonly reason: string;
  readonly onType: (change: Partial<Typed>) => void;
  readonly onReason: (reason: string) => void;
}) {
  const of = (name: FieldName) =>
    ({
      name,
      value: typed[name],
      error: wrong[name],
      onValue: (value: string) => onType({ [name]: value }),
    }) as const;
  return (
    <div className="grid gap-4 sm:grid-cols-2">
      {fields === "all" ? (
        <>
          <TextField {...of("givenName")} label="First name" maxLength={255} />
          <TextField {...of("familyName")} label="Last name" maxLength={255} />
          <TextField {...of("birthDate")} label="Date of birth" type="date" min="1900-01-01" isWide />
        </>
      ) : null}
      <TextField {...of("email")} label="Email" type="email" hint={emailNote} maxLength={254} isWide />
      <TextField {...of("phone")} label="Phone" type="tel" maxLength={32} isWide />
      <TextField
        name="reason"
        label="Reason"
        hint="Kept with the record. No words about their care."
        value={reason}
        error={wrong.reason}
        onValue={onReason}
        maxLength={300}
        isWide
      />
    </div>
  );
}

/** Named after the dialog, as other forms of the page have fields of these names. */
function TextField({
  name,
  label,
  hint,
  error,
  isWide = false,
  onValue,
  ...input
}: Pick<ComponentProps<"input">, "type" | "min" | "maxLength"> & {
  readonly name: string;
  readonly label: string;
  readonly hint?: string | undefined;
  readonly value: string;
  readonly error: string | undefined;
  readonly isWide?: boolean;
  readonly onValue: (value: string) => void;
}) {
  return (
    <Field
      name={name}
      id={`correct-${name}`}
      label={label}
      hint={hint}
      error={error}
      required
      {...(isWide ? { className: "sm:col-span-2" } : {})}
    >
      {(control) => (
        <Input
          {...control}
          {...input}
          autoComplete="off"
          spellCheck={false}
          onChange={(event) => onValue(event.target.value)}
        />
      )}
    </Field>
  );
}
