"use client";

import { Notice } from "@quietroom/ui/blocks/notice";
import { Button } from "@quietroom/ui/primitives/button";
import { signIn } from "next-auth/react";
import { useState } from "react";
import { TooManyAttempts } from "../../prove/too-many-attempts.tsx";

/** The way in by the studio's own identity provider, and what became of it. The second step is the same as after a password. */
export function SignInElsewhere({
  name,
  next,
  failure,
}: {
  /** What the provider is called. */
  readonly name: string;
  readonly next: string;
  readonly failure: "not_linked" | "locked" | "failed" | null;
}) {
  const [state, setState] = useState<"ready" | "leaving">("ready");
  return (
    <section aria-label={name} className="grid gap-5">
      <p className="flex items-center gap-3 text-muted text-sm before:h-px before:flex-1 before:bg-line after:h-px after:flex-1 after:bg-line">
        or
      </p>
      {failure === "not_linked" && state === "ready" ? (
        <Notice tone="danger" title={`That ${name} account is not linked to anybody here`}>
          Sign in with your email and password. On your account page you can link it for the next time.
        </Notice>
      ) : null}
      {failure === "locked" && state === "ready" ? <TooManyAttempts /> : null}
      {failure === "failed" && state === "ready" ? (
        <Notice tone="caution" title={`${name} could not sign you in`}>
          Nothing was changed. Try again, or sign in with your email and password.
        </Notice>
      ) : null}
      <Button
        type="button"
        size="lg"
        variant="secondary"
        aria-disabled={state === "leaving"}
        onClick={() => {
          if (state === "leaving") return;
          setState("leaving");
          // A form's answer may not lead to another site; a script's own step may.
          void signIn("oidc", { callbackUrl: `/sign-in/second-factor?next=${encodeURIComponent(next)}` });
        }}
      >
        {state === "leaving" ? `Going to ${name} …` : `Continue with ${name}`}
      </Button>
    </section>
  );
}
