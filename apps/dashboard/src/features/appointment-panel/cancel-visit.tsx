"use client";

import type { StaffOutput } from "@quietroom/api/client";
import { asId } from "@quietroom/domain/ids";
import { ConfirmDialog } from "@quietroom/ui/blocks/confirm-dialog";
import { Field } from "@quietroom/ui/blocks/field";
import { useNotify } from "@quietroom/ui/blocks/toaster";
import { Input } from "@quietroom/ui/primitives/input";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTRPC } from "../../live/trpc.tsx";
import { failureWords } from "../../show/failure-words.ts";
import { refusalWords } from "./refusal-words.ts";

/** Asks before cancelling; the hour then goes to the waitlist and the client is told. */
export function CancelVisit({
  panel,
  open,
  onDone,
}: {
  readonly panel: StaffOutput["appointment"]["panel"];
  readonly open: boolean;
  readonly onDone: () => void;
}) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const notify = useNotify();
  const [reason, setReason] = useState("");
  const [error, setError] = useState<string>();
  const cancel = useMutation(
    trpc.appointment.cancel.mutationOptions({
      onSuccess: (answer) => {
        if (answer.ok) {
          notify({
            title: "Visit cancelled",
            description: "The client is told; the hour goes to the waitlist.",
            tone: "positive",
          });
          onDone();
        } else setError(refusalWords[answer.refusal.code]);
      },
      onError: (failure) => setError(failureWords(failure, "Nothing was cancelled.")),
      onSettled: () => queryClient.invalidateQueries(),
    }),
  );
  return (
    <ConfirmDialog
      open={open}
      onOpenChange={(next) => {
        if (!next) onDone();
      }}
      title="Cancel this visit?"
      description="The client gets an email, and the hour is offered to the waitlist."
      confirmLabel="Cancel the visit"
      cancelLabel="Keep it"
      tone="danger"
      pending={cancel.isPending}
      error={error}
      onConfirm={() => cancel.mutate({ appointmentId: asId(panel.id), version: panel.version, reason })}
    >
      <Field name="reason" label="Reason" hint="For the studio's own record. No health details." optional>
        {(control) => (
          <Input
            {...control}
            value={reason}
            maxLength={100}
            onChange={(event) => setReason(event.target.value)}
          />
        )}
      </Field>
    </ConfirmDialog>
  );
}
