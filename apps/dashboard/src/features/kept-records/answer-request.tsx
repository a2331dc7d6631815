import type { StaffOutput } from "@quietroom/api/client";
import { asId } from "@quietroom/domain/ids";
import { Field } from "@quietroom/ui/blocks/field";
import { FormDialog } from "@quietroom/ui/blocks/form-dialog";
import { Textarea } from "@quietroom/ui/primitives/textarea";
import { type RefObject, useState } from "react";
import { useTRPC } from "../../live/trpc.tsx";
import { useProvenAct } from "../../prove/use-proven-act.tsx";

export type Decision = "approved" | "denied";

/** Approves or denies what a client asks, with the reason that they read in their portal. */
export function AnswerRequest({
  request,
  decision,
  opener,
  onClose,
}: {
  readonly request: Pick<
    StaffOutput["records"]["requests"]["requests"][number],
    "id" | "clientName" | "kind"
  >;
  readonly decision: Decision;
  readonly opener: RefObject<HTMLButtonElement | null>;
  readonly onClose: () => void;
}) {
  const trpc = useTRPC();
  const [answer, setAnswer] = useState("");
  const [missing, setMissing] = useState<string>();
  const { run, dialog, ...state } = useProvenAct(trpc.records.decideRequest.mutationOptions(), {
    done: "Answered",
    refusals: { already_answered: "It was answered or taken back meanwhile." },
    onDone: onClose,
  });
  const verb = decision === "approved" ? "Approve" : "Deny";
  return (
    <>
      <FormDialog
        {...state}
        title={`${verb} what ${request.clientName} asks?`}
        description={
          decision === "approved"
            ? `Say what is done about it, and by when. The client reads your words.${request.kind === "correction" ? " This changes nothing in the record; “Correct …” does, and answers as well." : ""}`
            : "Say why not. The client reads your words, and may ask again."
        }
        confirmLabel={verb}
        cancelLabel="Not yet"
        opener={opener}
        onClose={onClose}
        onConfirm={() => {
          const given = answer.trim();
          setMissing(given === "" ? "Say why, for the client to read." : undefined);
          if (given !== "") run({ requestId: asId(request.id), decision, answer: given });
        }}
      >
        <Field name="answer" label="Answer" error={missing}>
          {(control) => (
            <Textarea
              {...control}
              rows={4}
              maxLength={2000}
              value={answer}
              aria-required="true"
              onChange={(event) => {
                setAnswer(event.target.value);
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
