"use client";

import { type AppointmentId, asId } from "@quietroom/domain/ids";
import { ConfirmDialog } from "@quietroom/ui/blocks/confirm-dialog";
import { Field } from "@quietroom/ui/blocks/field";
import { useNotify } from "@quietroom/ui/blocks/toaster";
import { Button } from "@quietroom/ui/primitives/button";
import { Input } from "@quietroom/ui/primitives/input";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type ComponentProps, useState } from "react";
import { InTheWay } from "../in-the-way/in-the-way.tsx";
import { useTRPC } from "../live/trpc.tsx";
import { failureWords } from "../show/failure-words.ts";
import { toldWords } from "../show/told-words.ts";

type About = {
  readonly appointmentId: string;
  readonly version: number;
  /** Whether approving says that its client was screened, which nobody has recorded yet. */
  readonly unscreened: boolean;
  /** Whether mail goes to its client's address. */
  readonly takesMail: boolean;
};
type Answer = "approve" | "decline" | "confirm" | "turn_down";

const dialogs = {
  approve: {
    button: "Approve",
    title: "Approve this request?",
    description: "The visit is booked.",
    told: "The client gets a confirmation",
    label: "Approve",
    keep: "Not yet",
    tone: "neutral",
    done: "Request approved",
  },
  decline: {
    button: "Decline",
    title: "Decline this request?",
    description: "The time is free again and goes to the waitlist.",
    told: "The client is told, with other times that are free",
    label: "Decline the request",
    keep: "Keep it open",
    tone: "danger",
    done: "Request declined",
  },
  confirm: {
    button: "Confirm late cancellation",
    title: "Cancel this visit as asked?",
    description: "It counts as cancelled late, and the hour is offered to the waitlist.",
    told: "The client gets an email",
    label: "Cancel the visit",
    keep: "Not yet",
    tone: "danger",
    done: "Visit cancelled late",
  },
  turn_down: {
    button: "Turn down",
    title: "Let the visit stand?",
    description: "They can ask once only.",
    told: "The client is told that it stands",
    label: "It stands",
    keep: "Not yet",
    tone: "neutral",
    done: "The visit stands",
  },
} as const;

const refusals = {
  changed_meanwhile: "Someone changed this visit while you looked at it. Close this and look again.",
  no_request: "This was answered or withdrawn meanwhile.",
  request_expired: "Nobody answered in time: the request has run out, and its time is let go.",
} as const;

/** The two answers to what a client asked about one visit; each asks first, and takes a word for the client. */
export function AnswerRequest({
  about,
  kind,
}: {
  readonly about: About & { readonly who: string };
  readonly kind: "booking" | "cancellation";
}) {
  const [answer, setAnswer] = useState<Answer | null>(null);
  const answers: readonly Answer[] = kind === "booking" ? ["approve", "decline"] : ["confirm", "turn_down"];
  return (
    <div className="flex flex-wrap gap-2">
      {answers.map((each, index) => (
        <Button
          key={each}
          variant={index === 0 ? "primary" : "secondary"}
          aria-label={`${dialogs[each].button}: ${about.who}`}
          onClick={() => setAnswer(each)}
        >
          {dialogs[each].button}
        </Button>
      ))}
      {answer === null ? null : <AnswerDialog about={about} answer={answer} onDone={() => setAnswer(null)} />}
    </div>
  );
}

function AnswerDialog({
  about,
  answer,
  onDone,
}: {
  readonly about: About;
  readonly answer: Answer;
  readonly onDone: () => void;
}) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const notify = useNotify();
  const [word, setWord] = useState("");
  const [error, setError] = useState<string>();
  const [refused, setRefused] = useState<Refused>();
  const dialog = dialogs[answer];
  const options = {
    onSuccess: async (outcome: Outcome) => {
      setRefused(undefined);
      setError(undefined);
      if (outcome.ok) {
        notify({ title: dialog.done, tone: "positive" });
        onDone();
      } else if (outcome.refusal.rules !== undefined && outcome.refusal.rules.length > 0)
        setRefused({ rules: outcome.refusal.rules, canOverride: outcome.refusal.canOverride ?? false });
      else setError(wordsFor(outcome.refusal.code));
      await queryClient.invalidateQueries();
    },
    onError: (failure: unknown) => setError(failureWords(failure, "Nothing was answered.")),
  };
  const booking = useMutation(trpc.requests.answerBooking.mutationOptions(options));
  const cancellation = useMutation(trpc.requests.answerCancellation.mutationOptions(options));
  const pending = booking.isPending || cancellation.isPending;
  const asked = { appointmentId: asId<AppointmentId>(about.appointmentId), version: about.version, word };
  return (
    <ConfirmDialog
      open
      onOpenChange={(open) => {
        if (!open) onDone();
      }}
      title={dialog.title}
      description={[
        dialog.description,
        `${about.takesMail ? dialog.told : toldWords(about)}.`,
        ...(answer === "approve" && about.unscreened ? ["It is recorded that you screened them."] : []),
      ].join(" ")}
      confirmLabel={dialog.label}
      cancelLabel={dialog.keep}
      tone={dialog.tone}
      pending={pending}
      error={error}
      onConfirm={() => {
        if (answer === "approve" || answer === "decline") booking.mutate({ ...asked, answer });
        else cancellation.mutate({ ...asked, answer });
      }}
    >
      <Field
        name="word"
        label="A word to the client"
        hint="Shown on the visit's own page, and in no email. No health details."
        optional
      >
        {(control) => (
          <Input
            {...control}
            value={word}
            maxLength={300}
            onChange={(event) => setWord(event.target.value)}
          />
        )}
      </Field>
      {refused === undefined ? null : (
        <InTheWay
          act="approve"
          refusal={refused}
          pending={pending}
          onOverride={(override) => booking.mutate({ ...asked, answer: "approve", override })}
        />
      )}
    </ConfirmDialog>
  );
}

type Refused = ComponentProps<typeof InTheWay>["refusal"];

type Outcome =
  | { readonly ok: true }
  | { readonly ok: false; readonly refusal: { readonly code: string } & Partial<Refused> };

function wordsFor(code: string): string {
  const known = Object.entries(refusals).find(([refusal]) => refusal === code);
  return known === undefined ? "Nothing was answered." : known[1];
}
