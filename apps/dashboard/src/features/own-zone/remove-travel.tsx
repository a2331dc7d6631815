"use client";

import { asId } from "@quietroom/domain/ids";
import { ConfirmDialog } from "@quietroom/ui/blocks/confirm-dialog";
import { useNotify } from "@quietroom/ui/blocks/toaster";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTRPC } from "../../live/trpc.tsx";
import { datesOff } from "../../show/dates-off.ts";
import { failureWords } from "../../show/failure-words.ts";
import { type Clocks, outsideWords } from "./zone-words.ts";

/** Asks before the hours by video of a trip's days go by the usual clock again. */
export function RemoveTravel({
  practitionerId,
  trip,
  locale,
  onDone,
}: {
  readonly practitionerId: string;
  readonly trip: Clocks["travels"][number];
  readonly locale: string;
  readonly onDone: () => void;
}) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const notify = useNotify();
  const [wrong, setWrong] = useState<string>();
  const remove = useMutation(
    trpc.ownZone.removeTravel.mutationOptions({
      onSuccess: async (answer) => {
        const description = outsideWords(answer.value.outsideHours.length);
        notify({
          title: "Travel taken back",
          ...(description === null ? {} : { description }),
          tone: description === null ? "positive" : "info",
        });
        onDone();
        await queryClient.invalidateQueries();
      },
      onError: async (failure) => {
        setWrong(failureWords(failure, "The travel stays as it was."));
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
      title="Take this travel back?"
      description={`${datesOff({ ...trip, part: null }, locale)}. Hours of these days go by the usual clocks again.`}
      confirmLabel="Take back"
      cancelLabel="Keep it"
      tone="danger"
      pending={remove.isPending}
      error={wrong}
      onConfirm={() => remove.mutate({ practitionerId: asId(practitionerId), id: asId(trip.id) })}
    />
  );
}
