"use client";

import type { StaffOutput } from "@quietroom/api/client";
import { asId } from "@quietroom/domain/ids";
import { Notice } from "@quietroom/ui/blocks/notice";
import { useNotify } from "@quietroom/ui/blocks/toaster";
import { Button } from "@quietroom/ui/primitives/button";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTRPC } from "../../live/trpc.tsx";
import { failureWords } from "../../show/failure-words.ts";
import { type StudioClock, timeOfDay } from "../../show/format-time.ts";
import { refusalWords } from "../../show/refusal-words.ts";
import { toldWords } from "../../show/told-words.ts";

/** Brings back a visit that was cancelled by mistake, as long as its hour is kept for that. */
export function UndoCancellation({
  panel,
  clock,
}: {
  readonly panel: Pick<StaffOutput["appointment"]["panel"], "id" | "version" | "undoUntil" | "client">;
  readonly clock: StudioClock;
}) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const notify = useNotify();
  const [error, setError] = useState<string>();
  const undo = useMutation(
    trpc.appointment.undoCancellation.mutationOptions({
      onSuccess: (answer) => {
        setError(
          answer.ok ? undefined : (undoWords[answer.refusal.code] ?? refusalWords[answer.refusal.code]),
        );
        if (answer.ok)
          notify({
            title: "Cancellation undone",
            description: `The visit stands. ${toldWords(panel.client ?? { takesMail: true })}.`,
            tone: "positive",
          });
      },
      onError: (failure) => setError(failureWords(failure, "The visit stays cancelled.")),
      onSettled: () => queryClient.invalidateQueries(),
    }),
  );
  return (
    <>
      {error === undefined ? null : <Notice tone="danger">{error}</Notice>}
      {panel.undoUntil === null ? null : (
        <Notice tone="info" title="This cancellation can be undone">
          <p className="figures">
            Until {timeOfDay(panel.undoUntil, clock)} its hour is kept, and nobody on the waitlist is asked.
          </p>
          <Button
            className="mt-3"
            variant="secondary"
            aria-disabled={undo.isPending}
            onClick={() => {
              if (!undo.isPending) undo.mutate({ appointmentId: asId(panel.id), version: panel.version });
            }}
          >
            {undo.isPending ? "Undoing …" : "Undo the cancellation"}
          </Button>
        </Notice>
      )}
    </>
  );
}

/** What a refusal means here, where it differs from another change. */
const undoWords: Readonly<Partial<Record<keyof typeof refusalWords, string>>> = {
  slot_taken:
    "That time, its room or its device was given to another visit meanwhile. Book a new visit instead.",
};
