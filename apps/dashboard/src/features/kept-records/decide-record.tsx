import { idOf, type RecordDialogProps, RecordReason } from "../../client-record/record-reason.tsx";
import { useTRPC } from "../../live/trpc.tsx";
import { useProvenAct } from "../../prove/use-proven-act.tsx";

/** Brings a removed record back. */
export function RestoreRecord({ person, opener, onClose }: RecordDialogProps) {
  const trpc = useTRPC();
  const { run, dialog, ...state } = useProvenAct(trpc.records.restore.mutationOptions(), {
    done: `The record of ${person.name} is back`,
    refusals: {
      not_removed: "It is not removed any more.",
      anonymised: "It was purged: there is no name to bring back.",
    },
    onDone: onClose,
  });
  return (
    <>
      <RecordReason
        {...state}
        title={`Restore the record of ${person.name}?`}
        description="Their record, visits and messages show again, as they were."
        confirmLabel="Restore"
        opener={opener}
        onClose={onClose}
        onConfirm={(reason) => run({ clientId: idOf(person), reason })}
      />
      {dialog}
    </>
  );
}

/** Lets a record go for ever, or keeps it for another year. */
export function LetGo({
  person,
  opener,
  onClose,
  decision,
}: RecordDialogProps & { readonly decision: "purged" | "kept" }) {
  const trpc = useTRPC();
  const { run, dialog, ...state } = useProvenAct(trpc.records.decidePurge.mutationOptions(), {
    done: decision === "purged" ? "The record has lost its name" : `The record of ${person.name} stays`,
    refusals: {
      not_listed: "It is not on the list any more.",
      still_kept: "It must be kept: a hold stands, or its years are not over.",
    },
    onDone: onClose,
  });
  const words =
    decision === "purged"
      ? ({
          title: `Purge the record of ${person.name}?`,
          description:
            "Name, birth date, email and phone are overwritten, and nobody can bring them back. Times and services of visits stay without a person.",
          confirmLabel: "Purge for good",
          tone: "danger",
        } as const)
      : ({
          title: `Keep the record of ${person.name}?`,
          description: "You are asked again in a year.",
          confirmLabel: "Keep it",
        } as const);
  return (
    <>
      <RecordReason
        {...state}
        {...words}
        opener={opener}
        onClose={onClose}
        onConfirm={(reason) => run({ clientId: idOf(person), decision, reason })}
      />
      {dialog}
    </>
  );
}
