import { type ReactNode, useState } from "react";
import { besideFields, changedFields, type SaidFields } from "./changed-fields.ts";
import { ChangedList } from "./changed-list.tsx";
import { ChangedMeanwhile } from "./changed-meanwhile.tsx";

/**
 * What a form's fields are a change of, and what somebody else saved meanwhile: told of once a save met it, and said at each field until
 * the form is saved, so that keeping what was typed is no undoing in the dark. `Kept` is null for what is new, or removed by now.
 */
export function useChangedMeanwhile<Kept extends object | null>({
  opened,
  present,
  said,
  removed = "It was removed.",
  onTakeTheirs,
}: {
  /** As the fields began. */
  readonly opened: Kept;
  /** As it is kept by now. */
  readonly present: Kept;
  readonly said: SaidFields<NonNullable<Kept>>;
  /** What is said of something that is not there any more. */
  readonly removed?: string;
  readonly onTakeTheirs: () => void;
}): {
  /** What a save is a change of: what was opened, or the newer state over which somebody chose to save. */
  readonly base: Kept;
  /** What somebody else put, by field. */
  readonly theirs: Readonly<Record<string, string>>;
  /** What is to be decided, above the fields. */
  readonly conflict: ReactNode;
  /** A save met somebody else's; the conflict takes the focus, each time anew. */
  readonly meet: () => void;
} {
  const [base, setBase] = useState(opened);
  const [met, setMet] = useState(0);
  const seen = met === 0 ? base : present;
  const changed = opened === null || seen === null ? [] : changedFields(said, opened, seen);
  const conflict =
    met === 0 ? null : (
      <ChangedMeanwhile
        key={met}
        comes="on save"
        onKeepMine={() => {
          setBase(present);
          setMet(0);
        }}
        onTakeTheirs={onTakeTheirs}
      >
        {present === null ? <p>{removed}</p> : <ChangedList changed={changed} />}
      </ChangedMeanwhile>
    );
  return { base, theirs: besideFields(changed), conflict, meet: () => setMet((before) => before + 1) };
}
