"use client";

import type { StaffOutput } from "@quietroom/api/client";
import { asId } from "@quietroom/domain/ids";
import { instant, localDate } from "@quietroom/domain/time";
import { Notice } from "@quietroom/ui/blocks/notice";
import { useNotify } from "@quietroom/ui/blocks/toaster";
import { Button } from "@quietroom/ui/primitives/button";
import { Skeleton } from "@quietroom/ui/primitives/skeleton";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTRPC } from "../../live/trpc.tsx";
import { failureWords } from "../../show/failure-words.ts";
import { toldWords } from "../../show/told-words.ts";
import { dateTime, type StudioClock } from "../../show/format-time.ts";
import {
  firstForm,
  formError,
  formOf,
  horizonWords,
  planWords,
  type PreviewedDate,
  type RepeatForm,
  ruleOf,
} from "../../repeat/repeat-form.ts";
import { DateChoice } from "../../repeat/date-choice.tsx";
import { RuleFields } from "../../repeat/rule-fields.tsx";
import { countWords } from "./series-scope.tsx";

type Panel = StaffOutput["appointment"]["panel"];
type Rule = ReturnType<typeof ruleOf>;

/**
 * Repeats a visit by a rule: every date is shown with what stands in its way, and is agreed to, before any is booked (SCHED-15). A visit of a
 * series is shown the rule it has, and what follows it goes on by another.
 */
export function RepeatVisit({
  panel,
  clock,
  onDone,
}: {
  readonly panel: Panel;
  readonly clock: StudioClock;
  readonly onDone: () => void;
}) {
  const date = localDate(instant(panel.startsAt), panel.timeZone);
  const [form, setForm] = useState<RepeatForm>(() =>
    panel.series === null ? firstForm(date) : formOf(panel.series.rule, date),
  );
  const [asked, setAsked] = useState<Rule | null>(null);
  const [error, setError] = useState<string | null>(null);
  const change = (part: Partial<RepeatForm>) => {
    setForm({ ...form, ...part });
    setAsked(null); // what is shown below is of another rule
  };
  return (
    <section
      aria-label={panel.series === null ? "Repeat this visit" : "Repeat otherwise from this visit on"}
      className="grid gap-4 rounded-lg border border-line bg-surface p-4"
    >
      <form
        noValidate
        className="grid gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          const wrong = formError(form, date);
          setError(wrong);
          setAsked(wrong === null ? ruleOf(form, date) : null);
        }}
      >
        <RuleFields of="visit" form={form} date={date} locale={clock.locale} change={change} />
        {error === null ? null : <Notice tone="danger">{error}</Notice>}
        <Button type="submit" variant={asked === null ? "primary" : "secondary"}>
          Show the dates
        </Button>
      </form>
      {asked === null ? null : (
        <Dates key={JSON.stringify(asked)} panel={panel} clock={clock} rule={asked} onDone={onDone} />
      )}
    </section>
  );
}

/** The dates of a rule, each with a choice where there is one, and one press that books them all. */
function Dates({
  panel,
  clock,
  rule,
  onDone,
}: {
  readonly panel: Panel;
  readonly clock: StudioClock;
  readonly rule: Rule;
  readonly onDone: () => void;
}) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const notify = useNotify();
  const [chosen, setChosen] = useState<Readonly<Record<string, number | null>>>({});
  const [error, setError] = useState<string>();
  const [idempotencyKey] = useState(() => crypto.randomUUID());
  const preview = useQuery(trpc.series.preview.queryOptions({ appointmentId: asId(panel.id), rule }));
  const book = useMutation(
    trpc.series.book.mutationOptions({
      onSuccess: (answer) => {
        if (!answer.ok) return setError(planWords[answer.refusal]);
        notify({
          title: panel.series === null ? "Series booked" : "Series changed",
          description: `${countWords(answer.value.booked)} booked`,
          tone: "positive",
        });
        onDone();
      },
      onError: (failure) => setError(failureWords(failure, "Nothing was booked.")),
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
  if (!preview.data.ok) return <Notice tone="danger">{planWords[preview.data.refusal]}</Notice>;
  const { occurrences, horizon, licensedUntil, leaves, kept } = preview.data.value;
  const others = occurrences.slice(1);
  const choiceOf = (one: PreviewedDate) =>
    chosen[one.date] === undefined ? (one.canBook ? one.startsAt : null) : chosen[one.date];
  const choices = others.map((one) => ({ date: one.date, startsAt: choiceOf(one) ?? null }));
  const toBook = choices.filter(({ startsAt }) => startsAt !== null).length;
  // One without an end is carried on, also where no date of it can be booked yet.
  const isNothing = toBook === 0 && panel.series === null && horizon === null;
  return (
    <div className="grid gap-4">
      <ol aria-label="Dates of the series" className="grid gap-2">
        {occurrences.map((one) => (
          <li key={one.date} className="grid gap-1.5 border-t border-line pt-2">
            <DateChoice
              of="visit"
              one={one}
              clock={clock}
              value={one.number === 1 ? one.startsAt : (choiceOf(one) ?? null)}
              choose={(startsAt) => setChosen({ ...chosen, [one.date]: startsAt })}
            />
          </li>
        ))}
      </ol>
      {leaves.length === 0 ? null : (
        <Notice tone="caution" title={`${countWords(leaves.length)} will be cancelled`}>
          <p>
            They are booked by the rule of now and are not among these dates.{" "}
            {toldWords(panel.client ?? { takesMail: true })}.
          </p>
          <ul aria-label="Visits that are cancelled" className="figures mt-2 grid gap-1">
            {leaves.map((startsAt) => (
              <li key={startsAt}>{dateTime(startsAt, clock)}</li>
            ))}
          </ul>
        </Notice>
      )}
      {kept === 0 ? null : (
        <p className="text-muted">{countWords(kept)} moved by hand before stay where they are.</p>
      )}
      {horizon === null ? null : (
        <p className={licensedUntil === null ? "text-muted" : "text-caution"}>
          {horizonWords(horizon, licensedUntil, clock.locale)}
        </p>
      )}
      {error === undefined ? null : <Notice tone="danger">{error}</Notice>}
      <Button
        aria-disabled={book.isPending || isNothing}
        onClick={() => {
          if (book.isPending || isNothing) return;
          setError(undefined);
          book.mutate({
            appointmentId: asId(panel.id),
            version: panel.version,
            rule,
            choices: choices.map(({ date, startsAt }) => ({
              date,
              startsAt: startsAt === null ? null : instant(startsAt),
            })),
            idempotencyKey,
          });
        }}
      >
        {panel.series !== null
          ? "Repeat like this from now on"
          : toBook === 0 && horizon !== null
            ? "Begin the series"
            : `Book ${countWords(toBook)}`}
      </Button>
    </div>
  );
}
