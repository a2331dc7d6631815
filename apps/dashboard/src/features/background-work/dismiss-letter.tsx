import type { StaffInput } from "@quietroom/api/client";
import { asId } from "@quietroom/domain/ids";
import { jobWords } from "@quietroom/domain/jobs";
import { FieldGroup } from "@quietroom/ui/blocks/field";
import { FormDialog } from "@quietroom/ui/blocks/form-dialog";
import { RadioCard, RadioGroup } from "@quietroom/ui/primitives/radio-group";
import { type RefObject, useState } from "react";
import { useTRPC } from "../../live/trpc.tsx";
import { useProvenAct } from "../../prove/use-proven-act.tsx";
import type { Letter } from "./dead-letters.tsx";

type Because = StaffInput["backgroundWork"]["dismiss"]["because"];

/** Takes work that failed for good off the list, with why. */
export function DismissLetter({
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
  const [because, setBecause] = useState<Because>();
  const [missing, setMissing] = useState<string>();
  const { run, dialog, ...state } = useProvenAct(trpc.backgroundWork.dismiss.mutationOptions(), {
    done: "Dismissed",
    refusals: { already_settled: "A colleague has seen to it meanwhile. The list shows what is left." },
    onDone,
  });
  return (
    <>
      <FormDialog
        {...state}
        title={`Dismiss: ${jobWords(letter.functionId).toLowerCase()}?`}
        description="It leaves the list and is never tried again. Who dismissed it and why is kept."
        confirmLabel="Dismiss"
        tone="danger"
        opener={opener}
        onClose={onClose}
        onConfirm={() => {
          setMissing(because === undefined ? "Choose why." : undefined);
          if (because !== undefined) run({ deadLetterId: asId(letter.id), because });
        }}
      >
        <FieldGroup name="because" label="Why?" error={missing}>
          <RadioGroup>
            {reasons.map(({ value, label, hint }) => (
              <RadioCard
                key={value}
                name="because"
                value={value}
                checked={because === value}
                hint={hint}
                onChange={() => {
                  setBecause(value);
                  setMissing(undefined);
                }}
              >
                {label}
              </RadioCard>
            ))}
          </RadioGroup>
        </FieldGroup>
      </FormDialog>
      {dialog}
    </>
  );
}

const reasons: readonly { readonly value: Because; readonly label: string; readonly hint: string }[] = [
  { value: "done_by_hand", label: "Done by hand", hint: "Somebody saw to it, such as by a call." },
  { value: "not_needed", label: "No longer needed", hint: "It has no use any more." },
];
