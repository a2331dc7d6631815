"use client";

import type { StaffOutput } from "@quietroom/api/client";
import { setNetworks } from "@quietroom/contracts/security";
import { Field } from "@quietroom/ui/blocks/field";
import { Notice } from "@quietroom/ui/blocks/notice";
import { Button } from "@quietroom/ui/primitives/button";
import { Textarea } from "@quietroom/ui/primitives/textarea";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTRPC } from "../../live/trpc.tsx";
import { useProvenAct } from "../../prove/use-proven-act.tsx";

/** From where the studio's people may come in at all (AUTH-44). */
export function AllowedNetworks({ initial }: { readonly initial: StaffOutput["security"]["networks"] }) {
  const trpc = useTRPC();
  const { data } = useQuery(trpc.security.networks.queryOptions({}, { initialData: initial }));
  const { networks, ownAddress } = data;
  const [text, setText] = useState<string>();
  const [wrong, setWrong] = useState<string>();
  const { run, pending, error, dialog } = useProvenAct(trpc.security.setNetworks.mutationOptions(), {
    done: "Saved",
    refusals: {
      own_address_unknown:
        "This installation cannot tell where people come from, so a list would keep everyone out. Nothing was changed.",
      locks_you_out: `You are at ${ownAddress ?? "an address"} now, which is not in the list: it would keep you out. Add it, or save from the network that is to be allowed.`,
    },
    onDone: () => setText(undefined),
  });

  function save(): void {
    const lines = (text ?? networks.join("\n")).split("\n").map((line) => line.trim());
    const asked = lines.filter((line) => line !== "");
    const parsed = setNetworks.input.safeParse({ networks: asked });
    const at = parsed.error?.issues[0]?.path[1];
    setWrong(
      parsed.success
        ? undefined
        : typeof at === "number"
          ? `“${asked[at] ?? ""}” is no address and no network. Write it like 203.0.113.7 or 203.0.113.0/24.`
          : "Use 50 lines or fewer.",
    );
    if (parsed.success) run(parsed.data);
  }

  return (
    <section aria-labelledby="networks" className="grid max-w-4xl gap-4">
      <div className="grid gap-1">
        <h2 id="networks" className="display text-xl">
          Allowed networks
        </h2>
        <p className="max-w-[62ch] text-muted">
          {networks.length === 0
            ? "Your people may sign in from anywhere. With a list they can sign in, and go on working, from these networks alone."
            : "Your people can sign in, and go on working, from these networks alone. An empty list lets them in from anywhere."}
        </p>
      </div>
      {ownAddress === null ? (
        <Notice tone="caution" title="No list can be kept here">
          This installation cannot tell where people come from.
        </Notice>
      ) : null}
      <form
        noValidate
        className="grid max-w-xl gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          if (!pending) save();
        }}
      >
        <Field
          name="networks"
          label="Addresses and networks, one a line"
          hint={
            <>
              IPv4 or IPv6, single or as CIDR. A single IPv6 address stands for its /64.
              {ownAddress === null ? "" : ` You are at ${ownAddress} now.`}
            </>
          }
          error={wrong ?? error}
        >
          {(control) => (
            <Textarea
              {...control}
              rows={3}
              spellCheck={false}
              autoComplete="off"
              className="figures"
              value={text ?? networks.join("\n")}
              onChange={(event) => {
                setText(event.target.value);
                setWrong(undefined);
              }}
            />
          )}
        </Field>
        <Button type="submit" className="w-fit" aria-disabled={pending} aria-busy={pending}>
          Save the list
        </Button>
      </form>
      {dialog}
    </section>
  );
}
