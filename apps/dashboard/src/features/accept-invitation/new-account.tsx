import type { StaffOutput } from "@quietroom/api/client";
import { staffPolicies } from "@quietroom/domain/access";
import { Field, FieldRow } from "@quietroom/ui/blocks/field";
import { Notice } from "@quietroom/ui/blocks/notice";
import { Button } from "@quietroom/ui/primitives/button";
import { Checkbox } from "@quietroom/ui/primitives/checkbox";
import { Input } from "@quietroom/ui/primitives/input";
import { useMutation } from "@tanstack/react-query";
import { signIn } from "next-auth/react";
import { type ReactNode, useState } from "react";
import { useTRPC } from "../../live/trpc.tsx";
import { isLinkRefusal } from "../../prove/mailed-link.tsx";
import { isPasswordRefusal, NewPasswordField } from "../../prove/new-password-field.tsx";
import { failureWords } from "../../show/failure-words.ts";
import { acceptRefusals, accountIn, type MissingInAccount } from "./new-account-words.ts";
import { NotOpen } from "./not-open.tsx";

type Invitation = Extract<StaffOutput["invitation"]["view"], { ok: true }>["value"];

/** Name, password and what is agreed to; the second step follows at once. */
export function NewAccount({
  token,
  invitation,
}: {
  readonly token: string;
  readonly invitation: Invitation;
}) {
  const { studioName, email, passwordRule } = invitation;
  const trpc = useTRPC();
  const [password, setPassword] = useState("");
  const [missing, setMissing] = useState<MissingInAccount>({});
  const accept = useMutation(
    trpc.invitation.accept.mutationOptions({
      async onSuccess(answer) {
        if (!answer.ok) return;
        const { studio } = answer.value;
        const entered = await signIn("credentials", { redirect: false, email, password, studio }).catch(
          () => undefined,
        );
        // The account is there in any case; without an answer its person signs in by hand.
        window.location.assign(entered?.ok === true ? "/sign-in/second-factor?next=%2Fcalendar" : "/sign-in");
      },
    }),
  );
  const busy = accept.isPending || accept.data?.ok === true;
  const refusal = accept.data?.ok === false ? accept.data.refusal : null;
  if (refusal !== null && isLinkRefusal(refusal)) return <NotOpen refusal={refusal} />;
  const ofPassword = refusal !== null && isPasswordRefusal(refusal) ? refusal : null;
  return (
    <>
      <div className="grid gap-3">
        <h1 className="display text-3xl">Work with {studioName}</h1>
        <p>
          You were invited as <span className="break-all font-medium">{email}</span>. Choose a password; then
          you set up a second step on your phone, and you are in.
        </p>
      </div>
      <form
        noValidate
        className="grid gap-5"
        onSubmit={(event) => {
          event.preventDefault();
          const account = accountIn(new FormData(event.currentTarget), password);
          setMissing(account.missing);
          if (busy || Object.keys(account.missing).length > 0) return;
          accept.mutate({ token, displayName: account.displayName, password, accepts: { ...staffPolicies } });
        }}
      >
        {accept.isError ? (
          <Notice tone="caution">{failureWords(accept.error, "Your account was not made.")}</Notice>
        ) : null}
        {refusal === null || isPasswordRefusal(refusal) ? null : (
          <Notice tone="danger">{acceptRefusals[refusal]}</Notice>
        )}
        {/* Tells password managers whose password this is. */}
        <input type="hidden" name="username" autoComplete="username" value={email} readOnly />
        <Field name="name" label="Your name" hint="As colleagues and clients know you." error={missing.name}>
          {(control) => <Input {...control} autoComplete="name" aria-required="true" maxLength={120} />}
        </Field>
        <NewPasswordField
          rule={passwordRule}
          refusal={missing.password ?? ofPassword}
          onChange={setPassword}
        />
        <Agree name="terms" error={missing.terms}>
          I accept the <Paper href="/terms">terms of use</Paper>
        </Agree>
        <Agree name="security" error={missing.security}>
          I have read the <Paper href="/security-policy">security policy</Paper> and keep to it
        </Agree>
        <Button type="submit" size="lg" aria-disabled={busy} aria-busy={busy}>
          {busy ? "Making your account …" : "Make my account"}
        </Button>
      </form>
    </>
  );
}

function Agree({
  name,
  error,
  children,
}: {
  readonly name: string;
  readonly error: string | undefined;
  readonly children: ReactNode;
}) {
  return (
    <FieldRow name={name} label={children} error={error}>
      {(control) => <Checkbox {...control} aria-required="true" />}
    </FieldRow>
  );
}

function Paper({ href, children }: { readonly href: string; readonly children: ReactNode }) {
  return (
    <a className="underline underline-offset-4" href={href} target="_blank" rel="noreferrer">
      {children}
    </a>
  );
}
