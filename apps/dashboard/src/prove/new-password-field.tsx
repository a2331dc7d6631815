"use client";

import { Field } from "@quietroom/ui/blocks/field";
import { Checkbox } from "@quietroom/ui/primitives/checkbox";
import { Input } from "@quietroom/ui/primitives/input";
import { Label } from "@quietroom/ui/primitives/label";
import { useId, useState } from "react";

/** Why a password may not be chosen, in a sentence that says what to do (AUTH-02). */
const refusalWords = {
  password_too_short: "Use 12 characters or more.",
  password_too_long: "Use 1,024 characters or fewer.",
  password_too_obvious: "Leave out your name, your email and the studio's name, and repeat less.",
  password_too_common: "Others have chosen this before, so it is guessed first. Choose another one.",
} as const;

export type PasswordRefusal = keyof typeof refusalWords;

export function isPasswordRefusal(refusal: string): refusal is PasswordRefusal {
  return Object.hasOwn(refusalWords, refusal);
}

/** A password to be chosen. It can be looked at, since nothing asks for it twice. */
export function NewPasswordField({
  refusal,
  value,
  onChange,
}: {
  readonly refusal: PasswordRefusal | null;
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
        hint="12 characters or more, of any kind. A sentence of your own is easy to keep in mind."
        error={refusal === null ? undefined : refusalWords[refusal]}
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
