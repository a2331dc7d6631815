import { ok, refuse, type Result } from "@quietroom/domain/result";
import { goesAlong } from "@quietroom/domain/series";
import type { LocalDate } from "@quietroom/domain/time";
import { fromDateColumn } from "../date-column.ts";
import type { VerbWork } from "../define-verb.ts";
import { peopleOf } from "../held-by.ts";
import { lockCalendars } from "./move-visit.ts";
import type { AppointmentRow } from "./rows.ts";
import { lockSeries, lockSeriesOf, type SeriesRow, type SeriesVisitRow, visitsFrom } from "./series-rows.ts";
import { lockStaffVisit } from "./staff-visit.ts";

/** What of a series is to be changed, from one visit of it. */
type Input = {
  readonly appointmentId: string;
  readonly version: number;
  readonly scope: "following" | "all";
  readonly exceptionsToo: boolean;
};

type Part = {
  readonly visit: AppointmentRow;
  readonly date: LocalDate;
  readonly series: SeriesRow;
  /** The first of its dates that is changed: that of the visit, or of all that are still to come (ec-G2, ec-G3). */
  readonly from: LocalDate;
  /** Every visit from there on, and of those the ones that go along. */
  readonly visits: readonly SeriesVisitRow[];
  readonly along: readonly SeriesVisitRow[];
};

/**
 * The part of a series that staff are about to change, with the series and all its visits locked. What has begun, was cancelled
 * or was moved by itself is not among those that go along, unless the last is chosen too (ec-G3, ec-G4, ec-G5). A seat of a group session is
 * where its session is, and a session is moved and called off with its seats: neither is ever part of a series (SCHED-24).
 */
export async function lockSeriesPart(
  work: VerbWork<Input>,
  action: "update" | "read" = "update",
): Promise<Result<Part, "changed_meanwhile" | "not_in_series" | "seat_of_group" | "not_allowed">> {
  const { tx, input, now, tenantId } = work;
  await lockSeriesOf(tx, tenantId, input.appointmentId);
  const visit = await lockStaffVisit(work, () => ({ action }));
  if (visit.groupSessionId !== null || visit.capacity !== null) return refuse("seat_of_group");
  if (visit.version !== input.version) return refuse("changed_meanwhile");
  if (visit.seriesId === null) return refuse("not_in_series");
  const series = await lockSeries(tx, tenantId, visit.seriesId);
  const row = await tx.appointment.findUnique({
    where: { tenantId_id: { tenantId, id: visit.id } },
    select: { id: true, seriesDate: true },
  });
  if (series === null || !row?.seriesDate) return refuse("not_in_series");
  const date = fromDateColumn(row.seriesDate);
  const since = input.scope === "all" ? series.first : date;
  // A date of it may be a colleague's since.
  const held = [series, ...(await visitsFrom(tx, tenantId, series.id, since))];
  const people = held.flatMap(peopleOf).map((id) => ({ id }));
  await lockCalendars(tx, tenantId, visit.locationId, people);
  const every = await visitsFrom(tx, tenantId, series.id, since);
  const { exceptionsToo } = input;
  // The visit that they stand on is meant, wherever it is.
  const along = every.filter((one) =>
    goesAlong(one, series, { now, exceptionsToo: exceptionsToo || one.id === visit.id }),
  );
  const first = along[0];
  if (first === undefined || !along.some(({ id }) => id === visit.id)) return refuse("not_allowed");
  const from = input.scope === "all" ? first.date : date;
  return ok({ visit, date, series, from, visits: every.filter((one) => one.date >= from), along });
}
