import { addDays, asWeekday } from "@quietroom/domain/time";
import { FieldGroup, FieldRow } from "@quietroom/ui/blocks/field";
import { Input } from "@quietroom/ui/primitives/input";
import { Checkbox } from "@quietroom/ui/primitives/checkbox";
import { CircleAlert } from "lucide-react";
import { useId } from "react";
import { calendarDate } from "../../show/format-time.ts";
import type { Opening } from "./place-words.ts";

/** What is wrong with one weekday's hours, or (null) with all of them. */
export type OpeningError = { readonly weekday: number | null; readonly words: string };

/** When a place is open, weekday by weekday, in the order of the studio's week. */
export function OpeningFields({
  opening,
  locale,
  weekStart,
  error,
  theirs,
  onChange,
}: {
  readonly opening: Opening;
  readonly locale: string;
  readonly weekStart: number;
  readonly error: OpeningError | undefined;
  /** What somebody else made of them meanwhile. */
  readonly theirs: string | undefined;
  readonly onChange: (opening: Opening) => void;
}) {
  return (
    <FieldGroup
      name="opening"
      label="Opening hours"
      hint="On the wall of the place. Nothing is offered outside of them, in person or online, whatever people's hours say."
      error={theirs}
    >
      <ul className="grid gap-2">
        {[0, 1, 2, 3, 4, 5, 6].map((index) => {
          const weekday = asWeekday((weekStart + index) % 7);
          return (
            <DayFields
              key={weekday}
              weekday={weekday}
              name={calendarDate(addDays("2023-01-01", weekday), locale, { weekday: "long" })}
              range={opening[weekday] ?? null}
              error={error?.weekday === weekday ? error.words : undefined}
              onChange={(range) => onChange(opening.map((one, day) => (day === weekday ? range : one)))}
            />
          );
        })}
      </ul>
    </FieldGroup>
  );
}

function DayFields({
  weekday,
  name,
  range,
  error,
  onChange,
}: {
  readonly weekday: number;
  readonly name: string;
  readonly range: Opening[number];
  readonly error: string | undefined;
  readonly onChange: (range: Opening[number]) => void;
}) {
  const errorId = useId();
  const wrong = error === undefined ? {} : { "aria-invalid": true as const, "aria-describedby": errorId };
  return (
    <li className="grid items-center gap-2 sm:grid-cols-[7rem_minmax(0,1fr)]">
      <FieldRow name={`open-${weekday}`} label={name}>
        {(control) => (
          <Checkbox
            {...control}
            checked={range !== null}
            onChange={() => onChange(range === null ? ["06:00", "22:00"] : null)}
          />
        )}
      </FieldRow>
      {range === null ? (
        <span className="text-muted">closed</span>
      ) : (
        <div className="flex flex-wrap items-center gap-2">
          <Input
            type="time"
            aria-label={`${name} from`}
            className="figures w-30 px-2"
            value={range[0]}
            onChange={(event) => onChange([event.target.value, range[1]])}
            {...wrong}
          />
          <span aria-hidden="true">–</span>
          <Input
            type="time"
            aria-label={`${name} until`}
            className="figures w-30 px-2"
            value={range[1] === "24:00" ? "00:00" : range[1]}
            onChange={(event) =>
              onChange([range[0], event.target.value === "00:00" ? "24:00" : event.target.value])
            }
            {...wrong}
          />
          {error === undefined && range[1] < range[0] && range[1] !== "" ? (
            <span className="text-muted text-sm">the day after</span>
          ) : null}
        </div>
      )}
      {error === undefined ? null : (
        <p
          id={errorId}
          role="alert"
          className="flex items-start gap-1.5 font-medium text-danger text-sm sm:col-span-2"
        >
          <CircleAlert aria-hidden="true" className="mt-[0.2em] size-4 shrink-0" />
          {error}
        </p>
      )}
    </li>
  );
}
