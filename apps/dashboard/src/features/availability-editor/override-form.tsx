"use client";

import type { StaffOutput } from "@quietroom/api/client";
import { setDateOverride } from "@quietroom/contracts/studio";
import { Field, FieldGroup, FieldRow } from "@quietroom/ui/blocks/field";
import { FormPanel, type WrongInput } from "@quietroom/ui/blocks/form-panel";
import { Notice } from "@quietroom/ui/blocks/notice";
import { useNotify } from "@quietroom/ui/blocks/toaster";
import { formText } from "@quietroom/ui/form-text";
import { Button } from "@quietroom/ui/primitives/button";
import { Input } from "@quietroom/ui/primitives/input";
import { NativeSelect } from "@quietroom/ui/primitives/native-select";
import { Switch } from "@quietroom/ui/primitives/switch";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Plus, Trash2 } from "lucide-react";
import { useState } from "react";
import { useTRPC } from "../../live/trpc.tsx";
import { checkInput } from "../../show/check-input.ts";
import { failureWords } from "../../show/failure-words.ts";
import { dateInWords } from "../../show/format-time.ts";
import { useChangedMeanwhile } from "../../show/use-changed-meanwhile.tsx";
import { savedToast } from "./hours-words.ts";
import {
  choiceOf,
  type DateChoice,
  dateChoices,
  type Override,
  overrideRefusal,
  overrideText,
  purposes,
  repeatChoices,
  replacedBy,
  saidOf,
  saidOfOverride,
} from "./override-words.ts";

type Availability = StaffOutput["availability"]["view"];
type Range = { readonly key: string; readonly start: string; readonly end: string };

/** What is said of a date: new (`override` null), or as it was loaded. Stays open, with what was typed, until it is saved or closed. */
export function OverrideForm({
  override,
  date,
  availability,
  locale,
  onDone,
}: {
  readonly override: Override | null;
  /** The date to begin with; "" for none. */
  readonly date: string;
  readonly availability: Availability;
  readonly locale: string;
  readonly onDone: () => void;
}) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const notify = useNotify();
  const [wrong, setWrong] = useState<WrongInput>();
  const [choice, setChoice] = useState<DateChoice>(override === null ? "blocked" : choiceOf(override));
  const [allDay, setAllDay] = useState(override?.kind === "blocked" && override.blocks.length === 0);
  const [ranges, setRanges] = useState<readonly Range[]>(rangesOf(override));
  const [repeats, setRepeats] = useState("");
  const [onDate, setOnDate] = useState(override?.date ?? date);
  const { base, theirs, conflict, meet } = useChangedMeanwhile({
    opened: override,
    present: availability.overrides.find(({ id }) => id === override?.id) ?? null,
    said: saidOfOverride(availability.locations, locale),
    removed: "Removed: the date has its weekly hours.",
    onTakeTheirs: onDone,
  });
  const said = saidOf(availability.overrides, onDate, override?.id ?? null);
  // What repeats is said of many dates: which of them has other hours already is told when it is saved.
  const replaced = override === null && repeats === "" ? replacedBy(choice, said) : undefined;
  const save = useMutation(
    trpc.availability.setOverride.mutationOptions({
      onSuccess: async (answer) => {
        await queryClient.invalidateQueries();
        if (!answer.ok) {
          // Of what a new exception would replace, the form shows the newer state by itself.
          if (answer.refusal.code === "changed_meanwhile" && override !== null) meet();
          else setWrong(overrideRefusal(answer.refusal, locale));
          return;
        }
        const { dates, outsideHours } = answer.value;
        const title = dates.length === 1 ? "Exception saved" : `Exception saved for ${dates.length} dates`;
        notify(savedToast(title, outsideHours.length));
        onDone();
      },
      onError: (failure) =>
        setWrong({ field: null, words: failureWords(failure, "The exception was not saved.") }),
    }),
  );
  const hasTimes = choice !== "closed" && !(choice === "blocked" && allDay);
  return (
    <FormPanel
      title={override === null ? "New exception" : dateInWords(override.date, locale)}
      description="Booked visits stay as they are, and those that clash are listed for you to decide about."
      wrong={wrong}
      theirs={theirs}
      pending={save.isPending}
      submitLabel="Save exception"
      onSubmit={(form) => {
        const typed = readForm(form, {
          base: base ?? replaced ?? null,
          availability,
          choice,
          ranges: hasTimes ? ranges : [],
        });
        const empty = typed.blocks.findIndex(([start, end]) => start === "" || end === "");
        const asked =
          empty === -1
            ? checkInput(setDateOverride, typed, missing)
            : ({
                ok: false,
                wrong: { field: `range-${empty}`, words: "Say from when until when." },
              } as const);
        setWrong(asked.ok ? undefined : asked.wrong);
        if (asked.ok) save.mutate(asked.input);
      }}
      onClose={onDone}
    >
      {(errorAt) => (
        <>
          {conflict}
          <Field name="date" label="Date" error={errorAt("date")} required>
            {(control) => (
              <Input
                {...control}
                type="date"
                defaultValue={override?.date ?? date}
                onChange={(event) => setOnDate(event.target.value)}
              />
            )}
          </Field>
          {override !== null && override.repeats !== null ? (
            <p className="text-muted text-sm">
              Only this date changes. The others that were said with it stay as they are.
            </p>
          ) : null}
          <SaidAlready said={said} replaced={replaced} availability={availability} locale={locale} />
          <Field name="choice" label="What it is" hint={hints[choice]} error={errorAt("choice")}>
            {(control) => (
              <NativeSelect
                {...control}
                value={choice}
                onChange={(event) => setChoice(asChoice(event.target.value))}
              >
                {choices.map((one) => (
                  <option key={one} value={one}>
                    {dateChoices[one]}
                  </option>
                ))}
              </NativeSelect>
            )}
          </Field>
          {choice === "blocked" ? (
            <>
              <Field name="purpose" label="What for" error={errorAt("purpose")}>
                {(control) => (
                  <NativeSelect {...control} defaultValue={override?.purpose ?? "meeting"}>
                    {Object.entries(purposes).map(([value, text]) => (
                      <option key={value} value={value}>
                        {text}
                      </option>
                    ))}
                  </NativeSelect>
                )}
              </Field>
              <FieldRow name="allDay" label="All day" error={allDay ? errorAt("range-0") : undefined}>
                {(control) => (
                  <Switch
                    {...control}
                    checked={allDay}
                    onChange={(event) => setAllDay(event.target.checked)}
                  />
                )}
              </FieldRow>
            </>
          ) : null}
          {hasTimes ? <Ranges ranges={ranges} errorAt={errorAt} onChange={setRanges} /> : null}
          {hasTimes && choice !== "blocked" && availability.locations.length > 1 ? (
            <Field name="locationId" label="Where" error={errorAt("locationId")}>
              {(control) => (
                <NativeSelect
                  {...control}
                  defaultValue={override?.locationId ?? availability.locations[0]?.id}
                >
                  {availability.locations.map((location) => (
                    <option key={location.id} value={location.id}>
                      {location.name}
                    </option>
                  ))}
                </NativeSelect>
              )}
            </Field>
          ) : null}
          <Field name="reason" label="Reason" error={errorAt("reason")} optional>
            {(control) => <Input {...control} defaultValue={override?.reason} maxLength={200} />}
          </Field>
          {override === null ? (
            <div className="grid gap-4 sm:grid-cols-2">
              <Field name="repeats" label="Repeats">
                {(control) => (
                  <NativeSelect
                    {...control}
                    value={repeats}
                    onChange={(event) => setRepeats(event.target.value)}
                  >
                    <option value="">No, this date only</option>
                    {Object.entries(repeatChoices).map(([value, text]) => (
                      <option key={value} value={value}>
                        {text}
                      </option>
                    ))}
                  </NativeSelect>
                )}
              </Field>
              {repeats === "" ? null : (
                <Field name="until" label="Last date" error={errorAt("until")} required>
                  {(control) => <Input {...control} type="date" />}
                </Field>
              )}
            </div>
          ) : null}
        </>
      )}
    </FormPanel>
  );
}

/** What stands of the chosen date, before anything is saved over it. */
function SaidAlready({
  said,
  replaced,
  availability,
  locale,
}: {
  readonly said: readonly Override[];
  readonly replaced: Override | undefined;
  readonly availability: Availability;
  readonly locale: string;
}) {
  const kept = said.filter((one) => one !== replaced);
  return (
    <div role="status" className="grid gap-3 empty:hidden">
      {replaced === undefined ? null : (
        <Notice tone="caution" title="Saving replaces what is said of this date">
          {overrideText(replaced, availability.locations, locale)}
        </Notice>
      )}
      {kept.length === 0 ? null : (
        <Notice title="Also said of this date, and kept">
          <ul className="grid gap-1">
            {kept.map((one) => (
              <li key={one.id}>{overrideText(one, availability.locations, locale)}</li>
            ))}
          </ul>
        </Notice>
      )}
    </div>
  );
}

function Ranges({
  ranges,
  errorAt,
  onChange,
}: {
  readonly ranges: readonly Range[];
  readonly errorAt: (field: string) => string | undefined;
  readonly onChange: (ranges: readonly Range[]) => void;
}) {
  return (
    <div className="grid gap-3">
      {ranges.map(({ key, start, end }, index) => {
        const name = ranges.length === 1 ? "Times" : `Times ${index + 1}`;
        const error = errorAt(`range-${index}`);
        const invalid = error === undefined ? {} : ({ "aria-invalid": true } as const);
        return (
          <FieldGroup key={key} name={`range-${index}`} label={name} error={error}>
            <div className="flex flex-wrap items-center gap-2">
              <Input
                type="time"
                name={`start-${key}`}
                aria-label={`${name}, from`}
                className="w-32"
                defaultValue={start}
                {...invalid}
              />
              <span aria-hidden="true">–</span>
              <Input
                type="time"
                name={`end-${key}`}
                aria-label={`${name}, until`}
                className="w-32"
                defaultValue={end === "24:00" ? "00:00" : end}
                {...invalid}
              />
              {ranges.length === 1 ? null : (
                <Button
                  size="icon"
                  variant="quiet"
                  type="button"
                  aria-label={`Remove ${name.toLowerCase()}`}
                  onClick={() => onChange(ranges.filter((range) => range.key !== key))}
                >
                  <Trash2 aria-hidden="true" />
                </Button>
              )}
            </div>
          </FieldGroup>
        );
      })}
      {ranges.length < mostRanges ? (
        <Button
          size="sm"
          variant="quiet"
          type="button"
          className="w-fit"
          onClick={() => onChange([...ranges, { key: crypto.randomUUID(), start: "", end: "" }])}
        >
          <Plus aria-hidden="true" />
          Add times
        </Button>
      ) : null}
    </div>
  );
}

const mostRanges = 12;
const choices: readonly DateChoice[] = ["blocked", "closed", "hours", "extra"];

const hints: Readonly<Record<DateChoice, string>> = {
  blocked: "Taken out of the hours of that date; the rest of them stays open.",
  closed: "In place of the weekly hours. Longer leave is time off.",
  hours: "In place of the weekly hours of that date.",
  extra: "On top of the weekly hours.",
};

const missing: Readonly<Record<string, string>> = {
  date: "Choose the date.",
  until: "Choose the last date.",
  reason: "Use one line of text.",
};

function asChoice(value: string): DateChoice {
  return choices.find((choice) => choice === value) ?? "blocked";
}

function rangesOf(override: Override | null): readonly Range[] {
  if (override === null || override.blocks.length === 0)
    return [{ key: "first", start: "12:00", end: "13:00" }];
  return override.blocks.map(([start, end], index) => ({ key: `saved-${index}`, start, end }));
}

function readForm(
  form: FormData,
  {
    base,
    availability,
    choice,
    ranges,
  }: {
    readonly base: Override | null;
    readonly availability: Availability;
    readonly choice: DateChoice;
    readonly ranges: readonly Range[];
  },
) {
  const place = formText(form, "locationId") || (base?.locationId ?? availability.locations[0]?.id ?? "");
  const until = formText(form, "until");
  return {
    practitionerId: availability.practitioner.id,
    id: base?.id ?? null,
    version: base?.version ?? null,
    kind: choice === "closed" ? "hours" : choice,
    locationId: choice === "blocked" ? null : place,
    date: formText(form, "date"),
    blocks: ranges.map(({ key }) => {
      const end = formText(form, `end-${key}`);
      return [formText(form, `start-${key}`), end === "00:00" ? "24:00" : end] as const;
    }),
    purpose: choice === "blocked" ? formText(form, "purpose") : null,
    reason: formText(form, "reason"),
    repeats: formText(form, "repeats") || null,
    until: until === "" ? null : until,
  };
}
