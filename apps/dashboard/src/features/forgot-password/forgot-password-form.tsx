"use client";

import { Field } from "@quietroom/ui/blocks/field";
import { Notice } from "@quietroom/ui/blocks/notice";
import { Button } from "@quietroom/ui/primitives/button";
import { Input } from "@quietroom/ui/primitives/input";
import { useMutation } from "@tanstack/react-query";
import { TRPCClientError } from "@trpc/client";
import Link from "next/link";
import { useTRPC } from "../../live/trpc.tsx";

/** Asks for a link to a new password. What it says afterwards is the same for every address. */
export function ForgotPasswordForm() {
  const trpc = useTRPC();
  const ask = useMutation(trpc.credentials.askReset.mutationOptions());
  const asked = ask.data;
  if (asked?.ok === true) return <Asked email={ask.variables?.email ?? ""} onAgain={ask.reset} />;
  return (
    <form
      // Without our script nothing may stand in an address.
      method="post"
      noValidate
      className="grid gap-5"
      onSubmit={(event) => {
        event.preventDefault();
        const email = new FormData(event.currentTarget).get("email");
        if (!ask.isPending) ask.mutate({ email: typeof email === "string" ? email : "" });
      }}
    >
      {asked?.ok === false ? (
        <Notice tone="danger" title="Asked too often">
          A link was asked for three times within the hour. Look into that inbox, its spam as well, or wait
          until the hour is over.
        </Notice>
      ) : null}
      {ask.isError && !isUnreadable(ask.error) ? (
        <Notice tone="caution">The server did not answer. Wait a moment, then try again.</Notice>
      ) : null}
      <Field
        name="email"
        label="Email"
        required
        hint="The one you sign in with."
        error={ask.isError && isUnreadable(ask.error) ? "Type a whole email address." : undefined}
      >
        {(control) => <Input {...control} type="email" autoComplete="username" maxLength={254} />}
      </Field>
      <Button type="submit" size="lg" aria-disabled={ask.isPending}>
        {ask.isPending ? "Asking …" : "Send a link"}
      </Button>
      <Button asChild variant="link" className="w-fit">
        <Link href="/sign-in">Back to sign-in</Link>
      </Button>
    </form>
  );
}

function Asked({ email, onAgain }: { readonly email: string; readonly onAgain: () => void }) {
  return (
    <div className="grid justify-items-start gap-5">
      <Notice tone="positive" title="Look into your inbox" className="w-full">
        If <span className="break-all">{email}</span> belongs to an account, a link is on its way there. It
        works once, for 15 minutes. Whoever works for several studios gets one for each.
      </Notice>
      <Button variant="secondary" onClick={onAgain}>
        Ask for another address
      </Button>
      <Button asChild variant="link" className="w-fit">
        <Link href="/sign-in">Back to sign-in</Link>
      </Button>
    </div>
  );
}

/** Whether the server could make nothing of what was typed. */
function isUnreadable(error: unknown): boolean {
  return error instanceof TRPCClientError && error.data?.code === "BAD_REQUEST";
}
