import type { StaffOutput } from "@quietroom/api/client";
import { asId } from "@quietroom/domain/ids";
import { waitlistPriorities, type WaitlistPriority } from "@quietroom/domain/scheduling";
import { FieldGroup } from "@quietroom/ui/blocks/field";
import { RadioCard, RadioGroup } from "@quietroom/ui/primitives/radio-group";
import { useMutation } from "@tanstack/react-query";
import { type RefObject, useState } from "react";
import { useTRPC } from "../../live/trpc.tsx";
import { ByHandDialog } from "./by-hand-dialog.tsx";
import { moveRefusals } from "./refusal-words.ts";
import { useByHand } from "./use-by-hand.ts";

type Entry = StaffOutput["waitlist"]["board"]["entries"][number];

const meaning: Readonly<Record<WaitlistPriority, string>> = {
  urgent: "Urgent: before everyone else",
  high: "High: after urgent",
  standard: "Standard: as everyone joins",
  low: "Low: when nobody else can",
};

/** Changes the tier of somebody who waits. Within a tier, who joined first is asked first. */
export function MoveByHand({
  entry,
  opener,
  onClose,
}: {
  readonly entry: Entry;
  readonly opener: RefObject<HTMLButtonElement | null>;
  readonly onClose: () => void;
}) {
  const trpc = useTRPC();
  const [priority, setPriority] = useState(entry.priority);
  const { error, ...settled } = useByHand({
    done: `${entry.clientName} has ${priority} priority`,
    refusals: moveRefusals,
    onDone: onClose,
  });
  const move = useMutation(trpc.waitlist.move.mutationOptions(settled));
  return (
    <ByHandDialog
      title={`Priority of ${entry.clientName}`}
      description="It decides who is asked next. Offers that are out stay as they are."
      confirmLabel="Change priority"
      pending={move.isPending}
      error={error}
      opener={opener}
      onClose={onClose}
      onConfirm={(reason) => move.mutate({ entryId: asId(entry.id), priority, reason })}
    >
      <FieldGroup name="priority" label="Priority" hint="Within a priority, who joined first is asked first.">
        <RadioGroup>
          {waitlistPriorities.map((tier) => (
            <RadioCard
              key={tier}
              name="priority"
              value={tier}
              checked={priority === tier}
              onChange={() => setPriority(tier)}
            >
              {meaning[tier]}
            </RadioCard>
          ))}
        </RadioGroup>
      </FieldGroup>
    </ByHandDialog>
  );
}
