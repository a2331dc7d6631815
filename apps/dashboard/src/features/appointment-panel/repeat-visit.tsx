"use client";

import type { StaffOutput } from "@quietroom/api/client";
import { asId } from "@quietroom/domain/ids";
import { instant, localDate } from "@quietroom/domain/time";
import { Field, FieldGroup } from "@quietroom/ui/blocks/field";
import { Notice } from "@quietroom/ui/blocks/notice";
import { useNotify } from "@quietroom/ui/blocks/toaster";
import { Button } from "@quietroom/ui/primitives/button";
import { Checkbox } from "@quietroom/ui/primitives/checkbox";
import { Input } from "@quietroom/ui/primitives/input";
import { NativeSelect } from "@quietroom/ui/primitives/native-select";
import { Skeleton } from "@quietroom/ui/primitives/skeleton";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTRPC } from "../../live/trpc.tsx";
import { failureWords } from "../../show/failure-words.ts";
import { calendarDate, dateTime, type StudioClock } from "../../show/format-time.ts";
import {
  firstForm,
  formError,
  mayBeMissing,
  patternWords,
  planWords,
  type PreviewedDate,
  problemWords,
  type RepeatForm,
  ruleOf,
  weekdayNames,
} from "./repeat-form.ts";
import { countWords } from "./series-scope.tsx";

type Panel = StaffOutput["appointment"]["panel"];
type Rule = ReturnType<typeof ruleOf>;

/** Repeats a visit by a rule: every date is shown with what stands in its way, and is agreed to, before any is booked (SCHED-15). */
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
  const [form, setForm] = useState<RepeatForm>(() => firstForm(date));
  const [asked, setAsked] = useState<Rule | null>(null);
  const [error, setError] = useState<string | null>(null);
  const change = (part: Partial<RepeatForm>) => {
    setForm({ ...form, ...part });
    setAsked(null); // what is shown below is of another rule
  };
  return (
    <section
      aria-label="Repeat this visit"
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
        <RuleFields form={form} date={date} locale={clock.locale} change={change} />
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

function RuleFields({
  form,
  date,
  locale,
  change,
}: {
  readonly form: RepeatForm;
  readonly date: string;
  readonly locale: string;
  readonly change: (part: Partial<RepeatForm>) => void;
}) {
  const words = patternWords(date, locale);
  return (
    <>
      <div className="grid gap-3 sm:grid-cols-[6rem_minmax(0,1fr)]">
        <Field name="repeatEvery" label="Every">
          {(control) => (
            <Input
              {...control}
              type="number"
              min={1}
              max={52}
              value={form.every}
              onChange={(event) => change({ every: event.target.value })}
            />
          )}
        </Field>
        <Field name="repeatPattern" label="Of what">
          {(control) => (
            <NativeSelect
              {...control}
              value={form.pattern}
              onChange={(event) => {
                const pattern = patterns.find((one) => one === event.target.value);
                if (pattern !== undefined) change({ pattern });
              }}
            >
              {patterns.map((pattern) => (
                <option key={pattern} value={pattern}>
                  {words[pattern]}
                </option>
              ))}
            </NativeSelect>
          )}
        </Field>
      </div>
      {form.pattern === "weekly" ? (
        <FieldGroup name="repeatWeekdays" label="On">
          <div className="flex flex-wrap gap-x-4 gap-y-2">
            {weekdayNames(locale).map(({ weekday, name }) => (
              <label key={weekday} className="flex items-center gap-2">
                <Checkbox
                  checked={form.weekdays.includes(weekday)}
                  onChange={() =>
                    change({
                      weekdays: form.weekdays.includes(weekday)
                        ? form.weekdays.filter((one) => one !== weekday)
                        : [...form.weekdays, weekday],
                    })
                  }
                />
                {name}
              </label>
            ))}
          </div>
        </FieldGroup>
      ) : null}
      {mayBeMissing(form, date) ? (
        <Field name="repeatMissing" label="Where there is no such date">
          {(control) => (
            <NativeSelect
              {...control}
              value={form.missing}
              onChange={(event) => {
                const missing = (["skip", "last_day", "next_day"] as const).find(
                  (one) => one === event.target.value,
                );
                if (missing !== undefined) change({ missing });
              }}
            >
              <option value="skip">Skip it</option>
              <option value="last_day">The last day of the month</option>
              {form.pattern === "yearly" ? <option value="next_day">1 March</option> : null}
            </NativeSelect>
          )}
        </Field>
      ) : null}
      <div className="grid gap-3 sm:grid-cols-2">
        <Field name="repeatEnds" label="Ends">
          {(control) => (
            <NativeSelect
              {...control}
              value={form.ends}
              onChange={(event) => {
                const ends = (["count", "date", "never"] as const).find((one) => one === event.target.value);
                if (ends !== undefined) change({ ends });
              }}
            >
              <option value="count">After so many visits</option>
              <option value="date">On a date</option>
              <option value="never">No end</option>
            </NativeSelect>
          )}
        </Field>
        {form.ends === "count" ? (
          <Field name="repeatCount" label="Visits, this one included">
            {(control) => (
              <Input
                {...control}
                type="number"
                min={2}
                max={100}
                value={form.count}
                onChange={(event) => change({ count: event.target.value })}
              />
            )}
          </Field>
        ) : form.ends === "date" ? (
          <Field name="repeatUntil" label="Last date, included">
            {(control) => (
              <Input
                {...control}
                type="date"
                value={form.until}
                onChange={(event) => change({ until: event.target.value })}
              />
            )}
          </Field>
        ) : null}
      </div>
    </>
  );
}

const patterns = ["daily", "weekly", "monthly_date", "monthly_weekday", "yearly"] as const;

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
        notify({ title: "Series booked", description: countWords(answer.value.booked), tone: "positive" });
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
  const { occurrences, horizon } = preview.data.value;
  const others = occurrences.slice(1);
  const choiceOf = (one: PreviewedDate) =>
    chosen[one.date] === undefined ? (one.canBook ? one.startsAt : null) : chosen[one.date];
  const choices = others.map((one) => ({ date: one.date, startsAt: choiceOf(one) ?? null }));
  const toBook = choices.filter(({ startsAt }) => startsAt !== null).length;
  return (
    <div className="grid gap-4">
      <ol aria-label="Dates of the series" className="grid gap-2">
        {occurrences.map((one) => (
          <li key={one.date} className="grid gap-1.5 border-t border-line pt-2">
            <DateChoice
              one={one}
              clock={clock}
              value={one.number === 1 ? one.startsAt : (choiceOf(one) ?? null)}
              choose={(startsAt) => setChosen({ ...chosen, [one.date]: startsAt })}
            />
          </li>
        ))}
      </ol>
      {horizon === null ? null : (
        <p className="text-muted">
          Booked up to{" "}
          {calendarDate(horizon, clock.locale, { day: "numeric", month: "long", year: "numeric" })} now, and
          carried on every night. Dates that cannot be had then are listed on the visit.
        </p>
      )}
      {error === undefined ? null : <Notice tone="danger">{error}</Notice>}
      <Button
        aria-disabled={book.isPending || toBook === 0}
        onClick={() => {
          if (book.isPending || toBook === 0) return;
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
        {`Book ${countWords(toBook)}`}
      </Button>
    </div>
  );
}

function DateChoice({
  one,
  clock,
  value,
  choose,
}: {
  readonly one: PreviewedDate;
  readonly clock: StudioClock;
  readonly value: number | null;
  readonly choose: (startsAt: number | null) => void;
}) {
  const when = dateTime(one.startsAt, clock);
  const problems = [
    ...one.problems.map((problem) => problemWords[problem]),
    ...(one.movedByClocks ? ["the clocks skip its time that night"] : []),
  ];
  return (
    <>
      <p className="figures">
        <span className="text-muted">{one.number}.</span> {when}
        {one.number === 1 ? <span className="text-muted"> · this visit</span> : null}
      </p>
      {problems.length === 0 ? null : (
        <p className={one.canBook ? "text-muted" : "text-danger"}>
          {one.canBook ? "Can be booked, though" : "Cannot be booked:"} {problems.join(", ")}
        </p>
      )}
      {one.number === 1 ? null : (
        <NativeSelect
          aria-label={`What to do on ${when}`}
          value={value === null ? "" : String(value)}
          onChange={(event) => choose(event.target.value === "" ? null : Number(event.target.value))}
        >
          {one.canBook ? <option value={String(one.startsAt)}>Book it</option> : null}
          {one.proposal === null ? null : (
            <option value={String(one.proposal)}>{`Book ${dateTime(one.proposal, clock)} instead`}</option>
          )}
          <option value="">Leave it out</option>
        </NativeSelect>
      )}
    </>
  );
}
