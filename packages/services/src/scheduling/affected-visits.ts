import type { Tx } from "@quietroom/db";
import {
  afterLastDay,
  type AppointmentStatus,
  blockingStatuses,
  type Closure,
  closedDuring,
  daysOffZone,
  freeCandidates,
  type Slot,
  type VisitMode,
} from "@quietroom/domain/scheduling";
import {
  addDays,
  type Instant,
  interval,
  type LocalDate,
  localDate,
  type TimeZone,
} from "@quietroom/domain/time";
import { fromDateColumn } from "../date-column.ts";
import { heldBy } from "../held-by.ts";
import { fromInstantColumn, toInstantColumn } from "../instant-column.ts";
import { type OwnClocks, ownClocks } from "../own-clocks.ts";
import { loadMoveTimes, type VisitShape } from "./move-times.ts";
import { nearestFree } from "./nearest-free.ts";

type Whose = { readonly tenantId: string; readonly practitionerId: string; readonly now: Instant };

/** A coming visit that stands on given dates of its practitioner. */
export type AffectedVisit = {
  readonly id: string;
  readonly version: number;
  readonly status: AppointmentStatus;
  readonly clientId: string | null;
  readonly serviceName: string;
  readonly locationName: string;
  readonly mode: VisitMode;
  readonly startsAt: Instant;
  readonly endsAt: Instant;
  /** Of its place. */
  readonly zone: TimeZone;
  readonly timeZone: TimeZone;
  readonly inSeries: boolean;
  readonly together: boolean;
  readonly capacity: number | null;
  readonly openOnline: boolean;
};

/**
 * Everything booked with a practitioner, alone or with others, that has not begun and stands on these dates, by start: group sessions once and not their seats
 * (SCHED-30). Holds are nobody's visits yet. Days off are dates of the practitioner's own clock, where a visit goes by it (ec-A28), and
 * those after a licence are dates of its place, as the engine has it.
 */
export async function affectedVisits(
  tx: Tx,
  { tenantId, practitionerId, now }: Whose,
  dates: Closure,
  by: "days_off" | "licence" = "days_off",
): Promise<AffectedVisit[]> {
  const statuses = blockingStatuses.filter((status) => status !== "held");
  const rows = await tx.$queryRaw<AffectedRow[]>`
    select a.id, a.version, a.status, a.client_id as "clientId", s.name as "serviceName", l.name as "locationName", a.mode,
      a.starts_at as "startsAt", a.ends_at as "endsAt", l.time_zone as zone, a.time_zone as "timeZone",
      a.series_id is not null as "inSeries", a.with_practitioner_ids <> '{}'::uuid[] as "together", a.capacity, a.open_online as "openOnline"
    from appointment a
      join service s on s.tenant_id = a.tenant_id and s.id = a.service_id
      join location l on l.tenant_id = a.tenant_id and l.id = a.location_id
    where a.tenant_id = ${tenantId}::uuid and ${heldBy([practitionerId])}
      and a.starts_at > ${toInstantColumn(now)}::timestamptz
      and a.starts_at > (${dates.firstDate}::date - 2)::timestamp at time zone 'UTC'
      and a.starts_at < (${dates.lastDate}::date + 2)::timestamp at time zone 'UTC'
      and a.group_session_id is null and a.status = any(${statuses}::appointment_status[])
    order by a.starts_at, a.id`;
  const clocks = await clocksNow(tx, { tenantId, practitionerId, now });
  return rows
    .map((row) => ({
      ...row,
      startsAt: fromInstantColumn(row.startsAt),
      endsAt: fromInstantColumn(row.endsAt),
    }))
    .filter(({ mode, zone, startsAt: start, endsAt: end }) => {
      const meantIn = by === "licence" ? zone : daysOffZone({ mode, zone, start }, clocks);
      return closedDuring([dates], meantIn, interval(start, end));
    });
}

/** By which clocks a practitioner's hours go from now on; a date may be behind ours elsewhere. */
export async function clocksNow(tx: Tx, { now, ...whose }: Whose): Promise<OwnClocks> {
  return await ownClocks(tx, whose, addDays(localDate(now, "UTC"), -2));
}

type AffectedRow = Omit<AffectedVisit, "startsAt" | "endsAt"> & Readonly<Record<"startsAt" | "endsAt", Date>>;

/** How many visits stand with somebody after their last day, or after the last date of their licence; null: from now on. */
export async function standingAfter(
  tx: Tx,
  whose: Whose,
  lastDay: LocalDate | null,
  by: "days_off" | "licence" = "days_off",
): Promise<number> {
  const [dates] = afterLastDay(lastDay ?? addDays(localDate(whose.now, "UTC"), -2));
  return dates === undefined ? 0 : (await affectedVisits(tx, whose, dates, by)).length;
}

/** Time off of a practitioner that is approved or asked for: who was named as cover, and when. */
export async function daysOffAround(
  tx: Tx,
  { tenantId, practitionerId }: Pick<Whose, "tenantId" | "practitionerId">,
): Promise<(Closure & { readonly coverId: string | null })[]> {
  const rows = await tx.timeOff.findMany({
    where: { tenantId, practitionerId, status: { in: ["asked", "approved"] } },
    select: { firstDate: true, lastDate: true, startTime: true, endTime: true, coveredBy: true },
  });
  return rows.map(({ firstDate, lastDate, startTime, endTime, coveredBy }) => ({
    firstDate: fromDateColumn(firstDate),
    lastDate: fromDateColumn(lastDate),
    part: startTime === null || endTime === null ? null : [startTime, endTime],
    coverId: coveredBy,
  }));
}

/** A colleague who can take a visit at its time. */
export type FreeColleague = { readonly id: string; readonly displayName: string; readonly covers: boolean };

/** A free time for a visit, and with whom. */
type OtherTime = {
  readonly startsAt: Instant;
  readonly practitionerId: string;
  readonly practitionerName: string;
};

/**
 * Up to three free times nearest to a visit's own: with the same practitioner, apart from the dates on which they are away; where they have
 * none, with anybody `mayHave` names who gives its service.
 */
export async function otherTimes(
  tx: Tx,
  ask: { readonly tenantId: string; readonly now: Instant },
  visit: VisitShape,
  {
    away,
    zone,
    mayHave,
  }: {
    readonly away: Closure;
    readonly zone: TimeZone; // of its place
    readonly mayHave: (practitionerId: string) => boolean;
  },
): Promise<OtherTime[]> {
  const { start, practitionerId, mode } = visit;
  const clocks = await clocksNow(tx, { ...ask, practitionerId });
  const isAway = (slot: Slot) =>
    closedDuring([away], daysOffZone({ mode, zone, start: slot.start }, clocks), slot);
  const takes = (id: string, slot: Slot) => mayHave(id) && (id !== practitionerId || !isAway(slot));
  const search = { ...ask, start, except: visit.id, moved: visit, bookedBy: "staff" } as const;
  for (const whom of [practitionerId, null]) {
    const choice = { ...visit, practitionerId: whom, seats: undefined };
    const suits = (slot: Slot) => slot.practitionerIds.some((id) => takes(id, slot));
    const slots = await nearestFree(tx, { ...search, choice, suits });
    if (slots.length === 0) continue;
    const people = await tx.practitioner.findMany({
      where: { tenantId: ask.tenantId, id: { in: slots.flatMap((slot) => slot.practitionerIds) } },
      select: { id: true, displayName: true },
    });
    return slots.flatMap((slot) => {
      const who = people.find(({ id }) => id === slot.practitionerIds.find((one) => takes(one, slot)));
      if (who === undefined) return [];
      return [{ startsAt: slot.start, practitionerId: who.id, practitionerName: who.displayName }];
    });
  }
  return [];
}

/**
 * Who could take a visit at the time it has: who gives its service, works then and is free, with a room, by the very rules of a move. Who
 * covers the days off that it stands in comes first, then by a fair choice. `zone`: of its place.
 */
export async function freeColleagues(
  tx: Tx,
  { tenantId, now }: { readonly tenantId: string; readonly now: Instant },
  visit: VisitShape,
  zone: TimeZone,
): Promise<FreeColleague[]> {
  const { practitionerId, mode, start, end } = visit;
  if (visit.withPractitionerIds.length > 0) return []; // it is moved or cancelled with all who hold it
  const move = { practitionerId: null, start, by: "staff" } as const;
  const times = await loadMoveTimes(tx, { tenantId, now, visit, move });
  if (!times.ok) return [];
  const candidates = times.value.candidates.filter(({ id }) => id !== practitionerId);
  const free = freeCandidates({ ...times.value, candidates }, now);
  const named = await tx.practitioner.findMany({
    where: { tenantId, id: { in: [...free] } },
    select: { id: true, displayName: true },
  });
  const clocks = await clocksNow(tx, { tenantId, practitionerId, now });
  const meantIn = daysOffZone({ mode, zone, start }, clocks);
  const covers = (await daysOffAround(tx, { tenantId, practitionerId }))
    .filter((off) => closedDuring([off], meantIn, interval(start, end)))
    .map(({ coverId }) => coverId);
  return free
    .flatMap((id) => named.filter((one) => one.id === id))
    .map((one) => ({ ...one, covers: covers.includes(one.id) }))
    .toSorted((a, b) => Number(b.covers) - Number(a.covers));
}
