"use client";

import type { StaffOutput } from "@quietroom/api/client";
import { FieldRow } from "@quietroom/ui/blocks/field";
import { Notice } from "@quietroom/ui/blocks/notice";
import { Switch } from "@quietroom/ui/primitives/switch";
import { useQuery } from "@tanstack/react-query";
import { useTRPC } from "../../live/trpc.tsx";
import { useProvenAct } from "../../prove/use-proven-act.tsx";

/** Whether the studio's people may trust a browser with their second step (AUTH-22). */
export function TrustRule({ initial }: { readonly initial: StaffOutput["trust"]["rule"] }) {
  const trpc = useTRPC();
  const { data } = useQuery(trpc.trust.rule.queryOptions({}, { initialData: initial }));
  const { run, pending, error, dialog } = useProvenAct(trpc.trust.setRule.mutationOptions(), {
    done: "Saved",
    refusals: {},
    onDone: () => undefined,
  });
  return (
    <section aria-labelledby="trust" className="grid max-w-3xl gap-3">
      <h2 id="trust" className="display text-xl">
        Trusted browsers
      </h2>
      <div className="rounded-lg border border-line bg-raised px-4 py-3">
        <FieldRow
          name="trust-rule"
          label="People may trust a browser for 30 days"
          hint="On a trusted browser the password alone lets them in. Changes to accounts ask for the second step all the same. Turning this off ends all trust at once."
        >
          {(control) => (
            <Switch
              {...control}
              checked={data.rule === "for_30_days"}
              aria-disabled={pending}
              onChange={(event) => {
                if (!pending) run({ rule: event.target.checked ? "for_30_days" : "never" });
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
