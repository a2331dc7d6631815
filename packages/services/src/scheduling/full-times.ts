import { Prisma, type Tx } from "@quietroom/db";
import type { PractitionerId, ServiceId } from "@quietroom/domain/ids";
import {
  type Caps,
  countedDates,
  fullAt,
  type FullTime,
  fullByMinutes,
  fullTimes,
  hasCap,
  hasMinutesCap,
  minutesOn,
  type MinutesOverMidnight,
} from "@quietroom/domain/scheduling";
import {
  dayBounds,
  type Instant,
  type Interval,
  interval,
  minuteMs,
  plus,
  type TimeZone,
  type Weekday,
} from "@quietroom/domain/time";
import { toInstantColumn } from "../instant-column.ts";

/** Whose caps decide about a time, and by which calendar they are counted. A scene is one. */
export type CappedScene = {
  readonly choice: { readonly serviceId: ServiceId };
  readonly caps: Caps;
  readonly practitioners: readonly {
    readonly id: PractitionerId;
    readonly caps: Caps;
    /** Null: they do without breaks. */
    readonly breakRule: object | null;
  }[];
  readonly zone: TimeZone;
  readonly weekStart: Weekday;
  /** What is asked about, and on which date its minutes count. */
  readonly service: { readonly durationMin: number };
  readonly minutesOverMidnight: MinutesOverMidnight;
  /** Null where the practitioners are always at one place. */
  readonly travel: object | null;
};

type Ask = {
  readonly tenantId: string;
  readonly now: Instant;
  /** The visit that is being moved, or the hold that is being given up or confirmed: it takes no place beside itself (ec-D10). */
  readonly except: string | null;
};

/** For each practitioner, where caps leave no place for a start within `window`. Where nobody has a cap nothing is asked. */
export async function loadFullTimes(
  tx: Tx,
  ask: Omit<Ask, "tenantId">,
  scene: CappedScene,
  window: Interval,
): Promise<FullTimes> {
  return (await loadCounted(tx, ask, scene, window))([]);
}

type FullTimes = ReadonlyMap<PractitionerId, readonly FullTime[]>;

/**
 * The same, to be asked again and again: with so many visits that are planned, each of every practitioner and of the service of the scene,
 * counted like those that are booked (ec-D4), and without those that are `gone` from their times.
 */
export async function loadCounted(
  tx: Tx,
  { now, except }: Omit<Ask, "tenantId">,
  scene: CappedScene,
  window: Interval,
): Promise<(planned: readonly Instant[], gone?: readonly Instant[]) => FullTimes> {
  const { practitioners, serviceId } = cappedOwners(scene);
  if (practitioners.length === 0 && serviceId === null) return () => new Map();
  const { durationMin } = scene.service;
  const over = scene.minutesOverMidnight;
  const visitAt = (start: Instant) => interval(start, plus(start, durationMin * minuteMs));
  // A visit over midnight may count on the date on which it ends.
  const counted = countedDates(interval(window.start, visitAt(window.end).end), scene.zone, scene.weekStart);
  const days = counted.dates.map((date) => dayBounds(date, scene.zone));
  // Days meet, also at a date that the zone skipped, so that their starts and the last end are all the bounds.
  const bounds = [...days.map(({ start }) => start), ...days.slice(-1).map(({ end }) => end)].map(
    toInstantColumn,
  );
  const rows = await tx.$queryRaw<{ owner: string; stretch: number; visits: number }[]>`
    select owner, stretch, visits from app.counted_visits(
      ${practitioners}::uuid[], ${serviceId}::uuid, ${bounds}::timestamptz[], ${toInstantColumn(now)}::timestamptz, ${except}::uuid)
    union all
    select owner, stretch, visits from app.counted_beside(
      ${practitioners}::uuid[], ${bounds}::timestamptz[], ${toInstantColumn(now)}::timestamptz, ${except}::uuid)`;
  const byMinutes = scene.practitioners.filter(({ caps }) => hasMinutesCap(caps)).map(({ id }) => id);
  const taken =
    byMinutes.length === 0
      ? []
      : await tx.$queryRaw<{ owner: string; stretch: number; minutes: number }[]>`
    select owner, stretch, minutes from app.counted_minutes(
      ${byMinutes}::uuid[], ${bounds}::timestamptz[], ${toInstantColumn(now)}::timestamptz, ${except}::uuid, ${over === "split"}::boolean)`;
  return (planned, gone = []) => {
    const minutesOf = (owner: string): number[] => {
      const sum = (visits: readonly Instant[], day: Interval) =>
        visits.reduce((total, start) => total + minutesOn(day, visitAt(start), over), 0);
      const minutes = days.map((day) => sum(planned, day) - sum(gone, day));
      for (const row of taken)
        if (row.owner === owner) minutes[row.stretch - 1] = (minutes[row.stretch - 1] ?? 0) + row.minutes;
      return minutes;
    };
    const visitsOf = (owner: string): number[] => {
      const within = (visits: readonly Instant[], { start, end }: Interval) =>
        visits.filter((visit) => start <= visit && visit < end).length;
      const visits = days.map((day) => within(planned, day) - within(gone, day));
      for (const row of rows)
        if (row.owner === owner) visits[row.stretch - 1] = (visits[row.stretch - 1] ?? 0) + row.visits;
      return visits;
    };
    const ofService = fullTimes("service", scene.caps, counted, visitsOf(scene.choice.serviceId));
    return new Map(
      scene.practitioners.map(({ id, caps }) => [
        id,
        [
          ...ofService,
          ...fullTimes("practitioner", caps, counted, visitsOf(id)),
          ...fullByMinutes(caps, counted, hasMinutesCap(caps) ? minutesOf(id) : [], { durationMin, over }),
        ],
      ]),
    );
  };
}

/**
 * Makes those who want a place under the same caps wait for each other until the transaction ends, so that what is counted next stays as it
 * is (ec-D5); and those who want a practitioner who goes from place to place or needs breaks, since neither the way between two visits nor
 * a break is in a constraint (ec-E9, SCHED-25).
 * Calendars first, by the lock of `lockCalendars` and in its order; then the caps, practitioners in one order and then the service, so that
 * nobody waits in a circle; before any row is written or locked that another taker may want. Whoever has no cap and needs no
 * break, at a studio of one place, takes no lock.
 */
export async function lockCaps(tx: Tx, tenantId: string, scene: CappedScene): Promise<void> {
  const calendars = scene.practitioners
    .filter(({ breakRule }) => scene.travel !== null || breakRule !== null)
    .map(({ id }) => `calendar ${tenantId} ${id}`);
  if (calendars.length > 0)
    await tx.$executeRaw`
      select pg_advisory_xact_lock(key)
      from (select distinct hashtextextended(name, 0) as key from unnest(${calendars}::text[]) as name order by 1) as keys`;
  const { practitioners, serviceId } = cappedOwners(scene);
  const owners = [...practitioners.toSorted(), ...(serviceId === null ? [] : [serviceId])];
  if (owners.length === 0) return;
  const names = owners.map((owner) => `cap ${tenantId} ${owner}`);
  await tx.$executeRaw`
    select pg_advisory_xact_lock(hashtextextended(name, 0))
    from (select name from unnest(${names}::text[]) with ordinality as names (name, position) order by position) in_order`;
}

/** Whether the caps of these practitioners and of the service leave a place at `start`, seen while others who want it wait. */
export async function hasPlace(
  tx: Tx,
  ask: Ask,
  scene: CappedScene,
  {
    practitionerIds,
    start,
  }: { readonly practitionerIds: readonly PractitionerId[]; readonly start: Instant },
): Promise<boolean> {
  const theirs = {
    ...scene,
    practitioners: scene.practitioners.filter(({ id }) => practitionerIds.includes(id)),
  };
  await lockCaps(tx, ask.tenantId, theirs);
  const full = await loadFullTimes(tx, ask, theirs, interval(start, start));
  return practitionerIds.every((id) => fullAt(full.get(id), start).length === 0);
}

/**
 * The locks of `lockCaps` for the visit of an appointment, as a condition that is always true: said with the lock of its row, they come
 * before it and cost no question of their own.
 */
export function capsLocked(tenantId: string, appointmentId: string): Prisma.Sql {
  return Prisma.sql`(
    select count(pg_advisory_xact_lock(hashtextextended(name, 0))) >= 0
    from (select name from (
      select 0 as position, concat('calendar ', a.tenant_id, ' ', person) as name
      from appointment a cross join unnest(a.with_practitioner_ids || a.practitioner_id) as person
      where a.tenant_id = ${tenantId}::uuid and a.id = ${appointmentId}::uuid and (
        exists (select from location l where l.tenant_id = a.tenant_id and (l.id <> a.location_id or not l.telehealth_possible))
        or exists (select from practitioner p
          where p.tenant_id = a.tenant_id and p.id = person and p.break_after_min is not null))
      union all
      select 1, concat('cap ', p.tenant_id, ' ', p.id)
      from appointment a join practitioner p on p.tenant_id = a.tenant_id and p.id = any(a.with_practitioner_ids || a.practitioner_id)
      where a.tenant_id = ${tenantId}::uuid and a.id = ${appointmentId}::uuid
        and (p.max_per_day is not null or p.max_per_week is not null or p.max_minutes_per_day is not null)
      union all
      select 2, concat('cap ', s.tenant_id, ' ', s.id)
      from appointment a join service s on s.tenant_id = a.tenant_id and s.id = a.service_id
      where a.tenant_id = ${tenantId}::uuid and a.id = ${appointmentId}::uuid
        and (s.max_per_day is not null or s.max_per_week is not null)
      ) named order by position, case position when 0 then hashtextextended(name, 0) end, name collate "C"
    ) capped)`;
}

function cappedOwners({ choice, caps, practitioners }: CappedScene): {
  readonly practitioners: readonly PractitionerId[];
  readonly serviceId: ServiceId | null;
} {
  return {
    practitioners: practitioners.filter((one) => hasCap(one.caps)).map(({ id }) => id),
    serviceId: hasCap(caps) ? choice.serviceId : null,
  };
}
