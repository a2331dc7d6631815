import type { appointmentPanel as contract } from "@quietroom/contracts/scheduling";
import type { OutputOf } from "@quietroom/contracts/wire";
import type { AppointmentModel, Tx } from "@quietroom/db";
import { isException, ruleFrom } from "@quietroom/domain/series";
import { fromDateColumn } from "../date-column.ts";
import { fromInstantColumn } from "../instant-column.ts";
import { toSeries } from "./series-rows.ts";

type SeriesOfVisit = OutputOf<typeof contract>["series"];

/** The series that a visit is one of, with the dates of it that are no visits; null when it stands alone. */
export async function seriesOfVisit(
  tx: Tx,
  { tenantId, seriesId, seriesDate, startsAt }: AppointmentModel,
): Promise<SeriesOfVisit> {
  if (seriesId === null || seriesDate === null) return null;
  const row = await tx.series.findUnique({ where: { tenantId_id: { tenantId, id: seriesId } } });
  if (row === null) return null;
  const gaps = await tx.seriesGap.findMany({
    where: { tenantId, seriesId },
    select: { id: true, seriesDate: true, because: true },
    orderBy: { seriesDate: "asc" },
  });
  const series = toSeries(row);
  const visit = { date: fromDateColumn(seriesDate), start: fromInstantColumn(startsAt) };
  const rule = ruleFrom(series, visit.date);
  return {
    isException: isException(visit, series),
    rule: { ...rule, weekdays: [...rule.weekdays] },
    hasEnd: series.rule.ends.by !== "never",
    isStopped: row.stoppedBecause !== null,
    gaps: gaps.map(({ seriesDate, because }) => ({ date: fromDateColumn(seriesDate), because })),
  };
}
