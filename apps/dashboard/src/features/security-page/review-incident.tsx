import { asId } from "@quietroom/domain/ids";
import { Field } from "@quietroom/ui/blocks/field";
import { FormDialog } from "@quietroom/ui/blocks/form-dialog";
import { Textarea } from "@quietroom/ui/primitives/textarea";
import { type RefObject, useState } from "react";
import { useTRPC } from "../../live/trpc.tsx";
import { useProvenAct } from "../../prove/use-proven-act.tsx";
import { type Incident, incidentWords } from "./incident-words.ts";

/** Marks an incident as looked at, with what was found. */
export function ReviewIncident({
  incident,
  opener,
  onClose,
}: {
  readonly incident: Incident;
  readonly opener: RefObject<HTMLElement | null>;
  readonly onClose: () => void;
}) {
  const trpc = useTRPC();
  const [note, setNote] = useState("");
  const { run, dialog, ...state } = useProvenAct(trpc.security.review.mutationOptions(), {
    done: "Marked as reviewed",
    refusals: { already_reviewed: "Somebody else has reviewed it meanwhile." },
    onDone: onClose,
  });
  return (
    <>
      <FormDialog
        {...state}
        title={`Reviewed: ${incidentWords(incident).title.toLowerCase()}?`}
        description="It leaves the list of what is open. Who reviewed it and when is kept with the note."
        confirmLabel="Mark as reviewed"
        cancelLabel="Leave it open"
        opener={opener}
        onClose={onClose}
        onConfirm={() => run({ incidentId: asId(incident.id), note })}
      >
        <Field
          name="note"
          label="Note"
          optional
          hint="What it was, and what you did about it. No words about clients."
        >
          {(control) => (
            <Textarea
              {...control}
              rows={3}
              maxLength={300}
              value={note}
              onChange={(event) => setNote(event.target.value.replace(/\s*\n\s*/g, " "))}
            />
          )}
        </Field>
      </FormDialog>
      {dialog}
    </>
  );
}
