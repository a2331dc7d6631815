import { addDays, type LocalDate, overlaps, type TimeZone, wallMinutes } from "../time/index.ts";
import type { DateOverride, OverrideKind } from "./availability.ts";
import { hoursOfDate } from "./hours-of-date.ts";
import { hoursOn } from "./hours-on.ts";
import { type HoursRefusal, overrideRefusal } from "./hours-rules.ts";
import type { WeeklyHours } from "./weekly-hours.ts";

/** An override as it is kept: where its hours are worked; null for blocked time, which is taken wherever the person works. */
export type PlacedOverride = DateOverride & { readonly locationId: string | null };

/** For what somebody blocks time of their own (SCHED-02). Days off are asked for as time off. */
export const blockPurposes = ["meeting", "training", "personal"] as const;
export type BlockPurpose = (typeof blockPurposes)[number];

/**
 * A practitioner's overrides as one place sees them. Hours that replace the week's do so at every place, so those that are worked elsewhere
 * close this one; extra hours are of their own place alone; blocked time is taken everywhere.
 */
export function overridesAt(locationId: string, overrides: readonly PlacedOverride[]): DateOverride[] {
  return overrides.flatMap(({ locationId: at, kind = "hours", date, blocks }) => {
    const isHere = kind === "blocked" || at === locationId;
    if (isHere) return [{ date, kind, blocks }];
    return kind === "hours" ? [{ date, kind, blocks: [] }] : [];
  });
}

type OverrideRefusal =
  | HoursRefusal
  | {
      /** No extra hours are said, or blocked time runs over midnight: it is said on both dates instead. */
      readonly code: "no_hours" | "crosses_midnight";
      readonly row: number | null;
    };

/** Why an override of this kind may not be saved with these blocks, with the block to blame, or null when it may. */
export function dateOverrideRefusal(
  kind: OverrideKind,
  blocks: DateOverride["blocks"],
): OverrideRefusal | null {
  if (kind === "extra" && blocks.length === 0) return { code: "no_hours", row: null };
  if (kind !== "blocked") return overrideRefusal(blocks);
  for (const [row, [start, end]] of blocks.entries()) {
    if (start === end) return { code: "range_too_short", row };
    if (wallMinutes(start) > wallMinutes(end)) return { code: "crosses_midnight", row };
    const meets = ([from, to]: DateOverride["blocks"][number]) => from < end && start < to;
    if (blocks.slice(0, row).some(meets)) return { code: "overlapping_ranges", row };
  }
  return null;
}

type WeeklyAt = WeeklyHours & { readonly locationId: string };

/** The places in use, with their zones. Hours at others are offered to nobody, and meet none. */
export type PlaceZones = ReadonlyMap<string, TimeZone>;

/**
 * Whether hours said of one date meet those that the person then has at another place: nobody is in two places at once (SCHED-01). Compared as
 * instants, since places may go by two zones, and with the dates beside it, whose hours may run over midnight.
 */
export function meetsHoursElsewhere(
  said: PlacedOverride,
  kept: { readonly weekly: readonly WeeklyAt[]; readonly overrides: readonly PlacedOverride[] },
  zones: PlaceZones,
): boolean {
  const here = said.locationId === null ? undefined : zones.get(said.locationId);
  if (said.kind === "blocked" || here === undefined) return false;
  const times = said.blocks.map((block) => hoursOfDate(said.date, block, here));
  const overrides = [...kept.overrides, said];
  return [...zones].some(([place, zone]) => {
    if (place === said.locationId) return false;
    const weekly = kept.weekly.filter(({ locationId }) => locationId === place);
    const there = { weekly, overrides: overridesAt(place, overrides) };
    return [-1, 0, 1].some((days) => {
      const date = addDays(said.date, days);
      const hours = hoursOn(there, date).hours.map((block) => hoursOfDate(date, block, zone));
      return hours.some((one) => times.some((other) => overlaps(one, other)));
    });
  });
}

/**
 * The first row of a week that would meet extra hours at another place, with their date; null where none does. Where other hours are said of a
 * date nobody works its week. What was extra on dates that are over is left out by whoever asks.
 */
export function weekMeetingExtraHours(
  weekly: readonly WeeklyAt[],
  overrides: readonly PlacedOverride[],
  zones: PlaceZones,
): { readonly row: number; readonly date: LocalDate } | null {
  const instead = overrides
    .filter(({ kind = "hours" }) => kind === "hours")
    .map((one) => ({ ...one, blocks: [] }));
  const meets = (extra: PlacedOverride, rows: readonly WeeklyAt[]) =>
    meetsHoursElsewhere(extra, { weekly: rows, overrides: instead }, zones);
  const extra = overrides.find((one) => one.kind === "extra" && meets(one, weekly));
  if (extra === undefined) return null;
  return { row: weekly.findIndex((row) => meets(extra, [row])), date: extra.date };
}
