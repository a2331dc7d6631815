import type { appointmentPanel as contract } from "@quietroom/contracts/scheduling";
import type { OutputOf } from "@quietroom/contracts/wire";
import type { AppointmentModel, Tx } from "@quietroom/db";
import { awaitedLicence } from "@quietroom/domain/scheduling";
import { isException, ruleFrom } from "@quietroom/domain/series";
import type { Instant } from "@quietroom/domain/time";
import { fromDateColumn } from "../date-column.ts";
import { peopleOf } from "../held-by.ts";
import { fromInstantColumn } from "../instant-column.ts";
import { licensedUntil } from "../licensed-until.ts";
import { horizonOf } from "./planned-series.ts";
import { type SeriesRow, toSeries } from "./series-rows.ts";

type SeriesOfVisit = OutputOf<typeof contract>["series"];

/** The series that a visit is one of, with the dates of it that are no visits; null when it stands alone. */
export async function seriesOfVisit(
  tx: Tx,
  { tenantId, seriesId, seriesDate, startsAt }: AppointmentModel,
  now: Instant,
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
    waitsFor: row.stoppedBecause === null ? await licenceAwaited(tx, tenantId, series, now) : null,
    gaps: gaps.map(({ seriesDate, because }) => ({ date: fromDateColumn(seriesDate), because })),
  };
}

/** Whose licence it waits for, and until when that holds (ADM-04). */
async function licenceAwaited(
  tx: Tx,
  tenantId: string,
  series: SeriesRow,
  now: Instant,
): Promise<NonNullable<SeriesOfVisit>["waitsFor"]> {
  if (series.rule.ends.by !== "never") return null;
  const rows = await tx.practitioner.findMany({
    where: { tenantId, id: { in: [...peopleOf(series)] } },
    select: { id: true, displayName: true, active: true, lastDay: true },
    orderBy: { id: "asc" },
  });
  const people = [];
  for (const { id, displayName, active, lastDay } of rows)
    people.push({
      displayName,
      active,
      lastDay: lastDay && fromDateColumn(lastDay),
      licensedUntil: await licensedUntil(tx, { tenantId, practitionerId: id }),
    });
  const awaited = awaitedLicence(people, horizonOf(now, series.zone));
  return awaited && { practitionerName: awaited.person.displayName, licensedUntil: awaited.until };
}
