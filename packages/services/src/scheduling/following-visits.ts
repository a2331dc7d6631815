import type { Tx } from "@quietroom/db";
import { goesAlong } from "@quietroom/domain/series";
import type { Instant, LocalDate } from "@quietroom/domain/time";
import { fromDateColumn } from "../date-column.ts";
import type { BookedRow } from "./rows.ts";
import { type SeriesVisitRow, toSeries, visitsFrom } from "./series-rows.ts";

/** What of a series comes after one visit of it. */
export type Following = {
  readonly seriesId: string;
  /** The date that the rule gave the visit itself. */
  readonly date: LocalDate;
  /** The visits after it that stand where the rule has them. */
  readonly along: readonly SeriesVisitRow[];
  /** So many that were moved by themselves, and stay where they are (ec-G4). */
  readonly kept: number;
};

/** What follows a visit in its series, or null where it is in none. */
export async function followingVisits(
  tx: Tx,
  { tenantId, now }: { readonly tenantId: string; readonly now: Instant },
  visit: BookedRow,
): Promise<Following | null> {
  const { id, seriesId } = visit;
  if (seriesId === null) return null;
  const row = await tx.series.findUnique({ where: { tenantId_id: { tenantId, id: seriesId } } });
  const own = await tx.appointment.findUnique({
    where: { tenantId_id: { tenantId, id } },
    select: { id: true, seriesDate: true },
  });
  if (row === null || !own?.seriesDate) return null;
  const date = fromDateColumn(own.seriesDate);
  const others = (await visitsFrom(tx, tenantId, seriesId, date)).filter((one) => one.id !== id);
  const stand = others.filter((one) => goesAlong(one, toSeries(row), { now, exceptionsToo: true }));
  const along = stand.filter((one) => goesAlong(one, toSeries(row), { now, exceptionsToo: false }));
  return { seriesId, date, along, kept: stand.length - along.length };
}
