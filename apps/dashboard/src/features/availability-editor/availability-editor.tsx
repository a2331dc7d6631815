"use client";

import type { StaffOutput } from "@quietroom/api/client";
import { asId } from "@quietroom/domain/ids";
import { addDays } from "@quietroom/domain/time";
import { Notice } from "@quietroom/ui/blocks/notice";
import { useNotify } from "@quietroom/ui/blocks/toaster";
import { useFocusWrong } from "@quietroom/ui/use-focus-wrong";
import { Button } from "@quietroom/ui/primitives/button";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Plus } from "lucide-react";
import { type ReactNode, useId, useReducer, useState } from "react";
import { useTRPC } from "../../live/trpc.tsx";
import { failureWords } from "../../show/failure-words.ts";
import { ChangedMeanwhile } from "../../show/changed-meanwhile.tsx";
import { calendarDate } from "../../show/format-time.ts";
import { OutOfDate } from "../../show/out-of-date.tsx";
import { StandingVisits } from "../../show/standing-visits.tsx";
import { DateOverrides } from "./date-overrides.tsx";
import { HoursRow, type RowError } from "./hours-row.tsx";
import { hoursRefusal, outsideHoursText, savedToast, weeklyRefusal } from "./hours-words.ts";
import { OverrideForm } from "./override-form.tsx";
import type { Override } from "./override-words.ts";
import { WeekView } from "./week-view.tsx";
import {
  changeRows,
  type EditedRow,
  halfTyped,
  inClockOrder,
  type RowChange,
  rowsOf,
  rowText,
  timesText,
} from "./weekly-form.ts";

type Availability = StaffOutput["availability"]["view"];
/** Why a week was not saved, and which row is to blame. */
type Refused = RowError & { readonly field: string; readonly key: string | undefined };

/** A practitioner's week as it really is, and below it the hours of every week. */
export function WeekEditor({
  initial,
  week,
  firstDate,
  locale,
  weekStart,
  today,
  canEdit,
}: {
  readonly initial: Availability;
  /** This week of theirs, which begins on `firstDate`. */
  readonly week: StaffOutput["availability"]["week"];
  readonly firstDate: string;
  readonly locale: string;
  readonly weekStart: number;
  readonly today: string;
  readonly canEdit: boolean;
}) {
  const { availability, standing } = useAvailability(initial, locale);
  const [date, setDate] = useState<string | null>(null);
  return (
    <div className="grid gap-12">
      {standing}
      <WeekView
        practitionerId={initial.practitioner.id}
        initial={week}
        firstDate={firstDate}
        today={today}
        places={availability.locations.length}
        locale={locale}
        canEdit={canEdit}
        onChange={setDate}
      />
      <WeeklyHours
        availability={availability}
        locale={locale}
        weekStart={weekStart}
        today={today}
        canEdit={canEdit}
      />
      {date === null ? null : (
        <OverrideForm
          override={null}
          date={date}
          availability={availability}
          locale={locale}
          onDone={() => setDate(null)}
        />
      )}
    </div>
  );
}

/** The dates on which a practitioner's hours differ from the week. */
export function DatesEditor({
  initial,
  locale,
  today,
  canEdit,
}: {
  readonly initial: Availability;
  readonly locale: string;
  readonly today: string;
  readonly canEdit: boolean;
}) {
  const { availability, standing } = useAvailability(initial, locale);
  const [editing, setEditing] = useState<{ readonly override: Override | null } | null>(null);
  return (
    <div className="grid gap-8">
      {standing}
      <DateOverrides
        availability={availability}
        locale={locale}
        today={today}
        canEdit={canEdit}
        onEdit={(override) => setEditing({ override })}
      />
      {editing === null ? null : (
        <OverrideForm
          override={editing.override}
          date=""
          availability={availability}
          locale={locale}
          onDone={() => setEditing(null)}
        />
      )}
    </div>
  );
}

/** The hours as they are now, and what has to be said above them: that they are old, and which visits lie outside them. */
function useAvailability(initial: Availability, locale: string) {
  const trpc = useTRPC();
  const { data, isError, refetch } = useQuery(
    trpc.availability.view.queryOptions(
      { practitionerId: asId(initial.practitioner.id) },
      { initialData: initial },
    ),
  );
  const { count, visits } = data.outside;
  const standing = (
    <>
      {isError ? <OutOfDate what="These hours" onAgain={() => void refetch()} /> : null}
      <StandingVisits words={outsideHoursText(count)} count={count} visits={visits} locale={locale} />
    </>
  );
  return { availability: data, standing };
}

function WeeklyHours({
  availability,
  locale,
  weekStart,
  today,
  canEdit,
}: {
  readonly availability: Availability;
  readonly locale: string;
  readonly weekStart: number;
  readonly today: string;
  readonly canEdit: boolean;
}) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const notify = useNotify();
  const present = { version: availability.practitioner.hoursVersion, rows: keptRows(availability) };
  // What the rows are a change of. A save of somebody else's is taken over while nothing is typed here, and asked about when something is.
  const [base, setBase] = useState(present);
  const [rows, change] = useReducer(changeRows, base.rows);
  // What the answer is about, whatever is typed until it comes.
  const [sent, setSent] = useState(rows);
  const [error, setError] = useState<string>();
  const [refused, setRefused] = useState<Refused>();
  const form = useFocusWrong(refused);
  const dirty = !sameRows(rows, base.rows);
  const takePresent = () => {
    setBase(present);
    change({ kind: "replace", rows: present.rows });
    setRefused(undefined);
  };
  const isOlder = present.version > base.version;
  if (isOlder && !dirty) takePresent();
  const save = useMutation(
    trpc.availability.setWeekly.mutationOptions({
      onSuccess: async (answer) => {
        setError(undefined);
        if (!answer.ok) {
          const { code, row, date } = answer.refusal;
          if (code === "changed_meanwhile") await queryClient.invalidateQueries();
          else {
            const blamed = sent[row ?? -1];
            const refusal = { code, date, place: placeOfExtra(availability, date, blamed) };
            const words = `${rangeText(blamed, locale)}${weeklyRefusal(refusal, locale)}`;
            setRefused({ code, words, field: code, key: blamed?.key });
          }
          return;
        }
        setRefused(undefined);
        setBase({ version: answer.value.version, rows: sent });
        notify(savedToast("Weekly hours saved", answer.value.outsideHours.length));
        await queryClient.invalidateQueries();
      },
      onError: (failure) => setError(failureWords(failure, "The hours were not saved.")),
    }),
  );
  return (
    <section aria-labelledby="weekly">
      <form
        ref={form}
        noValidate
        className="grid gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          if (!dirty || save.isPending) return;
          const open = halfTyped(rows);
          if (open !== undefined) {
            const words = `${rangeText(open, locale)}${hoursRefusal("half_typed")}`;
            setRefused({ code: "half_typed", words, field: "half_typed", key: open.key });
            return;
          }
          setSent(rows);
          save.mutate({
            practitionerId: asId(availability.practitioner.id),
            version: base.version,
            rows: rows.map(({ weekday, locationId, start, end, everyWeeks, ...dates }) => ({
              weekday,
              locationId: asId(locationId),
              start,
              end,
              everyWeeks,
              effectiveFrom: dates.effectiveFrom,
              effectiveUntil: dates.effectiveUntil,
            })),
          });
        }}
      >
        <div className="flex flex-wrap items-end justify-between gap-3">
          <div>
            <h2 id="weekly" className="display text-xl">
              Every week
            </h2>
            <p className="text-muted">Times on the wall at the location, on both sides of a clock change.</p>
          </div>
          {canEdit ? (
            <Button type="submit" aria-disabled={!dirty || save.isPending}>
              {save.isPending ? "Saving …" : dirty ? "Save weekly hours" : "Saved"}
            </Button>
          ) : null}
        </div>
        {error === undefined ? null : <Notice tone="danger">{error}</Notice>}
        {isOlder && dirty && !save.isPending ? (
          <ChangedMeanwhile comes="by itself" onKeepMine={() => setBase(present)} onTakeTheirs={takePresent}>
            {weekText(present.rows, weekStart, locale)}
          </ChangedMeanwhile>
        ) : null}
        <ul className="divide-y divide-line rounded-lg border border-line bg-raised">
          {Array.from({ length: 7 }, (_, index) => {
            const weekday = (weekStart + index) % 7;
            const name = calendarDate(addDays("2023-01-01", weekday), locale, { weekday: "long" });
            return (
              <FoldedDay
                key={weekday}
                name={name}
                hours={rowsOf(rows, weekday).map((row) => rowText(row, locale))}
                action={canEdit ? "Change" : "Show"}
                mustBeSeen={rowsOf(rows, weekday).some(({ key }) => key === refused?.key)}
              >
                <Day
                  name={name}
                  weekday={weekday}
                  rows={rows}
                  availability={availability}
                  locale={locale}
                  today={today}
                  canEdit={canEdit}
                  refused={refused}
                  change={change}
                />
              </FoldedDay>
            );
          })}
        </ul>
      </form>
    </section>
  );
}

/** One day of the week. Where there is no width for its fields it is a line that says its hours, until somebody opens it. */
function FoldedDay({
  name,
  hours,
  action,
  mustBeSeen,
  children,
}: {
  readonly name: string;
  readonly hours: readonly string[];
  readonly action: "Change" | "Show";
  readonly mustBeSeen: boolean;
  readonly children: ReactNode;
}) {
  const [asked, setAsked] = useState(false);
  const fields = useId();
  const isOpen = asked || mustBeSeen;
  return (
    <li className="grid gap-3 p-4 sm:grid-cols-[8rem_minmax(0,1fr)]">
      <div className="flex items-start justify-between gap-3">
        <div className="grid gap-0.5 pt-1.5">
          <h3 className="font-medium">{name}</h3>
          {isOpen ? null : (
            <p className="figures text-muted text-sm sm:hidden">
              {hours.length === 0 ? "Not working" : hours.join(", ")}
            </p>
          )}
        </div>
        <Button
          type="button"
          size="sm"
          variant="quiet"
          className="sm:hidden"
          aria-expanded={isOpen}
          aria-controls={fields}
          onClick={() => setAsked(!isOpen)}
        >
          {isOpen ? "Fold" : action}
          <span className="sr-only"> {name}</span>
        </Button>
      </div>
      <div id={fields} className={isOpen ? undefined : "max-sm:hidden"}>
        {children}
      </div>
    </li>
  );
}

function keptRows({ weekly }: Availability): readonly EditedRow[] {
  return inClockOrder(weekly.map((row, index) => ({ ...row, key: `saved-${index}` })));
}

/** Whether two lists of rows say the same, whatever tells their rows apart on screen. */
function sameRows(one: readonly EditedRow[], other: readonly EditedRow[]): boolean {
  const said = (rows: readonly EditedRow[]) => JSON.stringify(rows.map(({ key: _key, ...row }) => row));
  return said(one) === said(other);
}

/** The name of the place at which there are extra hours on a date, other than that of a row that meets them. */
function placeOfExtra(
  { overrides, locations }: Availability,
  date: string | null,
  row: EditedRow | undefined,
) {
  const extra = overrides.find(
    (one) => one.kind === "extra" && one.date === date && one.locationId !== row?.locationId,
  );
  return locations.find(({ id }) => id === extra?.locationId)?.name ?? "another place";
}

/** "Monday 9:00 AM – 12:30 PM: ", which says of which range what follows is meant. */
function rangeText(row: EditedRow | undefined, locale: string): string {
  if (row === undefined) return "";
  const day = calendarDate(addDays("2023-01-01", row.weekday), locale, { weekday: "long" });
  return `${day} ${timesText(row, locale)}: `;
}

/** "Monday 9:00 AM – 12:30 PM, Tuesday 1:00 PM – 5:00 PM every 2nd week". */
function weekText(rows: readonly EditedRow[], weekStart: number, locale: string): string {
  const days = Array.from({ length: 7 }, (_, index) => (weekStart + index) % 7).flatMap((weekday) => {
    const name = calendarDate(addDays("2023-01-01", weekday), locale, { weekday: "long" });
    return rowsOf(rows, weekday).map((row) => `${name} ${rowText(row, locale)}`);
  });
  return days.length === 0 ? "No weekly hours." : days.join(", ");
}

function Day({
  name,
  weekday,
  rows,
  availability,
  locale,
  today,
  canEdit,
  refused,
  change,
}: {
  readonly name: string;
  readonly weekday: number;
  readonly rows: readonly EditedRow[];
  readonly availability: Availability;
  readonly locale: string;
  readonly today: string;
  readonly canEdit: boolean;
  readonly refused: Refused | undefined;
  readonly change: (change: RowChange) => void;
}) {
  const day = rowsOf(rows, weekday);
  const firstLocation = availability.locations[0];
  return (
    <div className="grid gap-2">
      {day.length === 0 ? <p className="pt-1.5 text-muted">Not working</p> : null}
      {day.map((row) => (
        <HoursRow
          key={row.key}
          name={name}
          row={row}
          locations={availability.locations}
          locale={locale}
          today={today}
          canEdit={canEdit}
          error={refused?.key === row.key ? refused : undefined}
          change={change}
        />
      ))}
      {canEdit && firstLocation !== undefined ? (
        <Button
          type="button"
          size="sm"
          variant="quiet"
          className="w-fit"
          onClick={() =>
            change({
              kind: "add",
              key: crypto.randomUUID(),
              weekday,
              locationId: day.at(-1)?.locationId ?? firstLocation.id,
            })
          }
        >
          <Plus aria-hidden="true" />
          Add hours<span className="sr-only"> on {name}</span>
        </Button>
      ) : null}
    </div>
  );
}
