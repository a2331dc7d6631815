import { asId } from "@quietroom/domain/ids";
import { ConfirmDialog } from "@quietroom/ui/blocks/confirm-dialog";
import { useNotify } from "@quietroom/ui/blocks/toaster";
import { Button } from "@quietroom/ui/primitives/button";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTRPC } from "../../live/trpc.tsx";
import { failureWords } from "../../show/failure-words.ts";

/** Ends one supervision or one cover now, after asking. */
export function EndRelation({
  what,
  id,
  sentence,
}: {
  readonly what: "supervision" | "cover";
  readonly id: string;
  /** "Sue supervises Ann" */
  readonly sentence: string;
}) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const notify = useNotify();
  const [open, setOpen] = useState(false);
  const [error, setError] = useState<string>();
  const settled = {
    onMutate: () => setError(undefined),
    onSuccess() {
      notify({ title: `The ${what} has ended`, tone: "positive" });
      setOpen(false);
    },
    onError: (failure: unknown) => setError(failureWords(failure, "Nothing was changed.")),
    onSettled: async () => await queryClient.invalidateQueries(),
  };
  const endSupervision = useMutation(trpc.relations.endSupervision.mutationOptions(settled));
  const endCover = useMutation(trpc.relations.endCover.mutationOptions(settled));
  return (
    <>
      <Button size="sm" variant="quiet" aria-label={`End: ${sentence}`} onClick={() => setOpen(true)}>
        End
      </Button>
      <ConfirmDialog
        open={open}
        onOpenChange={setOpen}
        title={`End this ${what} now?`}
        description={`${sentence}. What it let them see closes with their next click; the record stays.`}
        confirmLabel={`End ${what}`}
        tone="danger"
        pending={endSupervision.isPending || endCover.isPending}
        error={error}
        onConfirm={() =>
          what === "supervision"
            ? endSupervision.mutate({ supervisionId: asId(id) })
            : endCover.mutate({ coverId: asId(id) })
        }
      />
    </>
  );
}
