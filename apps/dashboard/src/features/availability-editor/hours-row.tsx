import type { StaffOutput } from "@quietroom/api/client";
import { nextDates } from "@quietroom/domain/scheduling";
import { asWeekday } from "@quietroom/domain/time";
import { Button } from "@quietroom/ui/primitives/button";
import { Input } from "@quietroom/ui/primitives/input";
import { NativeSelect } from "@quietroom/ui/primitives/native-select";
import { CircleAlert, Trash2 } from "lucide-react";
import { useId } from "react";
import { calendarDate } from "../../show/format-time.ts";
import { type HoursRefusal, refusedPart } from "./hours-words.ts";
import {
  type EditedRow,
  type RowChange,
  timesText,
  weeksChoice,
  weeksChoices,
  withWeeks,
} from "./weekly-form.ts";

/** Why this row was not saved. */
export type RowError = { readonly code: HoursRefusal; readonly words: string };

/** One range of a weekday: its times, where it is worked, in which weeks and between which dates. */
export function HoursRow({
  name,
  row,
  locations,
  locale,
  today,
  canEdit,
  error,
  change,
}: {
  readonly name: string;
  readonly row: EditedRow;
  readonly locations: StaffOutput["availability"]["view"]["locations"];
  readonly locale: string;
  readonly today: string;
  readonly canEdit: boolean;
  readonly error: RowError | undefined;
  readonly change: (change: RowChange) => void;
}) {
  const errorId = useId();
  const set = (part: Partial<EditedRow>) => change({ kind: "set", key: row.key, part });
  // Of a time that is not typed yet, the other is not to blame.
  const isToBlame = (value: string | undefined) => error?.code !== "half_typed" || value === "";
  const control = (part: NonNullable<ReturnType<typeof refusedPart>>, value?: string) => ({
    disabled: !canEdit,
    ...(error !== undefined && refusedPart(error.code) === part && isToBlame(value)
      ? { "aria-invalid": true as const, "aria-describedby": errorId }
      : {}),
  });
  return (
    <div className="grid gap-2">
      <div className="flex flex-wrap items-center gap-2">
        <Input
          type="time"
          aria-label={`${name}, from`}
          value={row.start}
          className="w-32"
          onChange={(event) => set({ start: event.target.value })}
          {...control("times", row.start)}
        />
        <span aria-hidden="true">–</span>
        <Input
          type="time"
          aria-label={`${name}, until`}
          value={row.end === "24:00" ? "00:00" : row.end}
          className="w-32"
          onChange={(event) => set({ end: event.target.value === "00:00" ? "24:00" : event.target.value })}
          {...control("times", row.end)}
        />
        {locations.length > 1 ? (
          <NativeSelect
            aria-label={`${name}, location`}
            value={row.locationId}
            onChange={(event) => set({ locationId: event.target.value })}
            {...control("location")}
          >
            {locations.map((location) => (
              <option key={location.id} value={location.id}>
                {location.name}
              </option>
            ))}
          </NativeSelect>
        ) : null}
        <NativeSelect
          aria-label={`${name}, which weeks`}
          value={weeksChoice(row)}
          onChange={(event) => set(withWeeks(row, event.target.value, today))}
          disabled={!canEdit}
        >
          {weeksChoices(row).map(({ value, text }) => (
            <option key={value} value={value}>
              {text}
            </option>
          ))}
        </NativeSelect>
        {canEdit ? (
          <Button
            type="button"
            size="icon"
            variant="quiet"
            aria-label={`Remove ${timesText(row, locale)} on ${name}`}
            onClick={() => change({ kind: "remove", key: row.key })}
          >
            <Trash2 aria-hidden="true" />
          </Button>
        ) : null}
      </div>
      {weeksChoice(row) === "always" ? null : (
        <div className="flex flex-wrap items-center gap-x-3 gap-y-2 text-sm">
          <span className="flex items-center gap-2">
            from
            <Input
              type="date"
              aria-label={`${name}, from date`}
              value={row.effectiveFrom ?? ""}
              className="w-40"
              onChange={(event) => set({ effectiveFrom: event.target.value || null })}
              {...control("dates")}
            />
          </span>
          <span className="flex items-center gap-2">
            until
            <Input
              type="date"
              aria-label={`${name}, until date`}
              value={row.effectiveUntil ?? ""}
              className="w-40"
              onChange={(event) => set({ effectiveUntil: event.target.value || null })}
              {...control("dates")}
            />
          </span>
          <output aria-label={`${name}, next dates`} className="text-muted">
            {nextDatesText(row, today, locale)}
          </output>
        </div>
      )}
      {error === undefined ? null : (
        <p id={errorId} role="alert" className="flex items-start gap-1.5 font-medium text-danger text-sm">
          <CircleAlert aria-hidden="true" className="mt-[0.2em] size-4 shrink-0" />
          {error.words}
        </p>
      )}
    </div>
  );
}

/** The next dates that a row gives, so that nobody has to count weeks. */
function nextDatesText(row: EditedRow, today: string, locale: string): string {
  if (row.everyWeeks > 1 && row.effectiveFrom === null) return "Say from which date to count the weeks.";
  const dates = nextDates({ ...row, weekday: asWeekday(row.weekday) }, today, 3).map((date) =>
    calendarDate(date, locale, { day: "numeric", month: "short" }),
  );
  return dates.length === 0 ? "No dates ahead." : `Next: ${dates.join(", ")}`;
}
