"use client";

import { Field, FieldGroup } from "@quietroom/ui/blocks/field";
import { Checkbox } from "@quietroom/ui/primitives/checkbox";
import { Input } from "@quietroom/ui/primitives/input";
import { NativeSelect } from "@quietroom/ui/primitives/native-select";
import { mayBeMissing, patternWords, type RepeatForm, weekdayNames } from "./repeat-form.ts";

/** Asks how often something is repeated from a date on, and until when. What is planned at once and not carried on has to end. */
export function RuleFields({
  form,
  date,
  locale,
  of,
  change,
}: {
  readonly form: RepeatForm;
  readonly date: string;
  readonly locale: string;
  readonly of: "visit" | "session";
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
              <option value="count">{`After so many ${of}s`}</option>
              <option value="date">On a date</option>
              {of === "visit" ? <option value="never">No end</option> : null}
            </NativeSelect>
          )}
        </Field>
        {form.ends === "count" ? (
          <Field
            name="repeatCount"
            label={of === "visit" ? "Visits, this one included" : "Sessions, this one included"}
          >
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
