"use client";

import { asId } from "@quietroom/domain/ids";
import { ConfirmDialog } from "@quietroom/ui/blocks/confirm-dialog";
import { useNotify } from "@quietroom/ui/blocks/toaster";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTRPC } from "../../live/trpc.tsx";
import { failureWords } from "../../show/failure-words.ts";
import { type Licence, licenceName } from "./licence-words.ts";

/** Asks before a licence goes from the record; without the last one nothing stops bookings any more. */
export function RemoveLicence({
  practitionerId,
  licence,
  onDone,
}: {
  readonly practitionerId: string;
  readonly licence: Licence;
  readonly onDone: () => void;
}) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const notify = useNotify();
  const [wrong, setWrong] = useState<string>();
  const remove = useMutation(
    trpc.licence.remove.mutationOptions({
      onSuccess: async () => {
        notify({ title: "Licence removed", tone: "positive" });
        onDone();
        await queryClient.invalidateQueries();
      },
      onError: async (failure) => {
        setWrong(failureWords(failure, "The licence stays on record."));
        await queryClient.invalidateQueries();
      },
    }),
  );
  return (
    <ConfirmDialog
      open
      onOpenChange={(open) => {
        if (!open) onDone();
      }}
      title="Remove this licence?"
      description={`${licenceName(licence)}. Bookings go by the others on record; without any, nothing stops them.`}
      confirmLabel="Remove"
      cancelLabel="Keep it"
      tone="danger"
      pending={remove.isPending}
      error={wrong}
      onConfirm={() => remove.mutate({ practitionerId: asId(practitionerId), id: asId(licence.id) })}
    />
  );
}
