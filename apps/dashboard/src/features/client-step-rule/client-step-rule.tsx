"use client";

import type { StaffOutput } from "@quietroom/api/client";
import { FieldRow } from "@quietroom/ui/blocks/field";
import { Notice } from "@quietroom/ui/blocks/notice";
import { Switch } from "@quietroom/ui/primitives/switch";
import { useQuery } from "@tanstack/react-query";
import { useTRPC } from "../../live/trpc.tsx";
import { useProvenAct } from "../../prove/use-proven-act.tsx";

/** Whether every client of the studio needs a second step at the portal (TEN-22). */
export function ClientStepRule({ initial }: { readonly initial: StaffOutput["portalAccounts"]["rule"] }) {
  const trpc = useTRPC();
  const { data } = useQuery(trpc.portalAccounts.rule.queryOptions({}, { initialData: initial }));
  const { run, pending, error, dialog } = useProvenAct(trpc.portalAccounts.setRule.mutationOptions(), {
    done: "Saved",
    refusals: {},
    onDone: () => undefined,
  });
  return (
    <section aria-labelledby="client-step" className="grid max-w-3xl gap-3">
      <h2 id="client-step" className="display text-xl">
        Clients at the portal
      </h2>
      <div className="rounded-lg border border-line bg-raised px-4 py-3">
        <FieldRow
          name="client-step-rule"
          label="Clients need a second step"
          hint="Besides the way in by email, each needs an authenticator app. Whoever has none is signed out now and sets one up at their next way in. Turned off, clients keep theirs and may remove it."
        >
          {(control) => (
            <Switch
              {...control}
              checked={data.rule === "required"}
              aria-disabled={pending}
              onChange={(event) => {
                if (!pending) run({ rule: event.target.checked ? "required" : "optional" });
              }}
            />
          )}
        </FieldRow>
      </div>
      {error === undefined ? null : <Notice tone="danger">{error}</Notice>}
      {dialog}
    </section>
  );
}
