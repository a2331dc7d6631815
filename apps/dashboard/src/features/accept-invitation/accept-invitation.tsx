"use client";

import { useQuery } from "@tanstack/react-query";
import { useTRPCClient } from "../../live/trpc.tsx";
import { LinkFailed, LinkLoading } from "../../prove/mailed-link.tsx";
import { useMailedToken } from "../../prove/use-mailed-token.ts";
import { NewAccount } from "./new-account.tsx";
import { NotOpen } from "./not-open.tsx";

/** What the mailed link is good for: an account to make, or why not. Looking uses nothing up. */
export function AcceptInvitation() {
  const token = useMailedToken();
  const client = useTRPCClient();
  const link = useQuery({
    queryKey: ["mailed-link", "invitation", token],
    queryFn: async () => await client.invitation.view.mutate({ token: token ?? "" }),
    enabled: token !== undefined,
    staleTime: Number.POSITIVE_INFINITY,
  });
  if (token !== undefined && link.data?.ok === true)
    return <NewAccount token={token} invitation={link.data.value} />;
  if (link.data?.ok === false) return <NotOpen refusal={link.data.refusal} />;
  return (
    <>
      <h1 className="display text-3xl">Your invitation</h1>
      {link.isError ? <LinkFailed onAgain={() => void link.refetch()} /> : <LinkLoading />}
    </>
  );
}
