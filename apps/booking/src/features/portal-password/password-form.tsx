"use client";

import { Field } from "@quietroom/ui/blocks/field";
import { Notice } from "@quietroom/ui/blocks/notice";
import { SubmitButton } from "@quietroom/ui/blocks/submit-button";
import { Checkbox } from "@quietroom/ui/primitives/checkbox";
import { Input } from "@quietroom/ui/primitives/input";
import { Label } from "@quietroom/ui/primitives/label";
import { useActionState, useId, useState } from "react";
import { notChanged, type PasswordProblem, type PasswordState } from "./password-state.ts";

/** One change of one's own password: what proves that it is still them, and the new one unless it is to go. */
export function PasswordForm({
  action,
  kind,
  has,
  app,
}: {
  readonly action: (before: PasswordState, form: FormData) => Promise<PasswordState>;
  readonly kind: "set" | "remove";
  readonly has: "set" | "none";
  readonly app: "set_up" | "none";
}) {
  const [{ problem }, submit] = useActionState(action, notChanged);
  const id = useId();
  const [shown, setShown] = useState(false);
  const fewest = app === "set_up" ? 12 : 15;
  const told = problem === null ? undefined : words(fewest)[problem];
  const on = (...fields: readonly PasswordProblem[]) =>
    problem !== null && fields.includes(problem) ? told : undefined;
  return (
    <form action={submit} className="grid max-w-md gap-5" noValidate>
      {problem === "too_many" || problem === "session_over" ? (
        <Notice tone="caution" role="alert">
          {told}
        </Notice>
      ) : null}
      {has === "none" ? null : (
        <Field
          name="current"
          id={`field-${kind}-current`}
          label="Password until now"
          required
          error={on("wrong_password")}
        >
          {(control) => (
            <Input {...control} type="password" autoComplete="current-password" maxLength={1024} />
          )}
        </Field>
      )}
      {kind === "remove" ? null : (
        <div className="grid gap-2">
          <Field
            name="next"
            id="field-next"
            label="New password"
            required
            hint={`${fewest} characters or more, of any kind. A sentence of your own is easy to keep in mind.`}
            error={on(
              "password_too_short",
              "password_too_long",
              "password_too_obvious",
              "password_too_common",
            )}
          >
            {(control) => (
              <Input
                {...control}
                type={shown ? "text" : "password"}
                autoComplete="new-password"
                autoCapitalize="none"
                spellCheck={false}
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
      )}
      {app === "none" ? null : (
        <Field
          name="code"
          id={`field-${kind}-code`}
          label="Code"
          required
          hint="The six digits in your app, or a recovery code."
          error={on("wrong_code")}
        >
          {(control) => (
            <Input
              {...control}
              autoComplete="one-time-code"
              autoCapitalize="none"
              spellCheck={false}
              maxLength={40}
              className="figures max-w-56"
            />
          )}
        </Field>
      )}
      <div>
        <SubmitButton
          size="lg"
          variant={kind === "remove" ? "danger" : "primary"}
          pendingLabel={kind === "remove" ? "Removing …" : "Saving …"}
        >
          {kind === "remove" ? "Remove the password" : has === "none" ? "Add the password" : "Change it"}
        </SubmitButton>
      </div>
    </form>
  );
}

function words(fewest: number): Readonly<Record<PasswordProblem, string>> {
  return {
    password_too_short: `Use ${fewest} characters or more.`,
    password_too_long: "Use 1,024 characters or fewer.",
    password_too_obvious: "Leave out your name, your email and the studio's name, and repeat less.",
    password_too_common: "Others have chosen this before, so it is guessed first. Choose another one.",
    wrong_password: "That is not your password.",
    wrong_code: "That code does not count. Wait for the next one and try again.",
    too_many: "There were too many wrong tries. Try again in half an hour, or call the studio.",
    session_over: "Your session has ended. Sign in again to change your password.",
  };
}
