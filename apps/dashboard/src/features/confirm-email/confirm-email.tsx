"use client";

import { Notice } from "@quietroom/ui/blocks/notice";
import { Button } from "@quietroom/ui/primitives/button";
import { useMutation, useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { useTRPC, useTRPCClient } from "../../live/trpc.tsx";
import { isLinkRefusal, LinkFailed, LinkLoading, LinkOver } from "../../prove/mailed-link.tsx";
import { useMailedToken } from "../../prove/use-mailed-token.ts";

const askAgain = { label: "Go to your account", href: "/account" };

/** Another address by a mailed link. It counts once somebody presses the button, not when the page is opened. */
export function ConfirmEmail() {
  const token = useMailedToken();
  const client = useTRPCClient();
  const link = useQuery({
    queryKey: ["mailed-link", "email_change", token],
    queryFn: async () => await client.credentials.viewEmailChange.mutate({ token: token ?? "" }),
    enabled: token !== undefined,
    staleTime: Number.POSITIVE_INFINITY,
  });
  if (link.isError) return <LinkFailed onAgain={() => void link.refetch()} />;
  if (token === undefined || link.data === undefined) return <LinkLoading />;
  if (!link.data.ok) return <LinkOver refusal={link.data.refusal} instead={askAgain} />;
  return <Confirm token={token} {...link.data.value} />;
}

function Confirm({
  token,
  email,
  studioName,
}: {
  readonly token: string;
  readonly email: string;
  readonly studioName: string;
}) {
  const trpc = useTRPC();
  const confirm = useMutation(trpc.credentials.confirmEmailChange.mutationOptions());
  const answer = confirm.data;
  if (answer?.ok === true) return <Confirmed email={email} />;
  if (answer?.ok === false)
    return isLinkRefusal(answer.refusal) ? (
      <LinkOver refusal={answer.refusal} instead={askAgain} />
    ) : (
      <Notice tone="danger" title="This address cannot be used">
        Somebody at {studioName} signs in with it already. Your account stays as it is.
      </Notice>
    );
  return (
    <div className="grid justify-items-start gap-5">
      <p>
        From now on you sign in at {studioName} as <span className="break-all font-medium">{email}</span>.
        Wherever you are signed in, you are signed out, and the old address is told.
      </p>
      {confirm.isError ? (
        <Notice tone="caution" className="w-full">
          The server did not answer. Nothing was changed; try again.
        </Notice>
      ) : null}
      <Button
        size="lg"
        aria-disabled={confirm.isPending}
        onClick={() => {
          if (!confirm.isPending) confirm.mutate({ token });
        }}
      >
        {confirm.isPending ? "Confirming …" : "Confirm this address"}
      </Button>
    </div>
  );
}

function Confirmed({ email }: { readonly email: string }) {
  return (
    <div className="grid justify-items-start gap-5">
      <Notice tone="positive" title="Your address is confirmed" className="w-full">
        Sign in as <span className="break-all">{email}</span> now.
      </Notice>
      <Button asChild size="lg">
        <Link href="/sign-in">Sign in</Link>
      </Button>
    </div>
  );
}
