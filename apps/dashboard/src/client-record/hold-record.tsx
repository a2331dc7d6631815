import { useTRPC } from "../live/trpc.tsx";
import { useProvenAct } from "../prove/use-proven-act.tsx";
import { idOf, type RecordDialogProps, RecordReason } from "./record-reason.tsx";

/** Keeps a record whatever its age. */
export function HoldRecord({ person, opener, onClose }: RecordDialogProps) {
  const trpc = useTRPC();
  const { run, dialog, ...state } = useProvenAct(trpc.records.hold.mutationOptions(), {
    done: `The record of ${person.name} is held`,
    refusals: {
      already_held: "Somebody put it on hold meanwhile. Close this to see who, and why.",
      anonymised: "It was purged meanwhile: nothing is left that a hold could keep.",
    },
    onDone: onClose,
  });
  return (
    <>
      <RecordReason
        {...state}
        title={`Hold the record of ${person.name}?`}
        description="Nothing of it goes, however old it is, until somebody lifts the hold. The client notices nothing, and visits go on as before."
        confirmLabel="Hold"
        opener={opener}
        onClose={onClose}
        onConfirm={(reason) => run({ clientId: idOf(person), reason })}
      />
      {dialog}
    </>
  );
}

/** Ends a hold. */
export function LiftHold({ person, opener, onClose }: RecordDialogProps) {
  const trpc = useTRPC();
  const { run, dialog, ...state } = useProvenAct(trpc.records.liftHold.mutationOptions(), {
    done: `The record of ${person.name} is held no more`,
    refusals: { not_held: "Somebody lifted it meanwhile. Close this: there is nothing left to do." },
    onDone: onClose,
  });
  return (
    <>
      <RecordReason
        {...state}
        title={`Lift the hold on the record of ${person.name}?`}
        description="From then on it is kept like any other: for its years, counted from the last activity."
        confirmLabel="Lift the hold"
        opener={opener}
        onClose={onClose}
        onConfirm={(reason) => run({ clientId: idOf(person), reason })}
      />
      {dialog}
    </>
  );
}
