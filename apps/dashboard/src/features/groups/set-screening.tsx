"use client";

import { asId } from "@quietroom/domain/ids";
import { useNotify } from "@quietroom/ui/blocks/toaster";
import { Button } from "@quietroom/ui/primitives/button";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTRPC } from "../../live/trpc.tsx";
import { failureWords } from "../../show/failure-words.ts";

/** Records that a member was screened by whoever presses it, or takes back what was recorded by mistake. */
export function SetScreening({
  member: { clientId, serviceId, name },
  to,
}: {
  readonly member: { readonly clientId: string; readonly serviceId: string; readonly name: string };
  readonly to: boolean;
}) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const notify = useNotify();
  const set = useMutation(
    trpc.groups.setScreening.mutationOptions({
      onSuccess: ({ screened }) =>
        notify({
          title: screened === null ? "Screening taken back" : "Screening recorded",
          tone: "positive",
        }),
      onError: (failure) => notify({ title: failureWords(failure, "Nothing was recorded."), tone: "danger" }),
      onSettled: () => queryClient.invalidateQueries(),
    }),
  );
  const words = to ? "I screened them" : "Take back";
  return (
    <Button
      variant="secondary"
      size="sm"
      aria-label={`${words}: ${name}`}
      aria-disabled={set.isPending}
      onClick={() => {
        if (!set.isPending)
          set.mutate({ clientId: asId(clientId), serviceId: asId(serviceId), screened: to });
      }}
    >
      {words}
    </Button>
  );
}
