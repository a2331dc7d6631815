"use client";

import { ConfirmDialog } from "@quietroom/ui/blocks/confirm-dialog";
import { Field } from "@quietroom/ui/blocks/field";
import { useNotify } from "@quietroom/ui/blocks/toaster";
import { Input } from "@quietroom/ui/primitives/input";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTRPC } from "../../live/trpc.tsx";
import { useProof } from "../../prove/use-proof.tsx";
import type { Member } from "./team-list.tsx";

/** Asks for the reason, then takes a colleague's authenticator app and recovery codes away. */
export function ResetSecondFactor({
  member,
  onClose,
}: {
  readonly member: Member;
  readonly onClose: () => void;
}) {
  const { staffUserId, displayName } = member;
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const notify = useNotify();
  const proof = useProof();
  const [reason, setReason] = useState("");
  const [error, setError] = useState<string>();
  const reset = useMutation(
    trpc.team.resetSecondFactor.mutationOptions({
      onMutate: () => setError(undefined),
      onSuccess(answer) {
        if (answer.ok) {
          notify({ title: `${displayName} sets up a new app at their next sign-in`, tone: "positive" });
          return onClose();
        }
        if (answer.refusal === "second_factor_needed")
          return proof.ask(() => reset.mutate({ staffUserId, reason }));
        setError("Your own second step is reset by another admin.");
      },
      onError: () => setError("The server did not answer. Nothing was changed; try again."),
      onSettled: async () => await queryClient.invalidateQueries(),
    }),
  );
  return (
    <>
      <ConfirmDialog
        open
        onOpenChange={(open) => !open && onClose()}
        title={`Reset the second step of ${displayName}?`}
        description="Their authenticator app and recovery codes stop counting, their sessions end, and they are told by email."
        confirmLabel="Reset second step"
        tone="danger"
        pending={reset.isPending}
        error={error}
        onConfirm={() =>
          reason.trim() === ""
            ? setError("Say why first: it is kept with the change.")
            : reset.mutate({ staffUserId, reason })
        }
      >
        <Field name="reason" label="Reason" required hint="Kept with the change. No words about clients.">
          {(control) => (
            <Input
              {...control}
              maxLength={100}
              value={reason}
              onChange={(event) => setReason(event.target.value)}
            />
          )}
        </Field>
      </ConfirmDialog>
      {proof.dialog}
    </>
  );
}
