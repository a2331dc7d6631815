import {
  dayBounds,
  type Interval,
  interval,
  type LocalDate,
  overlaps,
  type TimeZone,
} from "../time/index.ts";

/** One entry of a calendar that is kept elsewhere, as far as it is let in: when it lasts and whether it takes time. Never what it is (ec-K9). */
export type ExternalEntry = {
  /** SHA-256, in hex, of the entry's id there. The dates of a series share it. */
  readonly key: string;
  /** Instants, or whole dates, both included, of the calendar's own zone. */
  readonly when: Interval | { readonly firstDate: LocalDate; readonly lastDate: LocalDate };
  readonly shows: "busy" | "tentative" | "free" | "declined";
};

/** How a calendar is read: in which zone its dates are meant, and whether whole days and what is not certain yet take time. */
export type ExternalRules = {
  readonly zone: TimeZone;
  readonly allDay: "busy" | "ignored";
  readonly tentative: "busy" | "ignored";
};

/** What one entry takes of a practitioner's time. */
export type ExternalBusy = Interval & { readonly key: string };

/**
 * What these entries take within `window`, each whole, also where it reaches beyond. Whole days are those of the calendar's zone, however long
 * they are (ec-K1); what is free or declined takes nothing (ec-K2), and neither does what has no length.
 */
export function externalBusy(
  entries: readonly ExternalEntry[],
  rules: ExternalRules,
  window: Interval,
): ExternalBusy[] {
  return entries
    .filter((entry) => takesTime(entry, rules))
    .map(({ key, when }) => ({ key, ...lastingOf(when, rules.zone) }))
    .filter((busy) => busy.start < busy.end && overlaps(busy, window));
}

function takesTime({ when, shows }: ExternalEntry, { allDay, tentative }: ExternalRules): boolean {
  if ("firstDate" in when && allDay === "ignored") return false;
  return shows === "busy" || (shows === "tentative" && tentative === "busy");
}

function lastingOf(when: ExternalEntry["when"], zone: TimeZone): Interval {
  if (!("firstDate" in when)) return { start: when.start, end: when.end };
  return interval(dayBounds(when.firstDate, zone).start, dayBounds(when.lastDate, zone).end);
}
