"use client";

import { Notice } from "@quietroom/ui/blocks/notice";
import { Button } from "@quietroom/ui/primitives/button";
import { useMutation } from "@tanstack/react-query";
import { Download } from "lucide-react";
import { useTRPC } from "../../live/trpc.tsx";
import { useProvenAct } from "../../prove/use-proven-act.tsx";
import type { Filter } from "./asked.ts";

/** What is looked for as a file, once a second factor has passed lately. The export is itself in the audit. */
export function ExportAudit({ filter }: { readonly filter: Filter }) {
  const trpc = useTRPC();
  const asked = useMutation(trpc.trail.export.mutationOptions());
  const { run, pending, error, dialog } = useProvenAct(
    {
      mutationFn: async (input: Filter) => {
        const answer = await asked.mutateAsync(input);
        if (answer.ok) save(answer.value.csv);
        return answer;
      },
    },
    {
      done: "The file is in your downloads",
      refusals: { too_many_rows: "That is more than 5,000 rows. Choose fewer days, and take it in parts." },
      onDone: () => undefined,
    },
  );
  return (
    <div className="grid justify-items-start gap-2">
      <Button variant="secondary" aria-disabled={pending} aria-busy={pending} onClick={() => run(filter)}>
        <Download aria-hidden="true" />
        Export as CSV
      </Button>
      {error === undefined ? null : <Notice tone="caution">{error}</Notice>}
      {dialog}
    </div>
  );
}

/** Gives the browser a file to keep. Its name says nothing of what is in it. */
function save(csv: string): void {
  const url = URL.createObjectURL(new Blob([csv], { type: "text/csv;charset=utf-8" }));
  const link = document.createElement("a");
  link.href = url;
  link.download = "audit.csv";
  link.click();
  URL.revokeObjectURL(url);
}
