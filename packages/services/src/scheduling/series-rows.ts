import { Prisma, type SeriesModel, type Tx } from "@quietroom/db";
import {
  type AppointmentId,
  asId,
  type ClientId,
  type LocationId,
  type PractitionerId,
  type SeriesId,
  type ServiceId,
} from "@quietroom/domain/ids";
import type { VisitMode } from "@quietroom/domain/scheduling";
import type { Series, SeriesRule } from "@quietroom/domain/series";
import { asWeekday, type LocalDate, minuteMs } from "@quietroom/domain/time";
import { fromDateColumn, toDateColumn } from "../date-column.ts";
import { fromInstantColumn } from "../instant-column.ts";
import { keepHoursOfSeries, keepPlace } from "./hours-kept.ts";
import type { BookedRow } from "./rows.ts";
import { loadScene, type Scene, withoutNotes } from "./scene.ts";

/** A series as its row has it: the rule, and what each of its visits is. */
export type SeriesRow = Series & {
  readonly id: SeriesId;
  readonly clientId: ClientId;
  readonly practitionerId: PractitionerId;
  /** Who else holds its visits with the one who leads them. */
  readonly withPractitionerIds: readonly PractitionerId[];
  readonly locationId: LocationId;
  readonly serviceId: ServiceId;
  readonly mode: VisitMode;
  readonly durationMin: number;
  readonly bufferBeforeMin: number;
  readonly bufferAfterMin: number;
  readonly bookedUntil: LocalDate;
};

/** What the visits of a series have in common with the one that repeats: its people, its place and its length. */
export function repeated(visit: BookedRow) {
  const { clientId, practitionerId, withPractitionerIds, locationId, serviceId, mode } = visit;
  return {
    clientId,
    practitionerId,
    withPractitionerIds,
    locationId,
    serviceId,
    mode,
    durationMin: (visit.end - visit.start) / minuteMs,
    bufferBeforeMin: (visit.start - visit.blockedFrom) / minuteMs,
    bufferAfterMin: (visit.blockedUntil - visit.end) / minuteMs,
  };
}

type Repeated = ReturnType<typeof repeated>;

/** Makes others wait who change the same series, and answers it as it stands; null when the studio has none. */
export async function lockSeries(tx: Tx, tenantId: string, id: string): Promise<SeriesRow | null> {
  await tx.$queryRaw`select id from series where tenant_id = ${tenantId}::uuid and id = ${id}::uuid for update`;
  const row = await tx.series.findUnique({ where: { tenantId_id: { tenantId, id } } });
  return row && toSeries(row);
}

/**
 * Locks the series of a visit, and then every visit of it in one order, before anything else of them: whoever moves one visit has its row before
 * the calendars of its people, and would otherwise wait for who has those and waits for that row. Its place is kept before, since whoever changes
 * a place's zone has the place before its series, and its people between the two, also of a visit of none.
 */
export async function lockSeriesOf(tx: Tx, tenantId: string, appointmentId: string): Promise<void> {
  await keepPlace(tx, tenantId, appointmentId);
  const its = Prisma.sql`select series_id from appointment where tenant_id = ${tenantId}::uuid and id = ${appointmentId}::uuid`;
  await tx.$queryRaw`select id from series where tenant_id = ${tenantId}::uuid and id = (${its}) for update`;
  await keepHoursOfSeries(tx, tenantId, appointmentId);
  await tx.$queryRaw`
    select id from appointment where tenant_id = ${tenantId}::uuid and series_id = (${its}) order by id for update`;
}

export function toSeries(row: SeriesModel): SeriesRow {
  const { durationMin, bufferBeforeMin, bufferAfterMin, mode } = row;
  return {
    id: asId(row.id),
    clientId: asId(row.clientId),
    practitionerId: asId(row.practitionerId),
    withPractitionerIds: row.withPractitionerIds.map((id) => asId<PractitionerId>(id)),
    locationId: asId(row.locationId),
    serviceId: asId(row.serviceId),
    mode,
    durationMin,
    bufferBeforeMin,
    bufferAfterMin,
    first: fromDateColumn(row.firstDate),
    time: row.startTime,
    zone: row.timeZone,
    bookedUntil: fromDateColumn(row.bookedUntil),
    rule: {
      frequency: oneOf(["daily", "weekly", "monthly", "yearly"], row.frequency),
      every: row.every,
      weekdays: row.weekdays.map(asWeekday),
      monthlyBy: oneOf(["date", "weekday"], row.monthlyBy),
      missing: oneOf(["skip", "last_day", "next_day"], row.missing),
      ends: endsOf(row),
    },
  };
}

/** A series as its columns. */
export function toSeriesColumns(
  { rule, first, time, zone }: Series,
  { id: _id, ...what }: Repeated & { id?: string },
) {
  const { ends, weekdays, ...words } = rule;
  return {
    ...what,
    withPractitionerIds: [...what.withPractitionerIds],
    ...words,
    weekdays: [...weekdays],
    ...endColumns(ends),
    firstDate: toDateColumn(first),
    startTime: time,
    timeZone: zone,
  };
}

export function endColumns(ends: SeriesRule["ends"]) {
  return {
    untilDate: ends.by === "date" ? toDateColumn(ends.date) : null,
    dateCount: ends.by === "count" ? ends.count : null,
  };
}

/** The scene of a series over a stretch of its dates, for staff; its visits keep the length of the one that repeats (ec-C2). */
export async function seriesScene(
  tx: Tx,
  tenantId: string,
  { durationMin, bufferBeforeMin, bufferAfterMin, ...what }: Repeated,
  { from, until }: { readonly from: LocalDate; readonly until: LocalDate },
): Promise<Scene | null> {
  const { practitionerId, withPractitionerIds, locationId, serviceId, mode } = what;
  const choice = { practitionerId, withPractitionerIds, locationId, serviceId, mode }; // it repeats with whom it began
  const scene = await loadScene(tx, { tenantId, choice, from, until, bookedBy: "staff" });
  return (
    scene && {
      ...scene,
      practitioners: withoutNotes(scene),
      service: { ...scene.service, durationMin, bufferBeforeMin, bufferAfterMin },
    }
  );
}

/** A visit of a series: which date it is, when it really is, who holds it, and how it stands. */
export type SeriesVisitRow = {
  readonly id: AppointmentId;
  readonly practitionerId: PractitionerId;
  readonly withPractitionerIds: readonly PractitionerId[];
  readonly date: LocalDate;
  readonly start: ReturnType<typeof fromInstantColumn>;
  readonly status: string;
};

/** The visits of a series from one of its dates on, by date, the cancelled ones among them. */
export async function visitsFrom(
  tx: Tx,
  tenantId: string,
  seriesId: SeriesId,
  from: LocalDate,
): Promise<SeriesVisitRow[]> {
  const rows = await tx.appointment.findMany({
    where: { tenantId, seriesId, seriesDate: { gte: toDateColumn(from) } },
    select: {
      id: true,
      seriesDate: true,
      startsAt: true,
      status: true,
      practitionerId: true,
      withPractitionerIds: true,
    },
    orderBy: { seriesDate: "asc" },
  });
  return rows.flatMap(({ id, seriesDate, startsAt, status, practitionerId, withPractitionerIds }) =>
    seriesDate === null
      ? []
      : [
          {
            id: asId(id),
            date: fromDateColumn(seriesDate),
            start: fromInstantColumn(startsAt),
            status,
            practitionerId: asId(practitionerId),
            withPractitionerIds: withPractitionerIds.map((other) => asId<PractitionerId>(other)),
          },
        ],
  );
}

function endsOf({ untilDate, dateCount }: SeriesModel): SeriesRule["ends"] {
  if (untilDate !== null) return { by: "date", date: fromDateColumn(untilDate) };
  return dateCount === null ? { by: "never" } : { by: "count", count: dateCount };
}

/** The word of a column whose check constraint vouches that it is one of these. */
function oneOf<const Word extends string>(words: readonly Word[], text: string): Word {
  const word = words.find((known) => known === text);
  if (word === undefined) throw new Error("a column holds a word that its constraint forbids");
  return word;
}
