"use client";

import type { Puzzle } from "@quietroom/contracts/proof-of-work";
import { Field } from "@quietroom/ui/blocks/field";
import { Notice } from "@quietroom/ui/blocks/notice";
import { SubmitButton } from "@quietroom/ui/blocks/submit-button";
import { Input } from "@quietroom/ui/primitives/input";
import { useActionState, useState } from "react";
import { notSignedIn, type SignInState } from "./sign-in-state.ts";
import { solvePuzzle } from "../../bot-check/solve-puzzle.ts";

type Action = (before: SignInState, form: FormData) => Promise<SignInState>;

/** Email, date of birth and password: the client as the studio's record names them, and the password that they added. */
export function SignInForm({
  action,
  askPuzzle,
}: {
  readonly action: Action;
  readonly askPuzzle: () => Promise<Puzzle>;
}) {
  const [working, setWorking] = useState<"no" | "yes">("no");
  const [{ values, errors, refused }, submit] = useActionState(
    async (before: SignInState, form: FormData) => {
      const answer = await tryPassword({ action, askPuzzle, onWork: () => setWorking("yes") }, before, form);
      setWorking("no");
      if (answer.to !== null) window.location.assign(answer.to);
      return answer;
    },
    notSignedIn,
  );
  return (
    <form action={submit} className="grid max-w-md gap-5" noValidate>
      {refused === null || refused === "proof_needed" ? null : (
        <Notice tone={refused === "wrong_credentials" ? "danger" : "caution"} role="alert">
          {words[refused]}
        </Notice>
      )}
      <Field name="email" label="Email" error={errors.email} required>
        {(control) => (
          <Input
            {...control}
            type="email"
            autoComplete="username"
            defaultValue={values.email}
            maxLength={254}
          />
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
      <Field name="password" label="Password" error={errors.password} required>
        {(control) => <Input {...control} type="password" autoComplete="current-password" maxLength={1024} />}
      </Field>
      <div className="grid justify-items-start gap-3">
        <SubmitButton size="lg" pendingLabel={working === "yes" ? "Checking …" : "Signing in …"}>
          Sign in
        </SubmitButton>
        <p role="status" className="text-muted text-sm empty:hidden">
          {working === "yes"
            ? "After several tries that failed, your device solves a small puzzle first. It takes a few seconds, and you need do nothing."
            : null}
        </p>
      </div>
    </form>
  );
}

/** Tries it; where the server asks for work first, does it and tries the same again. */
async function tryPassword(
  {
    action,
    askPuzzle,
    onWork,
  }: {
    readonly action: Action;
    readonly askPuzzle: () => Promise<Puzzle>;
    readonly onWork: () => void;
  },
  before: SignInState,
  form: FormData,
): Promise<SignInState> {
  try {
    const first = await action(before, form);
    if (first.refused !== "proof_needed") return first;
    onWork();
    const proof = await solvePuzzle(await askPuzzle());
    if (proof === null) return { ...first, refused: "unavailable" };
    form.set("proof", proof);
    return await action(before, form);
  } catch {
    return { ...before, refused: "unavailable" };
  }
}

const words = {
  wrong_credentials:
    "These do not belong together, or there is no password for them. A way in by email always works.",
  too_many:
    "There were too many wrong tries, so passwords have to wait for a while. A way in by email still works.",
  unavailable: "Sign-in did not answer. Wait a moment, then try again.",
} as const;
