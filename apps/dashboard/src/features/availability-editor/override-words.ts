import type { StaffOutput } from "@quietroom/api/client";
import type { SaidFields } from "../../show/changed-fields.ts";
import { dateInWords, wallRange } from "../../show/format-time.ts";
import { hoursRefusal } from "./hours-words.ts";

export type Override = StaffOutput["availability"]["view"]["overrides"][number];
type OverrideRefusal = Extract<StaffOutput["availability"]["setOverride"], { ok: false }>["refusal"];

/** What a date can be, as the form offers it: "closed" is other hours, and none of them. */
export const dateChoices = {
  closed: "Not working",
  hours: "Other hours",
  extra: "Extra hours",
  blocked: "Blocked time",
} as const;
export type DateChoice = keyof typeof dateChoices;

export const purposes = { meeting: "Meeting", training: "Training", personal: "Personal" } as const;

export const repeatChoices = {
  weekly: "Every week",
  two_weeks: "Every 2nd week",
  monthly_date: "Every month, on this date",
  monthly_weekday: "Every month, on this weekday",
} as const;

export function choiceOf({ kind, blocks }: Pick<Override, "kind" | "blocks">): DateChoice {
  return kind === "hours" && blocks.length === 0 ? "closed" : kind;
}

/** "Meeting 12:00 noon – 1:00 PM · Team", "Extra hours 6:00 PM – 8:00 PM", "Not working". */
export function overrideText(
  override: Pick<Override, "kind" | "blocks" | "purpose" | "reason" | "locationId">,
  locations: readonly { readonly id: string; readonly name: string }[],
  locale: string,
): string {
  const { kind, blocks, purpose, reason, locationId } = override;
  const times = blocks.map((block) => wallRange(block, locale)).join(", ");
  const place = locations.length > 1 ? locations.find(({ id }) => id === locationId)?.name : undefined;
  const what =
    kind === "blocked" ? (purpose === null ? "Blocked" : purposes[purpose]) : dateChoices[choiceOf(override)];
  const said = blocks.length === 0 ? (kind === "blocked" ? `${what}, all day` : what) : `${what} ${times}`;
  return [
    said,
    ...(blocks.length > 0 && place !== undefined ? [place] : []),
    ...(reason === "" ? [] : [reason]),
  ].join(" · ");
}

/** What the form of an exception holds, in words, by the field at which it stands. */
export function saidOfOverride(
  locations: readonly { readonly id: string; readonly name: string }[],
  locale: string,
): SaidFields<Override> {
  return {
    date: { label: "Date", says: ({ date }) => dateInWords(date, locale) },
    choice: { label: "What it is", says: (override) => dateChoices[choiceOf(override)] },
    purpose: { label: "What for", says: ({ purpose }) => (purpose === null ? "" : purposes[purpose]) },
    "range-0": {
      label: "Times",
      says: ({ kind, blocks }) =>
        kind === "blocked" && blocks.length === 0
          ? "all day"
          : blocks.map((block) => wallRange(block, locale)).join(", "),
    },
    locationId: {
      label: "Where",
      says: ({ locationId }) => locations.find(({ id }) => id === locationId)?.name ?? "",
    },
    reason: { label: "Reason", says: ({ reason }) => reason },
  };
}

/** What is said of a date already, apart from what is being changed. */
export function saidOf(
  overrides: readonly Override[],
  date: string,
  apartFrom: string | null,
): readonly Override[] {
  return overrides.filter((one) => one.date === date && one.id !== apartFrom);
}

/** The other hours of a date, in the place of which a new choice for it would be saved: a date has them once. */
export function replacedBy(choice: DateChoice, said: readonly Override[]): Override | undefined {
  const isHours = choice === "hours" || choice === "closed";
  return isHours ? said.find(({ kind }) => kind === "hours") : undefined;
}

/** Dates of one series stand together under the first of them; everything else by itself. All by date. */
export function grouped(overrides: readonly Override[]): readonly (readonly [Override, ...Override[]])[] {
  const groups = new Map<string, [Override, ...Override[]]>();
  for (const one of overrides) {
    const key = one.seriesId ?? one.id;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [one]);
    else group.push(one);
  }
  return [...groups.values()];
}

/** Where in the form a refusal belongs, and what to do about it. The date to blame is named. */
export function overrideRefusal(
  { code, row, date }: OverrideRefusal,
  locale: string,
): { readonly field: string | null; readonly words: string } {
  const day = date === null ? "that date" : dateInWords(date, locale);
  switch (code) {
    case "date_taken":
      return {
        field: "date",
        words: `There are other hours on ${day} already. Change those, or remove them first.`,
      };
    case "hours_elsewhere":
      return { field: "range-0", words: `On ${day} there are hours at another place at that time.` };
    case "no_hours":
      return { field: "range-0", words: "Say from when until when." };
    case "crosses_midnight":
      return {
        field: `range-${row ?? 0}`,
        words: "Blocked time ends by midnight. Block the rest on the next date.",
      };
    case "no_purpose":
      return { field: "purpose", words: "Say what it is for." };
    case "no_last_date":
      return { field: "until", words: "Choose the last date." };
    case "ends_before_start":
      return { field: "until", words: "The last date is before the first." };
    case "too_many":
      return { field: "until", words: "That is more than 100 dates. Choose an earlier last date." };
    case "unknown_location":
      return { field: "locationId", words: hoursRefusal(code) };
    case "overlapping_ranges":
    case "range_too_short":
    case "reversed_range":
      return { field: `range-${row ?? 0}`, words: rangeWords[code] };
    case "reversed_dates":
    case "no_first_date":
    case "changed_meanwhile":
      return { field: null, words: hoursRefusal(code) };
  }
}

const rangeWords = {
  overlapping_ranges: "This overlaps a range above. Make them one, or leave a gap.",
  range_too_short: "This is shorter than 30 minutes, or no time at all.",
  reversed_range: "This ends before it begins.",
} as const;
