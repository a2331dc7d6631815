"use client";

import { Field } from "@quietroom/ui/blocks/field";
import { Notice } from "@quietroom/ui/blocks/notice";
import { SubmitButton } from "@quietroom/ui/blocks/submit-button";
import { Button } from "@quietroom/ui/primitives/button";
import { Input } from "@quietroom/ui/primitives/input";
import { type ReactNode, useActionState } from "react";
import { RecoveryCodes } from "./recovery-codes.tsx";
import { notTyped, type StepProblem, type StepState } from "./step-state.ts";

type Action = (before: StepState, form: FormData) => Promise<StepState>;

/**
 * One code and one button, and the recovery codes that setting an app up answers. It stays in its place while the page around it learns
 * that the step is passed, so that the codes are still on show.
 */
export function CodeStep({
  action,
  label,
  pendingLabel,
  hint,
  field = "code",
  tone = "primary",
  onward,
  doorHref,
  children,
}: {
  readonly action: Action;
  readonly label: string;
  readonly pendingLabel: string;
  readonly hint: string;
  /** The field's id, where a page asks for a code twice. */
  readonly field?: string;
  readonly tone?: "primary" | "danger" | "secondary";
  /** Where to go from the recovery codes; left out, one stays. */
  readonly onward?: { readonly href: string; readonly label: string };
  readonly doorHref: string;
  readonly children?: ReactNode;
}) {
  const [{ problem, codes }, submit] = useActionState(action, notTyped);
  if (codes !== null) {
    return (
      <div className="grid gap-6">
        <RecoveryCodes codes={codes} />
        {onward === undefined ? null : (
          <div>
            {/* A whole new page: nothing of this one, and no code, stays in the browser's memory of pages. */}
            <Button asChild size="lg">
              <a href={onward.href}>{onward.label}</a>
            </Button>
          </div>
        )}
      </div>
    );
  }
  return (
    <div className="grid gap-6">
      {children}
      <form action={submit} className="grid max-w-md gap-5" noValidate>
        {problem === null || problem === "wrong_code" ? null : (
          <Notice tone="caution" title={words[problem].title} role="alert">
            <p>{words[problem].text}</p>
            {problem === "session_over" ? (
              <p className="mt-2">
                <a className="font-medium underline underline-offset-4" href={doorHref}>
                  Sign in again
                </a>
              </p>
            ) : null}
          </Notice>
        )}
        <Field
          name="code"
          id={`field-${field}`}
          label="Code"
          hint={hint}
          required
          error={problem === "wrong_code" ? words.wrong_code.text : undefined}
        >
          {(control) => (
            <Input
              {...control}
              autoComplete="one-time-code"
              autoCapitalize="none"
              autoCorrect="off"
              spellCheck={false}
              maxLength={40}
              className="figures max-w-56"
            />
          )}
        </Field>
        <div>
          <SubmitButton size="lg" variant={tone} pendingLabel={pendingLabel}>
            {label}
          </SubmitButton>
        </div>
      </form>
    </div>
  );
}

const words: Readonly<Record<StepProblem, { readonly title: string; readonly text: string }>> = {
  wrong_code: {
    title: "Not this code",
    text: "That code does not count. Each one counts once: wait for the next and enter it before it changes.",
  },
  session_over: {
    title: "Your session has ended",
    text: "It ends after 15 minutes in which you do nothing.",
  },
  too_many: {
    title: "Too many tries",
    text: "Codes are not looked at for a while now. Try again in half an hour, or call the studio.",
  },
  required_here: {
    title: "The second step stays",
    text: "This studio asks all its clients for one. If you change your phone, call the studio: they let you set it up again.",
  },
};
