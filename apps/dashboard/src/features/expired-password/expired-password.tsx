"use client";

import { Field } from "@quietroom/ui/blocks/field";
import { Notice } from "@quietroom/ui/blocks/notice";
import { Button } from "@quietroom/ui/primitives/button";
import { Input } from "@quietroom/ui/primitives/input";
import Link from "next/link";
import { useState } from "react";
import { changeOwnPassword, type PasswordChange } from "../../prove/change-own-password.ts";
import { isPasswordRefusal, NewPasswordField, type PasswordRule } from "../../prove/new-password-field.tsx";
import { TooManyAttempts } from "../../prove/too-many-attempts.tsx";

/** Another password in place of one whose time is over; everything else opens after it. */
export function ExpiredPassword({
  email,
  studioName,
  rule,
  next,
}: {
  readonly email: string;
  readonly studioName: string;
  readonly rule: PasswordRule;
  /** Where to go then. */
  readonly next: string;
}) {
  const [state, setState] = useState<"ready" | "sending" | PasswordChange>("ready");
  const [password, setPassword] = useState("");

  async function submit(form: FormData): Promise<void> {
    const current = form.get("current-password");
    if (typeof current !== "string" || current === "" || password === "") return;
    setState("sending");
    const answer = await changeOwnPassword(current, password);
    if (answer === "changed") window.location.assign(next);
    else if (answer === "session_over")
      window.location.assign(`/sign-in?ended=1&next=${encodeURIComponent(next)}`);
    else setState(answer);
  }

  const busy = state === "sending" || state === "changed";
  return (
    <form
      // Without our script nothing may stand in an address.
      method="post"
      noValidate
      className="grid gap-5"
      onSubmit={(event) => {
        event.preventDefault();
        if (!busy) void submit(new FormData(event.currentTarget));
      }}
    >
      <p>
        {studioName} asks for another password every so often, and the time of yours is over. Choose the next
        one, and you go on to where you were going.
      </p>
      {state === "unavailable" ? (
        <Notice tone="caution">The server did not answer. Nothing was changed; try again.</Notice>
      ) : null}
      {state === "locked" ? <TooManyAttempts /> : null}
      {state === "second_factor_needed" ? (
        <Notice tone="caution" title="That took a while">
          Your code was more than five minutes ago.{" "}
          <Link className="underline underline-offset-4" href={`/sign-in?next=${encodeURIComponent(next)}`}>
            Sign in again
          </Link>{" "}
          and choose the password then.
        </Notice>
      ) : null}
      {/* Tells password managers whose password this is. */}
      <input type="hidden" name="username" autoComplete="username" value={email} readOnly />
      <Field
        name="current-password"
        label="Password until now"
        required
        error={state === "wrong_password" ? "That is not your password." : undefined}
      >
        {(control) => <Input {...control} type="password" autoComplete="current-password" />}
      </Field>
      <NewPasswordField
        rule={rule}
        onChange={setPassword}
        refusal={isPasswordRefusal(state) ? state : null}
      />
      <Button type="submit" size="lg" aria-disabled={busy}>
        {busy ? "Keeping it …" : "Keep this password"}
      </Button>
    </form>
  );
}
