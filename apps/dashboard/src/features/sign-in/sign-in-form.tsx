"use client";

import { Field } from "@quietroom/ui/blocks/field";
import { Notice } from "@quietroom/ui/blocks/notice";
import { Button } from "@quietroom/ui/primitives/button";
import { Input } from "@quietroom/ui/primitives/input";
import { signIn } from "next-auth/react";
import { useState } from "react";
import { TooManyAttempts } from "../../prove/too-many-attempts.tsx";

type Ended =
  | "idle"
  | "expired"
  | "replaced"
  | "ended_elsewhere"
  | "second_factor_reset"
  | "roles_changed"
  | "access_ended"
  | "over";

const back = "Sign in again and you are back where you were.";

const endWords: Readonly<Record<Ended, string>> = {
  idle: `You did nothing for 15 minutes. ${back}`,
  expired: `Sessions last eight hours. ${back}`,
  replaced: `You signed in on a third device, which ends the oldest session. ${back}`,
  ended_elsewhere: `It was ended from another of your devices. ${back}`,
  second_factor_reset: `An admin reset your second step, so you set up an app again. ${back}`,
  roles_changed: "An admin changed your roles. Sign in again, and you see what they are for.",
  access_ended: "An admin of the studio ended your access. If that is a mistake, speak to them.",
  over: back,
};

/** Email and password. One answer for every wrong pair, so that nobody learns who works here. */
export function SignInForm({
  next,
  ended,
  studio,
  email,
}: {
  readonly next: string;
  readonly ended: Ended | null;
  /** The address of the studio that is meant, for whoever works in several (TEN-20). */
  readonly studio?: string | undefined;
  readonly email?: string | undefined;
}) {
  const [state, setState] = useState<"ready" | "sending" | "wrong" | "locked" | "unavailable">("ready");

  async function submit(form: FormData): Promise<void> {
    setState("sending");
    try {
      const answer = await signIn("credentials", {
        redirect: false,
        email: form.get("email"),
        password: form.get("password"),
        ...(studio === undefined ? {} : { studio }),
      });
      if (answer?.ok) window.location.assign(`/sign-in/second-factor?next=${encodeURIComponent(next)}`);
      else if (answer?.error === "Locked") setState("locked");
      else setState(answer?.error === "CredentialsSignin" ? "wrong" : "unavailable");
    } catch {
      setState("unavailable");
    }
  }

  return (
    <form
      className="grid gap-5"
      onSubmit={(event) => {
        event.preventDefault();
        if (state !== "sending") void submit(new FormData(event.currentTarget));
      }}
    >
      {ended !== null && state === "ready" ? (
        <Notice tone="info" title="Your session has ended">
          {endWords[ended]}
        </Notice>
      ) : null}
      {state === "wrong" ? (
        <Notice tone="danger">That email and password do not belong together.</Notice>
      ) : null}
      {state === "locked" ? <TooManyAttempts /> : null}
      {state === "unavailable" ? (
        <Notice tone="caution">Sign-in did not answer. Wait a moment, then try again.</Notice>
      ) : null}
      <Field name="email" label="Email" required>
        {(control) => <Input {...control} type="email" autoComplete="username" defaultValue={email} />}
      </Field>
      <Field name="password" label="Password" required>
        {(control) => <Input {...control} type="password" autoComplete="current-password" />}
      </Field>
      <Button type="submit" size="lg" aria-disabled={state === "sending"}>
        {state === "sending" ? "Signing in …" : "Sign in"}
      </Button>
    </form>
  );
}
