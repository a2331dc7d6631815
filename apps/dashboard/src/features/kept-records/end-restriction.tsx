import type { StaffOutput } from "@quietroom/api/client";
import { asId } from "@quietroom/domain/ids";
import { type RestrictionEnding, restrictionEndings } from "@quietroom/domain/records";
import { Field, FieldGroup } from "@quietroom/ui/blocks/field";
import { FormDialog } from "@quietroom/ui/blocks/form-dialog";
import { RadioCard, RadioGroup } from "@quietroom/ui/primitives/radio-group";
import { Textarea } from "@quietroom/ui/primitives/textarea";
import { type RefObject, useState } from "react";
import { useTRPC } from "../../live/trpc.tsx";
import { useProvenAct } from "../../prove/use-proven-act.tsx";

/** Ends a restriction that was agreed to. What the client was told decides for which words it ends. */
export function EndRestriction({
  request,
  opener,
  onClose,
}: {
  readonly request: Pick<StaffOutput["records"]["requests"]["requests"][number], "id" | "clientName">;
  readonly opener: RefObject<HTMLButtonElement | null>;
  readonly onClose: () => void;
}) {
  const trpc = useTRPC();
  const [because, setBecause] = useState<RestrictionEnding>("client_agrees");
  const [reason, setReason] = useState("");
  const [missing, setMissing] = useState<string>();
  const { run, dialog, ...state } = useProvenAct(trpc.records.endRestriction.mutationOptions(), {
    done: "Ended",
    refusals: { not_in_force: "It was ended meanwhile." },
    onDone: onClose,
  });
  return (
    <>
      <FormDialog
        {...state}
        title={`End what was agreed with ${request.clientName}?`}
        description="The client reads your words in their portal."
        confirmLabel="End it"
        cancelLabel="Keep it"
        opener={opener}
        onClose={onClose}
        onConfirm={() => {
          const given = reason.trim();
          setMissing(given === "" ? "Say why, for the client to read." : undefined);
          if (given !== "") run({ requestId: asId(request.id), because, reason: given });
        }}
      >
        <FieldGroup name="because" label="What does the client know of it?">
          <RadioGroup>
            {restrictionEndings.map((ending) => (
              <RadioCard
                key={ending}
                name="because"
                value={ending}
                checked={because === ending}
                hint={endings[ending].hint}
                onChange={() => setBecause(ending)}
              >
                {endings[ending].label}
              </RadioCard>
            ))}
          </RadioGroup>
        </FieldGroup>
        <Field name="reason" label="Reason" error={missing}>
          {(control) => (
            <Textarea
              {...control}
              rows={3}
              maxLength={2000}
              value={reason}
              aria-required="true"
              onChange={(event) => {
                setReason(event.target.value);
                setMissing(undefined);
              }}
            />
          )}
        </Field>
      </FormDialog>
      {dialog}
    </>
  );
}

const endings = {
  client_agrees: { label: "They asked for it, or agree", hint: "It ends for the whole record." },
  client_told: {
    label: "We have told them, and they do not agree",
    hint: "It ends for what is written from now on. What is there already stays under it.",
  },
} as const satisfies Record<RestrictionEnding, object>;
