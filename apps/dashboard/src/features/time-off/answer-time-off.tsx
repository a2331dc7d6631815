"use client";

import { asId } from "@quietroom/domain/ids";
import { ConfirmDialog } from "@quietroom/ui/blocks/confirm-dialog";
import { Field } from "@quietroom/ui/blocks/field";
import { useNotify } from "@quietroom/ui/blocks/toaster";
import { Input } from "@quietroom/ui/primitives/input";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTRPC } from "../../live/trpc.tsx";
import { datesOff } from "../../show/dates-off.ts";
import { failureWords } from "../../show/failure-words.ts";
import { timeOffRefusal, type TimeOffRow } from "./time-off-words.ts";

export type TimeOffAct = "approve" | "decline" | "withdraw";

const dialogs = {
  approve: {
    title: "Approve this time off?",
    description:
      "No further times are offered then. Visits that are booked stay, and are listed for you to decide about.",
    label: "Approve",
    keep: "Not yet",
    tone: "neutral",
    done: "Time off approved",
  },
  decline: {
    title: "Decline this time off?",
    description: "Whoever asked reads why. Times go on being offered.",
    label: "Decline",
    keep: "Not yet",
    tone: "danger",
    done: "Time off declined",
  },
  withdraw: {
    title: "Take this time off back?",
    description: "Times can be booked again then, by the hours as they are.",
    label: "Take back",
    keep: "Keep it",
    tone: "danger",
    done: "Time off taken back",
  },
} as const;

/** Asks first, and for a word: a no comes with its reason. */
export function AnswerTimeOff({
  act,
  row,
  locale,
  onDone,
}: {
  readonly act: TimeOffAct;
  readonly row: TimeOffRow;
  readonly locale: string;
  readonly onDone: () => void;
}) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const notify = useNotify();
  const [word, setWord] = useState("");
  const [wrong, setWrong] = useState<{ readonly field: "answer" | null; readonly words: string }>();
  const dialog = dialogs[act];
  const options = {
    onSuccess: async (outcome: Outcome) => {
      if (outcome.ok) {
        notify({ title: dialog.done, tone: "positive" });
        onDone();
      } else setWrong({ field: outcome.refusal.field, words: timeOffRefusal(outcome.refusal.code) });
      await queryClient.invalidateQueries();
    },
    onError: (failure: unknown) =>
      setWrong({ field: null, words: failureWords(failure, "Nothing was changed.") }),
  };
  const answer = useMutation(trpc.timeOff.answer.mutationOptions(options));
  const withdraw = useMutation(trpc.timeOff.withdraw.mutationOptions(options));
  return (
    <ConfirmDialog
      open
      onOpenChange={(open) => {
        if (!open) onDone();
      }}
      title={dialog.title}
      description={`${row.practitioner.displayName}, ${datesOff(row, locale)}. ${dialog.description}`}
      confirmLabel={dialog.label}
      cancelLabel={dialog.keep}
      tone={dialog.tone}
      pending={answer.isPending || withdraw.isPending}
      error={wrong?.field === null ? wrong.words : undefined}
      onConfirm={() => {
        const given = word.trim();
        if (act === "withdraw") withdraw.mutate({ id: asId(row.id), version: row.version });
        else if (act === "decline" && given === "")
          setWrong({ field: "answer", words: timeOffRefusal("reason_missing") });
        else
          answer.mutate({
            id: asId(row.id),
            version: row.version,
            decision: act === "approve" ? "approved" : "declined",
            answer: given,
          });
      }}
    >
      {act === "withdraw" ? null : (
        <Field
          name="answer"
          label={act === "decline" ? "Reason" : "A word to them"}
          error={wrong?.field === "answer" ? wrong.words : undefined}
          {...(act === "decline" ? { required: true } : { optional: true })}
        >
          {(control) => (
            <Input
              {...control}
              value={word}
              maxLength={200}
              autoComplete="off"
              onChange={(event) => {
                setWord(event.target.value);
                setWrong(undefined);
              }}
            />
          )}
        </Field>
      )}
    </ConfirmDialog>
  );
}

type Outcome =
  | { readonly ok: true }
  | {
      readonly ok: false;
      readonly refusal: {
        readonly code: Parameters<typeof timeOffRefusal>[0];
        readonly field: "answer" | null;
      };
    };
