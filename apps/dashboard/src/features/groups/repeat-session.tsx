"use client";

import type { StaffOutput } from "@quietroom/api/client";
import { repetitionSchema } from "@quietroom/contracts/series";
import { type AppointmentId, asId } from "@quietroom/domain/ids";
import { instant, localDate } from "@quietroom/domain/time";
import { Notice } from "@quietroom/ui/blocks/notice";
import { useNotify } from "@quietroom/ui/blocks/toaster";
import { Button } from "@quietroom/ui/primitives/button";
import { Skeleton } from "@quietroom/ui/primitives/skeleton";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTRPC } from "../../live/trpc.tsx";
import { DateChoice } from "../../repeat/date-choice.tsx";
import {
  firstForm,
  formError,
  type PreviewedDate,
  type RepeatForm,
  ruleOf,
} from "../../repeat/repeat-form.ts";
import { RuleFields } from "../../repeat/rule-fields.tsx";
import { failureWords } from "../../show/failure-words.ts";
import type { StudioClock } from "../../show/format-time.ts";
import { repeatWords, sessionsWords } from "./session-words.ts";

type Session = StaffOutput["groups"]["roster"]["session"];
type Rule = (typeof repetitionSchema)["_input"];

/** Holds a session again by a rule: every date is shown with what stands in its way, and is agreed to, before any is added (SCHED-15). */
export function RepeatSession({
  session,
  clock,
}: {
  readonly session: Session;
  readonly clock: StudioClock;
}) {
  const [isOpen, setOpen] = useState(false);
  return isOpen ? (
    <RuleForm session={session} clock={clock} onDone={() => setOpen(false)} />
  ) : (
    <Button variant="secondary" className="w-fit" onClick={() => setOpen(true)}>
      Repeat the session
    </Button>
  );
}

function RuleForm({
  session,
  clock,
  onDone,
}: {
  readonly session: Session;
  readonly clock: StudioClock;
  readonly onDone: () => void;
}) {
  const date = localDate(instant(session.startsAt), session.timeZone);
  const [form, setForm] = useState<RepeatForm>(() => firstForm(date));
  const [asked, setAsked] = useState<Rule | null>(null);
  const [error, setError] = useState<string | null>(null);
  return (
    <section
      aria-label="Repeat the session"
      className="grid gap-4 rounded-lg border border-line bg-surface p-4"
    >
      <form
        noValidate
        className="grid gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          const wrong = formError(form, date, "session");
          const rule = repetitionSchema.safeParse(ruleOf(form, date));
          setError(wrong ?? (rule.success ? null : "Choose when it ends."));
          setAsked(wrong === null && rule.success ? rule.data : null);
        }}
      >
        <RuleFields
          of="session"
          form={form}
          date={date}
          locale={clock.locale}
          change={(part) => {
            setForm({ ...form, ...part });
            setAsked(null); // what is shown below is of another rule
          }}
        />
        {error === null ? null : (
          <Notice tone="danger" role="alert">
            {error}
          </Notice>
        )}
        <div className="flex flex-wrap gap-2">
          <Button type="submit" variant={asked === null ? "primary" : "secondary"}>
            Show the dates
          </Button>
          <Button type="button" variant="quiet" onClick={onDone}>
            Do not repeat
          </Button>
        </div>
      </form>
      {asked === null ? null : (
        <Dates key={JSON.stringify(asked)} session={session} clock={clock} rule={asked} onDone={onDone} />
      )}
    </section>
  );
}

/** The dates of a rule, each with a choice where there is one, and one press that adds them all. */
function Dates({
  session,
  clock,
  rule,
  onDone,
}: {
  readonly session: Session;
  readonly clock: StudioClock;
  readonly rule: Rule;
  readonly onDone: () => void;
}) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const notify = useNotify();
  const groupSessionId = asId<AppointmentId>(session.id);
  const [chosen, setChosen] = useState<Readonly<Record<string, number | null>>>({});
  const [error, setError] = useState<string>();
  const preview = useQuery(trpc.groups.previewRepeat.queryOptions({ groupSessionId, rule }));
  const repeat = useMutation(
    trpc.groups.repeat.mutationOptions({
      onSuccess: (answer) => {
        if (!answer.ok) return setError(repeatWords[answer.refusal]);
        notify({ title: "Sessions added", description: sessionsWords(answer.value.added), tone: "positive" });
        onDone();
      },
      onError: (failure) => setError(failureWords(failure, "Nothing was added.")),
      onSettled: () => queryClient.invalidateQueries(),
    }),
  );
  if (preview.isPending) return <Skeleton className="h-32" />;
  if (preview.isError)
    return (
      <Notice tone="caution" title="The dates could not be looked up">
        Look at the rule, or try again in a moment.
      </Notice>
    );
  if (!preview.data.ok) return <Notice tone="danger">{repeatWords[preview.data.refusal]}</Notice>;
  const { occurrences } = preview.data.value;
  const choiceOf = (one: PreviewedDate) => chosen[one.date] ?? (one.canBook ? one.startsAt : null);
  const valueOf = (one: PreviewedDate) => (chosen[one.date] === null ? null : choiceOf(one));
  const choices = occurrences.slice(1).map((one) => ({ date: one.date, startsAt: valueOf(one) }));
  const toAdd = choices.filter(({ startsAt }) => startsAt !== null).length;
  const idle = repeat.isPending || toAdd === 0;
  return (
    <div className="grid gap-4">
      <ol aria-label="Dates of the sessions" className="grid gap-2">
        {occurrences.map((one) => (
          <li key={one.date} className="grid gap-1.5 border-t border-line pt-2">
            <DateChoice
              of="session"
              one={one}
              clock={clock}
              value={one.number === 1 ? one.startsAt : valueOf(one)}
              choose={(startsAt) => setChosen({ ...chosen, [one.date]: startsAt })}
            />
          </li>
        ))}
      </ol>
      {error === undefined ? null : (
        <Notice tone="danger" role="alert">
          {error}
        </Notice>
      )}
      <Button
        aria-disabled={idle}
        onClick={() => {
          if (idle) return;
          setError(undefined);
          repeat.mutate({
            groupSessionId,
            version: session.version,
            rule,
            choices: choices.map(({ date, startsAt }) => ({
              date,
              startsAt: startsAt === null ? null : instant(startsAt),
            })),
          });
        }}
      >
        {`Add ${sessionsWords(toAdd)}`}
      </Button>
    </div>
  );
}
