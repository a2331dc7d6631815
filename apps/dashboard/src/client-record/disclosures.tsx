import { Field } from "@quietroom/ui/blocks/field";
import { FormDialog } from "@quietroom/ui/blocks/form-dialog";
import { Notice } from "@quietroom/ui/blocks/notice";
import { useNotify } from "@quietroom/ui/blocks/toaster";
import { Button } from "@quietroom/ui/primitives/button";
import { Input } from "@quietroom/ui/primitives/input";
import { Skeleton } from "@quietroom/ui/primitives/skeleton";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { type ComponentProps, useState } from "react";
import { flushSync } from "react-dom";
import { useTRPC } from "../live/trpc.tsx";
import { failureWords } from "../show/failure-words.ts";
import { calendarDate, calendarDay } from "../show/format-time.ts";
import { type Disclosed, readDisclosure, type Typed, type Wrong } from "./disclosure-form.ts";
import { idOf, type RecordDialogProps } from "./record-reason.tsx";

/**
 * To whom something of a record was given, and another one to write down (COMP-04). Read anew each time it is opened, and only then, since
 * looking is in the audit.
 */
export function Disclosures({ person, opener, onClose }: RecordDialogProps) {
  const trpc = useTRPC();
  const { data, error, refetch } = useQuery(
    trpc.records.disclosures.queryOptions({ clientId: idOf(person) }, { gcTime: 0 }),
  );
  const { save, ...form } = useDisclosureForm(person.clientId, data?.today ?? "");
  return (
    <FormDialog
      title={`Disclosures of the record of ${person.name}`}
      description="To whom something of it was given without their asking and not for their care, its payment or the studio's own work. They read it in the portal."
      confirmLabel={data === undefined ? null : "Write it down"}
      cancelLabel="Close"
      pending={form.isPending}
      error={form.error}
      opener={opener}
      onClose={onClose}
      onConfirm={save}
    >
      {data === undefined && error === null ? <Skeleton className="h-64" /> : null}
      {data === undefined && error !== null ? (
        <Notice
          tone="caution"
          action={
            <Button size="sm" variant="secondary" onClick={() => void refetch()}>
              Try again
            </Button>
          }
        >
          {failureWords(error, "What was given could not be read.")}
        </Notice>
      ) : null}
      {data === undefined ? null : (
        <>
          <WrittenDown disclosed={data} />
          <DisclosureFields {...form} today={data.today} />
        </>
      )}
    </FormDialog>
  );
}

function WrittenDown({ disclosed }: { readonly disclosed: Disclosed }) {
  const { disclosures, locale } = disclosed;
  if (disclosures.length === 0) return <p className="text-muted">Nothing was given to anybody yet.</p>;
  return (
    <ul aria-label="Written down" className="grid gap-3 border-line border-l-2 pl-3">
      {disclosures.map(({ id, disclosedOn, recipient, what, purpose, notedAt, by }) => (
        <li key={id} className="grid break-words">
          <span className="figures text-muted text-sm">
            {calendarDate(disclosedOn, locale, { day: "numeric", month: "long", year: "numeric" })}
          </span>
          <span>
            {recipient}: {what}
          </span>
          <span className="text-muted text-sm">
            What for: {purpose}. Written down by {by === "" ? "somebody who has left" : by},{" "}
            {calendarDay(notedAt, disclosed)}
          </span>
        </li>
      ))}
    </ul>
  );
}

function useDisclosureForm(clientId: string, today: string) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const notify = useNotify();
  const [typed, setTyped] = useState(nothing);
  const [wrong, setWrong] = useState<Wrong>({});
  const [error, setError] = useState<string>();
  const show = (errors: Wrong) => {
    // At once, so that the first field that is wrong can have the focus.
    flushSync(() => setWrong(errors));
    const [first] = Object.keys(errors);
    if (first !== undefined) document.getElementById(`disclosure-${first}`)?.focus();
  };
  const { mutate, isPending } = useMutation(
    trpc.records.noteDisclosure.mutationOptions({
      onMutate: () => setError(undefined),
      onSuccess(answer) {
        if (!answer.ok) return show({ disclosedOn: "This date is still to come." });
        setTyped(nothing);
        notify({ title: "The disclosure is written down", tone: "positive" });
      },
      onError: (failure) => setError(failureWords(failure, "It was not written down.")),
      onSettled: async () => await queryClient.invalidateQueries(trpc.records.disclosures.pathFilter()),
    }),
  );
  const filled = { ...typed, disclosedOn: typed.disclosedOn === "" ? today : typed.disclosedOn };
  return {
    typed: filled,
    wrong,
    error,
    isPending,
    onType: (change: Partial<Typed>) => setTyped({ ...typed, ...change }),
    save() {
      const { disclosure, wrong: found } = readDisclosure(clientId, filled);
      show(found);
      if (disclosure !== null) mutate(disclosure);
    },
  };
}

const nothing: Typed = { disclosedOn: "", recipient: "", what: "", purpose: "" };

function DisclosureFields({
  typed,
  wrong,
  today,
  onType,
}: {
  readonly typed: Typed;
  readonly wrong: Wrong;
  readonly today: string;
  readonly onType: (change: Partial<Typed>) => void;
}) {
  const field = (name: keyof Typed, label: string, input: ComponentProps<"input"> = {}) => (
    <Field name={name} id={`disclosure-${name}`} label={label} error={wrong[name]} required>
      {(control) => (
        <Input
          {...control}
          maxLength={300}
          {...input}
          value={typed[name]}
          autoComplete="off"
          onChange={(event) => onType({ [name]: event.target.value })}
        />
      )}
    </Field>
  );
  return (
    <div className="grid gap-4">
      {field("disclosedOn", "Date", { type: "date", max: today })}
      {field("recipient", "Given to")}
      {field("what", "What was given")}
      {field("purpose", "What for")}
    </div>
  );
}
