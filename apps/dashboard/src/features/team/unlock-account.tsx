"use client";

import { ConfirmDialog } from "@quietroom/ui/blocks/confirm-dialog";
import { Field } from "@quietroom/ui/blocks/field";
import { useNotify } from "@quietroom/ui/blocks/toaster";
import { Input } from "@quietroom/ui/primitives/input";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTRPC } from "../../live/trpc.tsx";
import type { Member } from "./team-list.tsx";

/** Asks for the reason, then ends the lock of a colleague's account. */
export function UnlockAccount({
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
  const [reason, setReason] = useState("");
  const [error, setError] = useState<string>();
  const unlock = useMutation(
    trpc.team.unlock.mutationOptions({
      onMutate: () => setError(undefined),
      onSuccess() {
        notify({ title: `${displayName} can sign in again`, tone: "positive" });
        onClose();
      },
      onError: () => setError("The server did not answer. Nothing was changed; try again."),
      onSettled: async () => await queryClient.invalidateQueries(),
    }),
  );
  return (
    <ConfirmDialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={`Unlock ${displayName}?`}
      description="Somebody failed to sign in as them too often. Unlock once you know that it was them, or that their password is safe."
      confirmLabel="Unlock"
      pending={unlock.isPending}
      error={error}
      onConfirm={() =>
        reason.trim() === ""
          ? setError("Say why first: it is kept with the change.")
          : unlock.mutate({ staffUserId, reason })
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
  );
}
