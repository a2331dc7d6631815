"use client";

import {
  type CharacterKind,
  kindsIn,
  type StaffPasswordRefusal,
  staffPasswordRefusals,
} from "@quietroom/domain/access";
import { Field } from "@quietroom/ui/blocks/field";
import { Checkbox } from "@quietroom/ui/primitives/checkbox";
import { Input } from "@quietroom/ui/primitives/input";
import { Label } from "@quietroom/ui/primitives/label";
import { useId, useState } from "react";

type Plain = Exclude<StaffPasswordRefusal, `password_lacks_${string}`>;

/** Why a password may not be chosen, in a sentence that says what to do (AUTH-02). */
const refusalWords: Readonly<Record<Plain, string>> = {
  password_too_short: "Use 12 characters or more.",
  password_too_long: "Use 1,024 characters or fewer.",
  password_too_obvious: "Leave out your name, your email and the studio's name, and repeat less.",
  password_too_common: "Others have chosen this before, so it is guessed first. Choose another one.",
  password_used_before: "You had this one before. Choose one that you have not used here lately.",
};

const kindWords: Readonly<Record<CharacterKind, string>> = {
  lower: "a small letter",
  upper: "a capital letter",
  digit: "a digit",
  other: "a sign or a space",
};

export type PasswordRefusal = StaffPasswordRefusal;

/** What a studio asks of a password beyond its length. */
export type PasswordRule = { readonly composition: readonly CharacterKind[]; readonly history: number };

export function isPasswordRefusal(refusal: string): refusal is PasswordRefusal {
  return staffPasswordRefusals.some((known) => known === refusal);
}

function wordsFor(refusal: PasswordRefusal): string {
  const missing = kindsIn(refusal);
  return isPlain(refusal) ? refusalWords[refusal] : `Add ${listed(missing)}.`;
}

function isPlain(refusal: PasswordRefusal): refusal is Plain {
  return Object.hasOwn(refusalWords, refusal);
}

function listed(kinds: readonly CharacterKind[]): string {
  return new Intl.ListFormat("en", { type: "conjunction" }).format(kinds.map((kind) => kindWords[kind]));
}

function hintFor({ composition, history }: PasswordRule): string {
  const kinds = composition.length === 0 ? "of any kind" : `with ${listed(composition)} among them`;
  const before =
    history === 0 ? "" : history === 1 ? " Not the one you have now." : ` None of your last ${history}.`;
  return `12 characters or more, ${kinds}.${before} A sentence of your own is easy to keep in mind.`;
}

/** A password to be chosen. It can be looked at, since nothing asks for it twice. */
export function NewPasswordField({
  refusal,
  rule,
  value,
  onChange,
}: {
  readonly refusal: PasswordRefusal | null;
  readonly rule: PasswordRule;
  /** With `onChange`, for forms that are not read as a whole when they are sent. */
  readonly value?: string;
  readonly onChange?: (password: string) => void;
}) {
  const id = useId();
  const [shown, setShown] = useState(false);
  return (
    <div className="grid gap-2">
      <Field
        name="new-password"
        label="New password"
        required
        hint={hintFor(rule)}
        error={refusal === null ? undefined : wordsFor(refusal)}
      >
        {(control) => (
          <Input
            {...control}
            type={shown ? "text" : "password"}
            autoComplete="new-password"
            autoCapitalize="none"
            spellCheck={false}
            {...(value === undefined ? {} : { value })}
            onChange={(event) => onChange?.(event.target.value)}
          />
        )}
      </Field>
      <span className="flex min-h-6 items-center gap-2">
        <Checkbox id={id} checked={shown} onChange={() => setShown(!shown)} />
        <Label htmlFor={id} className="font-normal text-sm">
          Show the password
        </Label>
      </span>
    </div>
  );
}
