import { asId } from "@quietroom/domain/ids";
import { useMutation } from "@tanstack/react-query";
import { type RefObject, useState } from "react";
import { useTRPC } from "../../live/trpc.tsx";
import { ByHandDialog } from "./by-hand-dialog.tsx";
import { ChoosePerson } from "./choose-person.tsx";
import { skipRefusals } from "./refusal-words.ts";
import { useByHand } from "./use-by-hand.ts";
import { useLine } from "./use-line.ts";

/** Passes over one person for one freed hour: whoever is being asked, or would be asked later. */
export function SkipByHand({
  openingId,
  when,
  opener,
  onClose,
}: {
  readonly openingId: string;
  readonly when: string;
  readonly opener: RefObject<HTMLButtonElement | null>;
  readonly onClose: () => void;
}) {
  const trpc = useTRPC();
  const line = useLine(openingId);
  const [entryId, setEntryId] = useState<string>();
  const { error, ...settled } = useByHand({
    done: "Skipped for this hour",
    refusals: skipRefusals,
    onDone: onClose,
  });
  const skip = useMutation(trpc.waitlist.skip.mutationOptions(settled));
  const people = line.data?.people.filter(({ standing }) => standing !== "passed_over");
  return (
    <ByHandDialog
      title="Skip somebody"
      description={`They are not asked about ${when}. They keep their place, and it does not count as passing.`}
      confirmLabel={people === undefined || people.length === 0 ? null : "Skip them"}
      pending={skip.isPending}
      error={error}
      opener={opener}
      onClose={onClose}
      onConfirm={(reason) => {
        if (entryId === undefined) return;
        skip.mutate({ openingId: asId(openingId), entryId: asId(entryId), reason });
      }}
    >
      <ChoosePerson
        label="Who is skipped"
        line={line}
        people={people}
        hint={({ standing }) =>
          standing === "asked"
            ? "Being asked now: the offer is taken back, and the next is asked at once"
            : "In line: passed over when it would be their turn"
        }
        isPossible={() => true}
        chosen={entryId}
        onChoose={setEntryId}
      />
    </ByHandDialog>
  );
}
