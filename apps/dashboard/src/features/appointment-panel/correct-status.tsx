"use client";

import type { StaffOutput } from "@quietroom/api/client";
import { asId } from "@quietroom/domain/ids";
import { Field, FieldGroup } from "@quietroom/ui/blocks/field";
import { FormDialog } from "@quietroom/ui/blocks/form-dialog";
import { STATUS_LOOKS } from "@quietroom/ui/blocks/status-badge";
import { useNotify } from "@quietroom/ui/blocks/toaster";
import { Input } from "@quietroom/ui/primitives/input";
import { RadioCard, RadioGroup } from "@quietroom/ui/primitives/radio-group";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTRPC } from "../../live/trpc.tsx";
import { failureWords } from "../../show/failure-words.ts";
import { refusalWords } from "../../show/refusal-words.ts";

type Panel = StaffOutput["appointment"]["panel"];
type Correctable = Exclude<Panel["correctableTo"][number], "held" | "requested" | "cancelled">;

/** Puts the status of a visit right that was recorded by mistake, such as a no-show of somebody who came late. Never without a reason. */
export function CorrectStatus({ panel, onDone }: { readonly panel: Panel; readonly onDone: () => void }) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const notify = useNotify();
  const statuses = panel.correctableTo.filter(
    (one): one is Correctable => one !== "held" && one !== "requested" && one !== "cancelled",
  );
  const [to, setTo] = useState(statuses[0]);
  const [reason, setReason] = useState("");
  const [missing, setMissing] = useState(false);
  const [error, setError] = useState<string>();
  const correct = useMutation(
    trpc.appointment.correctStatus.mutationOptions({
      onSuccess: (answer, asked) => {
        if (!answer.ok)
          return setError(correctionWords[answer.refusal.code] ?? refusalWords[answer.refusal.code]);
        notify({ title: `Put right: ${STATUS_LOOKS[asked.to].label}`, tone: "positive" });
        onDone();
      },
      onError: (failure) => setError(failureWords(failure, "The visit stays as it was.")),
      onSettled: () => queryClient.invalidateQueries(),
    }),
  );
  return (
    <FormDialog
      title="Correct the status"
      description={`It is recorded as ${STATUS_LOOKS[panel.status].label.toLowerCase()}. Your name and the reason are kept beside the visit.`}
      confirmLabel="Correct the status"
      pending={correct.isPending}
      error={error}
      onClose={onDone}
      onConfirm={() => {
        setMissing(reason.trim() === "");
        if (to === undefined || reason.trim() === "") return;
        setError(undefined);
        correct.mutate({ appointmentId: asId(panel.id), version: panel.version, to, reason });
      }}
    >
      <FieldGroup name="to" id="correct-to" label="What is right">
        <RadioGroup>
          {statuses.map((status) => (
            <RadioCard
              key={status}
              name="to"
              value={status}
              checked={to === status}
              onChange={() => setTo(status)}
            >
              {STATUS_LOOKS[status].label}
            </RadioCard>
          ))}
        </RadioGroup>
      </FieldGroup>
      <Field
        name="reason"
        id="correct-reason"
        label="Why"
        hint="For the studio's own record, such as: came 20 minutes late."
        error={missing ? "Say why, so that others can follow it." : undefined}
        required
      >
        {(control) => (
          <Input
            {...control}
            value={reason}
            maxLength={200}
            onChange={(event) => setReason(event.target.value)}
          />
        )}
      </Field>
    </FormDialog>
  );
}

/** What a refusal means here, where it differs from a step forward. */
const correctionWords: Readonly<Partial<Record<keyof typeof refusalWords, string>>> = {
  slot_taken:
    "That time was given to somebody else meanwhile, so this visit cannot take it again. Book a new visit instead.",
  no_room: "The room was given to another visit meanwhile. Free it first, or book a new visit.",
  no_device: "The device was given to another visit meanwhile. Free it first, or book a new visit.",
  not_allowed: "From this status there is nothing to put right that way.",
  too_early: "That cannot be true yet.",
};
