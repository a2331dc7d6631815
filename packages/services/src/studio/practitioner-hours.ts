import type { Tx } from "@quietroom/db";
import {
  type BlockPurpose,
  blockPurposes,
  type OverrideKind,
  overrideKinds,
} from "@quietroom/domain/scheduling";
import { type DateRepeat, dateRepeats } from "@quietroom/domain/series";
import {
  asWeekday,
  type LocalDate,
  type TimeZone,
  type WallTime,
  type Weekday,
} from "@quietroom/domain/time";
import { fromDateColumn } from "../date-column.ts";
import { found } from "../errors.ts";

/** A weekly row at a place. */
type WeeklyRow = {
  readonly locationId: string;
  readonly weekday: Weekday;
  readonly start: WallTime;
  readonly end: WallTime;
  readonly everyWeeks: number;
  readonly effectiveFrom: LocalDate | null;
  readonly effectiveUntil: LocalDate | null;
};

/** What is said of one date beside the week. */
type OverrideRow = {
  readonly id: string;
  readonly version: number;
  readonly date: LocalDate;
  readonly kind: OverrideKind;
  /** Null: blocked time, wherever they work. */
  readonly locationId: string | null;
  readonly blocks: [WallTime, WallTime][];
  readonly purpose: BlockPurpose | null;
  readonly reason: string;
  readonly seriesId: string | null;
  readonly repeats: DateRepeat | null;
};

export type PractitionerHours = {
  readonly locations: readonly { readonly id: string; readonly name: string; readonly timeZone: TimeZone }[];
  readonly weekly: WeeklyRow[];
  readonly overrides: OverrideRow[];
};

/** When and where one practitioner works, as it is kept. Overrides from `since` on. */
export async function practitionerHours(
  tx: Tx,
  {
    tenantId,
    practitionerId,
    since,
  }: { readonly tenantId: string; readonly practitionerId: string; readonly since: LocalDate },
): Promise<PractitionerHours> {
  const locations = await tx.location.findMany({
    where: { tenantId, active: true },
    select: { id: true, name: true, timeZone: true },
    orderBy: [{ isPrimary: "desc" }, { name: "asc" }, { id: "asc" }],
  });
  const weekly = await tx.weeklyHours.findMany({
    where: { tenantId, practitionerId },
    orderBy: [{ weekday: "asc" }, { startTime: "asc" }, { id: "asc" }],
  });
  const overrides = await tx.dateOverride.findMany({
    where: { tenantId, practitionerId, localDate: { gte: new Date(`${since}T00:00:00Z`) } },
    orderBy: [{ localDate: "asc" }, { kind: "desc" }, { id: "asc" }],
  });
  return {
    locations,
    weekly: weekly.map((row) => ({
      locationId: row.locationId,
      weekday: asWeekday(row.weekday),
      start: row.startTime,
      end: row.endTime,
      everyWeeks: row.everyWeeks,
      effectiveFrom: row.effectiveFrom && fromDateColumn(row.effectiveFrom),
      effectiveUntil: row.effectiveUntil && fromDateColumn(row.effectiveUntil),
    })),
    overrides: overrides.map((row) => ({
      id: row.id,
      version: row.version,
      date: fromDateColumn(row.localDate),
      kind: found(overrideKinds.find((kind) => kind === row.kind)),
      locationId: row.locationId,
      blocks: storedBlocks(row.blocks),
      purpose: blockPurposes.find((purpose) => purpose === row.purpose) ?? null,
      reason: row.reason,
      seriesId: row.seriesId,
      repeats: dateRepeats.find((repeats) => repeats === row.repeats) ?? null,
    })),
  };
}

/** The JSON column holds what `set-date-override` put there after the contract parsed it, which is why the cast holds. */
function storedBlocks(column: unknown): [WallTime, WallTime][] {
  return column as [WallTime, WallTime][];
}
