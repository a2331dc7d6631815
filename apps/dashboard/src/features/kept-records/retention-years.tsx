"use client";

import type { StaffOutput } from "@quietroom/api/client";
import { fewestYearsKept } from "@quietroom/domain/records";
import { Field } from "@quietroom/ui/blocks/field";
import { Button } from "@quietroom/ui/primitives/button";
import { Input } from "@quietroom/ui/primitives/input";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTRPC } from "../../live/trpc.tsx";
import { useProvenAct } from "../../prove/use-proven-act.tsx";

/** How many years the studio keeps records after the last activity (COMP-02). */
export function RetentionYears({ initial }: { readonly initial: StaffOutput["records"]["kept"] }) {
  const trpc = useTRPC();
  const { data } = useQuery(trpc.records.kept.queryOptions({}, { initialData: initial }));
  const [typed, setTyped] = useState<string>();
  const [wrong, setWrong] = useState<string>();
  const { run, pending, error, dialog } = useProvenAct(trpc.records.setRetention.mutationOptions(), {
    done: "Saved",
    refusals: {},
    onDone: () => setTyped(undefined),
  });

  function save(): void {
    const years = Number(typed ?? data.years);
    const fits = Number.isInteger(years) && years >= fewestYearsKept && years <= 100;
    setWrong(fits ? undefined : `Write a number from ${fewestYearsKept} to 100.`);
    if (fits) run({ years });
  }

  return (
    <section aria-labelledby="retention" className="grid gap-4">
      <div className="grid gap-1">
        <h2 id="retention" className="display text-xl">
          How long records are kept
        </h2>
        <p className="max-w-[62ch] text-muted">
          Counted from the last activity: a visit, a message, a sign-in. Seven years at the least; your state
          may ask for more, and for children until some years after they are of age.
        </p>
      </div>
      <form
        noValidate
        className="grid max-w-xl gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          if (!pending) save();
        }}
      >
        <Field name="years" label="Years" error={wrong ?? error}>
          {(control) => (
            <Input
              {...control}
              inputMode="numeric"
              className="figures max-w-24"
              maxLength={3}
              value={typed ?? String(data.years)}
              onChange={(event) => {
                setTyped(event.target.value);
                setWrong(undefined);
              }}
            />
          )}
        </Field>
        <Button type="submit" className="w-fit" aria-disabled={pending} aria-busy={pending}>
          Save the years
        </Button>
      </form>
      {dialog}
    </section>
  );
}
