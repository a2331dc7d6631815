"use client";

import { Field } from "@quietroom/ui/blocks/field";
import { Notice } from "@quietroom/ui/blocks/notice";
import { SubmitButton } from "@quietroom/ui/blocks/submit-button";
import { Input } from "@quietroom/ui/primitives/input";
import { useActionState } from "react";
import { type CodeRefusal, type CodeState, notTried } from "./door-state.ts";

/** The button that lets in by a link; and the six digits, where they are needed. */
export function CodeForm({
  action,
  asks,
  askAgainHref,
}: {
  readonly action: (before: CodeState, form: FormData) => Promise<CodeState>;
  readonly asks: "code" | "nothing";
  readonly askAgainHref: string;
}) {
  const [{ refused }, submit] = useActionState(action, notTried);
  const onField = refused === "wrong_code" || refused === "not_a_code" ? words[refused].text : undefined;
  const needsCode = asks === "code" || refused === "code_needed";
  return (
    <form action={submit} className="grid max-w-md gap-5" noValidate>
      {refused === null || onField !== undefined || refused === "code_needed" ? null : (
        <Notice tone="caution" title={words[refused].title} role="alert">
          <p>{words[refused].text}</p>
          <p className="mt-2">
            <a className="font-medium underline underline-offset-4" href={askAgainHref}>
              Ask for a new way in
            </a>
          </p>
        </Notice>
      )}
      {needsCode ? (
        <Field name="code" label="Code from the email" hint="Six digits." error={onField} required>
          {(control) => (
            <Input
              {...control}
              inputMode="numeric"
              autoComplete="one-time-code"
              maxLength={20}
              className="figures max-w-48 tracking-widest"
            />
          )}
        </Field>
      ) : null}
      <div>
        <SubmitButton size="lg" pendingLabel="Opening …">
          Come in
        </SubmitButton>
      </div>
    </form>
  );
}

const words: Readonly<Record<CodeRefusal, { readonly title: string; readonly text: string }>> = {
  unknown: {
    title: "This way in does not lead anywhere",
    text: "It may be cut off, or from another studio.",
  },
  used: {
    title: "This way in was used",
    text: "Each works once. You may be signed in already, in another tab.",
  },
  expired: {
    title: "This way in is over",
    text: "A link counts for 15 minutes, a code for 5.",
  },
  code_needed: { title: "The code is needed", text: "Enter the six digits of the same email." },
  wrong_code: {
    title: "Not this code",
    text: "That is not the code of the latest email. Check its six digits.",
  },
  too_many: {
    title: "Too many tries",
    text: "Five codes were tried. The link in the email still works in the browser that asked for it.",
  },
  not_a_code: { title: "Not a code", text: "Enter the six digits of the email." },
};
