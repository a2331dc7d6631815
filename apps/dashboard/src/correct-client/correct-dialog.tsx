"use client";

import { asId, type ClientId } from "@quietroom/domain/ids";
import { FormDialog } from "@quietroom/ui/blocks/form-dialog";
import { Notice } from "@quietroom/ui/blocks/notice";
import { useNotify } from "@quietroom/ui/blocks/toaster";
import { Button } from "@quietroom/ui/primitives/button";
import { Skeleton } from "@quietroom/ui/primitives/skeleton";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { type RefObject, useState } from "react";
import { flushSync } from "react-dom";
import { useTRPC } from "../live/trpc.tsx";
import { failureWords } from "../show/failure-words.ts";
import { GivenReasons } from "../show/given-reasons.tsx";
import { AnswersRequest } from "./answers-request.tsx";
import {
  carriedOver,
  type Found,
  readCorrection,
  type Correctable,
  typedOf,
  type Wrong,
} from "./correction-form.ts";
import { RecordFields } from "./record-fields.tsx";

type Dialog = {
  readonly person: { readonly clientId: string; readonly name: string };
  readonly requestId: string | null;
  readonly opener: RefObject<HTMLButtonElement | null>;
  readonly onClose: () => void;
};

/** Puts right what a client's record says of them (COMP-04). Asks for it anew each time, as it is corrected upon what is seen. */
export function CorrectDialog(dialog: Dialog) {
  const { person, opener, onClose } = dialog;
  const trpc = useTRPC();
  const { data, error, refetch } = useQuery(
    trpc.clients.toCorrect.queryOptions({ clientId: asId<ClientId>(person.clientId) }, { gcTime: 0 }),
  );
  if (data !== undefined) return <Correction {...dialog} found={data} />;
  return (
    <FormDialog
      title={`Correct the record of ${person.name}`}
      description={error === null ? "Loading …" : "Nothing was changed."}
      confirmLabel={null}
      cancelLabel="Close"
      pending={false}
      error={undefined}
      opener={opener}
      onClose={onClose}
      onConfirm={() => undefined}
    >
      {error === null ? (
        <Skeleton className="h-64" />
      ) : (
        <Notice
          tone="caution"
          action={
            <Button size="sm" variant="secondary" onClick={() => void refetch()}>
              Try again
            </Button>
          }
        >
          {failureWords(error, "The record could not be read.")}
        </Notice>
      )}
    </FormDialog>
  );
}

function Correction({ person, requestId, opener, onClose, found }: Dialog & { readonly found: Found }) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const notify = useNotify();
  const [record, setRecord] = useState(found.client); // what is corrected, as it was seen
  const [typed, setTyped] = useState(typedOf(found.client));
  const [reason, setReason] = useState("");
  const [answers, setAnswers] = useState({ requestId, answer: "Your record is corrected." });
  const [wrong, setWrong] = useState<Wrong>({});
  const [error, setError] = useState<string>();
  const [isOverrun, setOverrun] = useState(false);
  const show = (errors: Wrong) => {
    // At once, so that the first field that is wrong can have the focus.
    flushSync(() => setWrong(errors));
    const [first] = Object.keys(errors);
    if (first !== undefined) document.getElementById(`correct-${first}`)?.focus();
  };
  const save = useMutation(
    trpc.clients.correct.mutationOptions({
      onMutate: () => {
        setError(undefined);
        setOverrun(false);
      },
      onSuccess(answer) {
        if (answer.ok) {
          const { givenName, familyName } = answer.value;
          notify({ title: `The record of ${givenName} ${familyName} is corrected`, tone: "positive" });
          return onClose();
        }
        const { refusal } = answer;
        switch (refusal.code) {
          case "changed_meanwhile":
            setTyped(carriedOver(typed, record, refusal.client));
            setRecord(refusal.client);
            return setOverrun(true);
          case "birth_date_in_future":
            return show({ birthDate: "This date is still to come." });
          case "nothing_to_correct":
            return setError("Nothing is other than it was.");
          case "same_as_another":
            return setError(
              "Another client has these names, this date of birth and this email. Look for them first: each person has one record.",
            );
          case "already_answered":
            setAnswers({ ...answers, requestId: null });
            return setError(
              "The request was answered or taken back meanwhile. Save again to correct the record alone.",
            );
        }
      },
      onError: (failure) => setError(failureWords(failure, "The record stays as it was.")),
      onSettled: async () => await queryClient.invalidateQueries(),
    }),
  );
  return (
    <FormDialog
      title={`Correct the record of ${person.name}`}
      description={
        record.fields === "all"
          ? "What is wrong, put right. It is found by the new words from then on."
          : "How they are reached. Their name and date of birth are corrected by those who treat them, or by an admin."
      }
      confirmLabel="Save"
      cancelLabel="Leave it as it is"
      pending={save.isPending}
      error={error}
      opener={opener}
      onClose={onClose}
      onConfirm={() => {
        const { requestId: id, answer } = answers;
        const read = readCorrection({ ...record, clientId: person.clientId }, typed, {
          reason,
          answering: id === null ? null : { requestId: id, answer },
        });
        show(read.wrong);
        if (read.correction !== null) save.mutate(read.correction);
      }}
    >
      {isOverrun ? <Overrun record={record} /> : null}
      <RecordFields
        fields={record.fields}
        typed={typed}
        wrong={wrong}
        emailNote={
          found.hasPortal && typed.email.trim().toLowerCase() !== record.email
            ? "They are signed out of the portal and come in by the new address. The earlier one is told."
            : undefined
        }
        reason={reason}
        onType={(change) => setTyped({ ...typed, ...change })}
        onReason={setReason}
      />
      <GivenReasons label="Corrected before" of={person.name} reasons={found.corrections} clock={found} />
      <AnswersRequest found={found} answers={answers} error={wrong.answer} onChange={setAnswers} />
    </FormDialog>
  );
}

/** Whose change came first is seen, and nothing that was typed is lost. */
function Overrun({ record }: { readonly record: Correctable }) {
  const { givenName, familyName, birthDate, email, phone } = record;
  return (
    <Notice ref={showIt} tone="caution" role="alert" title="Somebody corrected this record meanwhile">
      <p className="break-words">
        It says now: {[`${givenName} ${familyName}`, birthDate, email, phone].filter(Boolean).join(", ")}.
      </p>
      <p>What you typed stands below, upon that. Look at it and save again.</p>
    </Notice>
  );
}

/** On a phone the button is a screen below it. */
function showIt(notice: HTMLElement | null): void {
  notice?.scrollIntoView({ block: "nearest" });
}
