"use client";

import { Notice } from "@quietroom/ui/blocks/notice";
import { Button } from "@quietroom/ui/primitives/button";
import { useMutation, useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { useState } from "react";
import { useTRPC, useTRPCClient } from "../../live/trpc.tsx";
import { isLinkRefusal, LinkFailed, LinkLoading, LinkOver } from "../../prove/mailed-link.tsx";
import { isPasswordRefusal, NewPasswordField, type PasswordRule } from "../../prove/new-password-field.tsx";
import { useMailedToken } from "../../prove/use-mailed-token.ts";

const askAgain = { label: "Ask for a new link", href: "/forgot-password" };

/** A new password by a mailed link. Opening the page uses nothing up: programs that check mail open every link. */
export function NewPassword() {
  const token = useMailedToken();
  const client = useTRPCClient();
  const link = useQuery({
    queryKey: ["mailed-link", "reset", token],
    queryFn: async () => await client.credentials.viewReset.mutate({ token: token ?? "" }),
    enabled: token !== undefined,
    staleTime: Number.POSITIVE_INFINITY,
  });
  if (link.isError) return <LinkFailed onAgain={() => void link.refetch()} />;
  if (token === undefined || link.data === undefined) return <LinkLoading />;
  if (!link.data.ok) return <LinkOver refusal={link.data.refusal} instead={askAgain} />;
  return <ChoosePassword token={token} {...link.data.value} />;
}

function ChoosePassword({
  token,
  email,
  studioName,
  passwordRule,
}: {
  readonly token: string;
  readonly email: string;
  readonly studioName: string;
  readonly passwordRule: PasswordRule;
}) {
  const trpc = useTRPC();
  const [password, setPassword] = useState("");
  const reset = useMutation(trpc.credentials.resetPassword.mutationOptions());
  const answer = reset.data;
  if (answer?.ok === true) return <Kept />;
  if (answer?.ok === false && isLinkRefusal(answer.refusal))
    return <LinkOver refusal={answer.refusal} instead={askAgain} />;
  return (
    <form
      // Without our script nothing may stand in an address.
      method="post"
      noValidate
      className="grid gap-5"
      onSubmit={(event) => {
        event.preventDefault();
        if (!reset.isPending && password !== "") reset.mutate({ token, password });
      }}
    >
      <p>
        For <span className="break-all font-medium">{email}</span> at {studioName}. Wherever you are signed in
        now, you are signed out.
      </p>
      {reset.isError ? (
        <Notice tone="caution">The server did not answer. Nothing was changed; try again.</Notice>
      ) : null}
      {/* Tells password managers whose password this is. */}
      <input type="hidden" name="username" autoComplete="username" value={email} readOnly />
      <NewPasswordField
        rule={passwordRule}
        onChange={setPassword}
        refusal={answer?.ok === false && isPasswordRefusal(answer.refusal) ? answer.refusal : null}
      />
      <Button type="submit" size="lg" aria-disabled={reset.isPending}>
        {reset.isPending ? "Keeping it …" : "Keep this password"}
      </Button>
    </form>
  );
}

function Kept() {
  return (
    <div className="grid justify-items-start gap-5">
      <Notice tone="positive" title="Your password is a new one" className="w-full">
        Every session has ended. Sign in with it now; your second step is asked for as always.
      </Notice>
      <Button asChild size="lg">
        <Link href="/sign-in">Sign in</Link>
      </Button>
    </div>
  );
}
