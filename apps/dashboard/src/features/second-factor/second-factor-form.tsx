"use client";

import { Field } from "@quietroom/ui/blocks/field";
import { Notice } from "@quietroom/ui/blocks/notice";
import { Button } from "@quietroom/ui/primitives/button";
import { Input } from "@quietroom/ui/primitives/input";
import { signOut } from "next-auth/react";
import { useState } from "react";
import { TooManyAttempts } from "../../prove/too-many-attempts.tsx";
import { proveWithCode } from "../../prove/prove-with-code.ts";

type State = "ready" | "sending" | "wrong" | "locked" | "unavailable";

/** A code of the authenticator app, or a recovery code. After enrolling it leads to the recovery codes first. */
export function SecondFactorForm({ kind, next }: { readonly kind: "enrol" | "code"; readonly next: string }) {
  const [state, setState] = useState<State>("ready");

  async function submit(code: string): Promise<void> {
    setState("sending");
    const answer = await proveWithCode(code);
    if (answer === "proven") window.location.assign(kind === "enrol" ? "/account?welcome=1" : next);
    else if (answer === "over") window.location.assign(`/sign-in?ended=1&next=${encodeURIComponent(next)}`);
    else setState(answer);
  }

  return (
    <form
      className="grid gap-5"
      onSubmit={(event) => {
        event.preventDefault();
        const code = new FormData(event.currentTarget).get("code");
        if (state !== "sending") void submit(typeof code === "string" ? code : "");
      }}
    >
      {state === "locked" ? <TooManyAttempts /> : null}
      {state === "unavailable" ? (
        <Notice tone="caution">Sign-in did not answer. Wait a moment, then try again.</Notice>
      ) : null}
      <Field
        name="code"
        label="Code"
        required
        hint={
          kind === "enrol"
            ? "The six digits that the app shows now."
            : "The six digits in your authenticator app, or one of your recovery codes."
        }
        error={
          state === "wrong"
            ? "That code does not count. Each one counts once: wait for the next and type it before it changes."
            : undefined
        }
      >
        {(control) => (
          <Input
            {...control}
            autoComplete="one-time-code"
            autoCapitalize="none"
            autoCorrect="off"
            spellCheck={false}
            inputMode={kind === "enrol" ? "numeric" : "text"}
            maxLength={40}
          />
        )}
      </Field>
      <Button type="submit" size="lg" aria-disabled={state === "sending"}>
        {state === "sending" ? "Checking …" : "Continue"}
      </Button>
      <Button
        type="button"
        variant="link"
        className="w-fit"
        onClick={() => void signOut({ callbackUrl: "/sign-in" })}
      >
        Sign in as someone else
      </Button>
    </form>
  );
}
