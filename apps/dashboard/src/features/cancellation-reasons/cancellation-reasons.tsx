"use client";

import type { StaffOutput } from "@quietroom/api/client";
import { cancellationReasonList } from "@quietroom/contracts/cancellation-reasons";
import { Field } from "@quietroom/ui/blocks/field";
import { Notice } from "@quietroom/ui/blocks/notice";
import { useNotify } from "@quietroom/ui/blocks/toaster";
import { formText } from "@quietroom/ui/form-text";
import { Button } from "@quietroom/ui/primitives/button";
import {
  Table,
  TableBody,
  TableCell,
  TableHead,
  TableHeader,
  TableRow,
} from "@quietroom/ui/primitives/table";
import { Textarea } from "@quietroom/ui/primitives/textarea";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTRPC } from "../../live/trpc.tsx";
import { failureWords } from "../../show/failure-words.ts";

type Reasons = StaffOutput["cancellationReasons"]["view"];
type Counts = StaffOutput["cancellationReasons"]["count"];

/** What staff choose from when they cancel a visit, and how often each was named in a year. */
export function CancellationReasons({
  initial,
  counts: { counts },
}: {
  readonly initial: Reasons;
  readonly counts: Counts;
}) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const notify = useNotify();
  const [refused, setRefused] = useState<string>();
  const [wrong, setWrong] = useState<string>();
  const { data } = useQuery(trpc.cancellationReasons.view.queryOptions({}, { initialData: initial }));
  const save = useMutation(
    trpc.cancellationReasons.save.mutationOptions({
      onSuccess: async (answer) => {
        setRefused(
          answer.ok
            ? undefined
            : "Somebody changed the list meanwhile. This is how it is now; nothing was saved.",
        );
        if (answer.ok) notify({ title: "Reasons saved", tone: "positive" });
        await queryClient.invalidateQueries();
      },
      onError: (failure) => setRefused(failureWords(failure, "The reasons stay as they were.")),
    }),
  );
  return (
    <section aria-labelledby="cancellation-reasons" className="grid max-w-3xl gap-4">
      <h2 id="cancellation-reasons" className="display text-xl">
        Reasons to cancel
      </h2>
      <form
        key={JSON.stringify(data)}
        noValidate
        className="grid gap-5 rounded-lg border border-line bg-raised p-5"
        onSubmit={(event) => {
          event.preventDefault();
          const asked = cancellationReasonList.safeParse(
            linesIn(formText(new FormData(event.currentTarget), "reasons")),
          );
          setWrong(asked.success ? undefined : listRules);
          if (asked.success && !save.isPending) save.mutate({ seen: data.reasons, reasons: asked.data });
        }}
      >
        {refused === undefined ? null : <Notice tone="danger">{refused}</Notice>}
        <Field
          name="reasons"
          label="Reasons, one on each line"
          hint="Staff choose one when they cancel, in this order. A line that you take away is offered no more; visits keep it."
          error={wrong}
          optional
        >
          {(control) => <Textarea {...control} rows={6} defaultValue={data.reasons.join("\n")} />}
        </Field>
        <Button type="submit" className="w-fit" aria-disabled={save.isPending}>
          {save.isPending ? "Saving …" : "Save reasons"}
        </Button>
      </form>
      <h3 className="font-medium">Cancelled in the last 12 months</h3>
      {counts.length === 0 ? (
        <p className="text-muted">No visit was cancelled.</p>
      ) : (
        <Table>
          <TableHeader>
            <TableRow>
              <TableHead>Reason</TableHead>
              <TableHead className="text-right">Visits</TableHead>
            </TableRow>
          </TableHeader>
          <TableBody>
            {counts.map(({ reason, visits }) => (
              <TableRow key={reason ?? ""}>
                <TableCell className="break-words">{reason ?? "No reason given"}</TableCell>
                <TableCell className="figures text-right">{visits}</TableCell>
              </TableRow>
            ))}
          </TableBody>
        </Table>
      )}
    </section>
  );
}

const listRules = "At most 30 reasons of up to 100 characters, each of them once.";

function linesIn(text: string): string[] {
  return text
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "");
}
