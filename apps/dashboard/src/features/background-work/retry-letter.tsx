import { asId } from "@quietroom/domain/ids";
import { jobWords } from "@quietroom/domain/jobs";
import { FormDialog } from "@quietroom/ui/blocks/form-dialog";
import type { RefObject } from "react";
import { useTRPC } from "../../live/trpc.tsx";
import { useProvenAct } from "../../prove/use-proven-act.tsx";
import type { Letter } from "./dead-letters.tsx";

/** Has work that failed for good tried again. */
export function RetryLetter({
  letter,
  opener,
  onDone,
  onClose,
}: {
  readonly letter: Letter;
  readonly opener: RefObject<HTMLElement | null>;
  readonly onDone: () => void;
  readonly onClose: () => void;
}) {
  const trpc = useTRPC();
  const { run, dialog, ...state } = useProvenAct(trpc.backgroundWork.retry.mutationOptions(), {
    done: "It is being tried again",
    refusals: {
      already_settled: "A colleague has seen to it meanwhile. The list shows what is left.",
      function_unknown:
        "This version of Quietroom does not do this work. See to it by hand if it still matters, then dismiss it.",
      overtaken:
        "The visit that it was about has changed since: moved, confirmed, cancelled or brought back. To try this again would undo what was done for it since. See in the calendar that all is well, then dismiss it.",
      unusable:
        "What it was about can no longer be read. See to it by hand if it still matters, then dismiss it.",
    },
    onDone,
  });
  return (
    <>
      <FormDialog
        {...state}
        title={`Try again: ${jobWords(letter.functionId).toLowerCase()}?`}
        description="What was done already is not done twice. If it fails once more, it comes back to this list."
        confirmLabel="Try again"
        opener={opener}
        onClose={onClose}
        onConfirm={() => run({ deadLetterId: asId(letter.id) })}
      />
      {dialog}
    </>
  );
}
