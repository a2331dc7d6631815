"use client";

import { Field } from "@quietroom/ui/blocks/field";
import { Notice } from "@quietroom/ui/blocks/notice";
import { Button } from "@quietroom/ui/primitives/button";
import { Input } from "@quietroom/ui/primitives/input";
import { KeyRound } from "lucide-react";
import Link from "next/link";
import { useRouter } from "next/navigation";
import { type ReactNode, useEffect, useState } from "react";
import { PasskeyNotice } from "../../prove/passkey-notice.tsx";
import { TooManyAttempts } from "../../prove/too-many-attempts.tsx";
import { type Outcome, tryPasskey, tryPassword } from "./try-sign-in.ts";

type Ended =
  | "idle"
  | "expired"
  | "replaced"
  | "ended_elsewhere"
  | "second_factor_reset"
  | "roles_changed"
  | "access_ended"
  | "password_changed"
  | "email_changed"
  | "password_ended"
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
  password_changed: "Your password was changed. Sign in with the new one.",
  email_changed: "Your address was changed. Sign in with the new one.",
  password_ended:
    "An admin ended your password, as somebody else may know it. Choose a new one by “Forgot your password?”.",
  over: back,
};

/** How often a page whose session has ended looks whether its person has signed in again in another tab; the page then leads back. */
const lookAgainMs = 5_000;

type State = "ready" | "sending" | "working" | "at_device" | Exclude<Outcome, "in">;

/** Email and password, or a passkey. One answer for every wrong pair, so that nobody learns who works here. */
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
  const [state, setState] = useState<State>("ready");
  const [asksStudio, setAsksStudio] = useState(false);
  const router = useRouter();
  useEffect(() => {
    if (ended === null) return;
    const looking = setInterval(() => {
      if (document.visibilityState === "visible") router.refresh();
    }, lookAgainMs);
    return () => clearInterval(looking);
  }, [ended, router]);
  const busy = state === "sending" || state === "working" || state === "at_device";

  async function submit(form: FormData): Promise<void> {
    setState("sending");
    const fields = { email: textIn(form, "email"), password: textIn(form, "password") };
    const named = studio ?? textIn(form, "studio").trim().toLowerCase();
    const outcome = await tryPassword(named === "" ? fields : { ...fields, studio: named }, () =>
      setState("working"),
    );
    // Asked of everybody alike, so that it says nothing about anyone.
    if (outcome === "wrong") setAsksStudio(true);
    if (outcome === "in") window.location.assign(`/sign-in/second-factor?next=${encodeURIComponent(next)}`);
    else setState(outcome);
  }

  async function usePasskey(): Promise<void> {
    setState("at_device");
    const outcome = await tryPasskey();
    if (outcome === "in") window.location.assign(next);
    else if (outcome === "kept_out") window.location.assign("/sign-in/network");
    else setState(outcome);
  }

  return (
    <form
      // Without our script nothing may stand in an address.
      method="post"
      className="grid gap-5"
      onSubmit={(event) => {
        event.preventDefault();
        if (!busy) void submit(new FormData(event.currentTarget));
      }}
    >
      {ended !== null && state === "ready" ? (
        <Notice tone="info" title="Your session has ended">
          {endWords[ended]}
        </Notice>
      ) : null}
      {problems[state]}
      <Field name="email" label="Email" required>
        {(control) => <Input {...control} type="email" autoComplete="username" defaultValue={email} />}
      </Field>
      <Field name="password" label="Password" required>
        {(control) => <Input {...control} type="password" autoComplete="current-password" />}
      </Field>
      {asksStudio && studio === undefined ? (
        <Field
          name="studio"
          label="Studio"
          hint="Only if you work for several: the last part of its booking address, such as harbour-rooms."
        >
          {(control) => <Input {...control} autoComplete="off" autoCapitalize="none" maxLength={63} />}
        </Field>
      ) : null}
      <div className="grid gap-3">
        <Button type="submit" size="lg" aria-disabled={busy}>
          {state === "sending" ? "Signing in …" : state === "working" ? "Checking …" : "Sign in"}
        </Button>
        <p role="status" className="text-muted text-sm empty:hidden">
          {state === "working"
            ? "After several attempts that failed, your computer solves a small puzzle first. It takes a few seconds, and you need do nothing."
            : null}
        </p>
        <Button
          type="button"
          size="lg"
          variant="secondary"
          aria-disabled={busy}
          onClick={() => {
            if (!busy) void usePasskey();
          }}
        >
          <KeyRound aria-hidden="true" />
          {state === "at_device" ? "Waiting for your device …" : "Use a passkey"}
        </Button>
        <Button asChild variant="link" className="w-fit">
          <Link href="/forgot-password">Forgot your password?</Link>
        </Button>
      </div>
    </form>
  );
}

const withPassword = "Sign in with your email and password; you add a passkey under your account.";

const problems: Readonly<Partial<Record<State, ReactNode>>> = {
  wrong: <Notice tone="danger">That email and password do not belong together.</Notice>,
  locked: <TooManyAttempts />,
  unavailable: <Notice tone="caution">Sign-in did not answer. Wait a moment, then try again.</Notice>,
  passkey_cancelled: (
    <PasskeyNotice
      why="cancelled"
      instead="Your device showed none, or its question was left open. Try again, or use your password."
    />
  ),
  passkey_none: <PasskeyNotice why="none" instead={withPassword} />,
  passkey_wrong: <PasskeyNotice why="wrong" instead={`It may have been removed. ${withPassword}`} />,
};

function textIn(form: FormData, name: string): string {
  const value = form.get(name);
  return typeof value === "string" ? value : "";
}
