import { type WallTime, wallMinutes } from "../time/index.ts";
import type { DateOverride, OverrideKind } from "./availability.ts";
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

/**
 * Whether hours said of one date meet those that the person then has at another place: nobody is in two places at once (SCHED-01). Times
 * are compared as they are read from the wall.
 */
export function meetsHoursElsewhere(
  said: PlacedOverride,
  kept: {
    readonly weekly: readonly (WeeklyHours & { readonly locationId: string })[];
    readonly overrides: readonly PlacedOverride[];
  },
): boolean {
  const overrides = [...kept.overrides, said];
  const places = new Set([...kept.weekly, ...overrides].map(({ locationId }) => locationId));
  return [...places].some((place) => {
    if (place === null || place === said.locationId || said.kind === "blocked") return false;
    const weekly = kept.weekly.filter(({ locationId }) => locationId === place);
    const there = hoursOn({ weekly, overrides: overridesAt(place, overrides) }, said.date).hours;
    return there.some(([from, to]) =>
      said.blocks.some(
        ([start, end]) => wallMinutes(start) < endOf(from, to) && wallMinutes(from) < endOf(start, end),
      ),
    );
  });
}

/** Hours that run over midnight end beyond 24:00. */
function endOf(start: WallTime, end: WallTime): number {
  const minutes = wallMinutes(end);
  return minutes > wallMinutes(start) ? minutes : minutes + 24 * 60;
}
