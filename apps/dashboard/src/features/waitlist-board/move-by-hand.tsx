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
  const [unchanged, setUnchanged] = useState<string>();
  const { declines } = entry;
  // Beside what was seen when this was opened: what a colleague changes meanwhile is not undone by saving something else.
  const [seen] = useState({ priority: entry.priority, referred: entry.referred });
  const changes = {
    priority: priority === seen.priority ? null : priority,
    referred: referred === seen.referred ? null : referred,
  };
  const wait = waitingPriority(
    { joinedAt: instant(entry.joinedAt), priority, referred, declines },
    instant(now),
  );
  const { error, ...settled } = useByHand({
    done:
      changes.priority === null
        ? `${entry.clientName} ${referred ? "was referred" : "was not referred"}`
        : `${entry.clientName} has ${priority} priority`,
    refusals: moveRefusals,
    onDone: onClose,
  });
  const move = useMutation(trpc.waitlist.move.mutationOptions(settled));
  return (
    <ByHandDialog
      title={`Priority of ${entry.clientName}`}
      description="The priority decides who is asked next. Offers that are out stay as they are."
      confirmLabel="Save"
      pending={move.isPending}
      error={unchanged ?? error}
      opener={opener}
      onClose={onClose}
      onConfirm={(reason) => {
        const nothing = changes.priority === null && changes.referred === null;
        setUnchanged(nothing ? "Nothing is changed yet." : undefined);
        if (!nothing) move.mutate({ entryId: asId(entry.id), ...changes, reason });
      }}
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
