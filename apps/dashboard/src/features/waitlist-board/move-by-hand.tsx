import type { StaffOutput } from "@quietroom/api/client";
import { asId } from "@quietroom/domain/ids";
import { waitingPriority, waitlistPriorities, type WaitlistPriority } from "@quietroom/domain/scheduling";
import { instant } from "@quietroom/domain/time";
import { FieldGroup, FieldRow } from "@quietroom/ui/blocks/field";
import { Checkbox } from "@quietroom/ui/primitives/checkbox";
import { RadioCard, RadioGroup } from "@quietroom/ui/primitives/radio-group";
import { useMutation } from "@tanstack/react-query";
import { type RefObject, useState } from "react";
import { useTRPC } from "../../live/trpc.tsx";
import { ByHandDialog } from "./by-hand-dialog.tsx";
import { moveRefusals } from "./refusal-words.ts";
import { waitWords } from "./score-words.ts";
import { useByHand } from "./use-by-hand.ts";

type Entry = StaffOutput["waitlist"]["board"]["entries"][number];

const meaning: Readonly<Record<WaitlistPriority, string>> = {
  urgent: "Urgent: before everyone else",
  high: "High: after urgent",
  standard: "Standard: as everyone joins",
  low: "Low: when nobody else can",
};

/** Changes the tier of somebody who waits, within which who joined first is asked first, and whether they were referred. */
export function MoveByHand({
  entry,
  now,
  opener,
  onClose,
}: {
  readonly entry: Entry;
  readonly now: number;
  readonly opener: RefObject<HTMLButtonElement | null>;
  readonly onClose: () => void;
}) {
  const trpc = useTRPC();
  const [priority, setPriority] = useState(entry.priority);
  const [referred, setReferred] = useState(entry.referred);
  const { declines } = entry;
  const wait = waitingPriority(
    { joinedAt: instant(entry.joinedAt), priority, referred, declines },
    instant(now),
  );
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
      onConfirm={(reason) => move.mutate({ entryId: asId(entry.id), priority, referred, reason })}
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
      <FieldRow name="referred" label="Referred by a practitioner">
        {(control) => <Checkbox {...control} checked={referred} onChange={() => setReferred(!referred)} />}
      </FieldRow>
      <p role="status" className="text-muted text-sm">
        {waitWords(wait)}. Their wait is a part of how well an hour fits them, and decides where two joined at
        the same moment.
      </p>
    </ByHandDialog>
  );
}
