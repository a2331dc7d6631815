"use client";

import { Notice } from "@quietroom/ui/blocks/notice";
import { Button } from "@quietroom/ui/primitives/button";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTRPC } from "../../live/trpc.tsx";
import { useProof } from "../../prove/use-proof.tsx";

/** Makes new recovery codes and shows them this once. */
export function RecoveryCodes({ left }: { readonly left: number }) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const [codes, setCodes] = useState<readonly string[]>([]);
  const proof = useProof();
  const renew = useMutation(
    trpc.account.renewRecoveryCodes.mutationOptions({
      async onSuccess(answer) {
        if (!answer.ok) return proof.ask(() => renew.mutate({}));
        setCodes(answer.value.codes);
        await queryClient.invalidateQueries();
      },
    }),
  );
  return (
    <section aria-labelledby="recovery-codes" className="grid justify-items-start gap-3">
      <h2 id="recovery-codes" className="font-semibold text-lg">
        Recovery codes
      </h2>
      <p>
        Each replaces a code of your app, once. {left === 0 ? "You have none." : `You have ${left} left.`}
      </p>
      {codes.length === 0 ? null : (
        <div className="grid gap-3">
          <Notice tone="caution" title="Keep these now">
            They are not shown again. Print them or put them into your password manager; earlier codes no
            longer count.
          </Notice>
          <ul
            aria-label="Your recovery codes"
            className="figures grid gap-x-8 gap-y-1 rounded-lg border border-line bg-raised p-4 font-medium min-[26rem]:grid-cols-2"
          >
            {codes.map((code) => (
              <li key={code} translate="no" className="select-all">
                {code}
              </li>
            ))}
          </ul>
        </div>
      )}
      {renew.isError ? (
        <Notice tone="danger">The server did not answer. Nothing was changed; try again.</Notice>
      ) : null}
      <Button
        variant={left === 0 ? "primary" : "secondary"}
        aria-disabled={renew.isPending}
        onClick={() => {
          if (!renew.isPending) renew.mutate({});
        }}
      >
        {left === 0 ? "Make recovery codes" : "Replace with ten new codes"}
      </Button>
      {proof.dialog}
    </section>
  );
}
