"use client";

import { Field, FieldRow } from "@quietroom/ui/blocks/field";
import { Notice } from "@quietroom/ui/blocks/notice";
import { Button } from "@quietroom/ui/primitives/button";
import { Checkbox } from "@quietroom/ui/primitives/checkbox";
import { Input } from "@quietroom/ui/primitives/input";
import { KeyRound } from "lucide-react";
import { signOut } from "next-auth/react";
import { useRef, useState } from "react";
import { TooManyAttempts } from "../../prove/too-many-attempts.tsx";
import { PasskeyNotice } from "../../prove/passkey-notice.tsx";
import { proveWithCode } from "../../prove/prove-with-code.ts";
import { type PasskeyProof, proveWithPasskey } from "../../prove/prove-with-passkey.ts";

type State = "ready" | "sending" | "at_device" | "wrong_passkey" | Exclude<PasskeyProof, "proven" | "over">;

/** A code of the authenticator app, a recovery code or a passkey. After enrolling it leads to the recovery codes first. */
export function SecondFactorForm({
  kind,
  next,
  passkey = "none",
  trust = "never",
}: {
  readonly kind: "enrol" | "code";
  readonly next: string;
  /** Whether the person has a passkey that can stand in for the code. */
  readonly passkey?: "possible" | "none";
  /** Whether the studio lets them trust this browser (AUTH-22). */
  readonly trust?: "possible" | "never";
}) {
  const [state, setState] = useState<State>("ready");
  const form = useRef<HTMLFormElement>(null);
  const busy = state === "sending" || state === "at_device";

  function settle(answer: PasskeyProof, wrong: "wrong" | "wrong_passkey"): void {
    if (answer === "proven") window.location.assign(kind === "enrol" ? "/account?welcome=1" : next);
    else if (answer === "over") window.location.assign(`/sign-in?ended=1&next=${encodeURIComponent(next)}`);
    else setState(answer === "wrong" ? wrong : answer);
  }

  const wished = () =>
    form.current !== null && new FormData(form.current).has("trust") ? "asked" : "not_asked";

  async function submit(code: string): Promise<void> {
    setState("sending");
    settle(await proveWithCode(code, wished()), "wrong");
  }

  async function usePasskey(): Promise<void> {
    setState("at_device");
    settle(await proveWithPasskey(wished()), "wrong_passkey");
  }

  return (
    <form
      ref={form}
      method="post"
      className="grid gap-5"
      onSubmit={(event) => {
        event.preventDefault();
        const code = new FormData(event.currentTarget).get("code");
        if (!busy) void submit(typeof code === "string" ? code : "");
      }}
    >
      {state === "locked" ? <TooManyAttempts /> : null}
      {state === "unavailable" ? (
        <Notice tone="caution">Sign-in did not answer. Wait a moment, then try again.</Notice>
      ) : null}
      {state === "cancelled" || state === "none" ? (
        <PasskeyNotice why={state} instead="Try again, or type a code of your app." />
      ) : null}
      {state === "wrong_passkey" ? (
        <PasskeyNotice why="wrong" instead="It may have been removed. Type a code of your app." />
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
      {trust === "possible" ? (
        <FieldRow
          name="trust"
          label="Trust this browser for 30 days"
          hint="Skips this step here, never the password. Only on a device that nobody else uses."
        >
          {(control) => <Checkbox {...control} />}
        </FieldRow>
      ) : null}
      <div className="grid gap-3">
        <Button type="submit" size="lg" aria-disabled={busy}>
          {state === "sending" ? "Checking …" : "Continue"}
        </Button>
        {passkey === "possible" ? (
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
        ) : null}
      </div>
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
