import type { Tx } from "@quietroom/db";
import type { PractitionerId } from "@quietroom/domain/ids";
import {
  blockedRange,
  type Booker,
  type Breaks,
  type Busy,
  findSlots,
  type HoldFacts,
  type Journey,
  longestTravel,
  type PractitionerFacts,
  reachOfBreak,
  type ResourceFacts,
  type Slot,
  travelMinutes,
  withoutNotice,
  type Workload,
} from "@quietroom/domain/scheduling";
import {
  dayMs,
  instant,
  type Instant,
  type Interval,
  interval,
  minuteMs,
  plus,
} from "@quietroom/domain/time";
import { toInstantColumn } from "../instant-column.ts";
import { type BusyAsk, loadBusy, type TakenTime } from "./busy.ts";
import { loadFullTimes } from "./full-times.ts";
import type { PoolResource, Scene } from "./scene.ts";
import { loadSupervision } from "./supervision.ts";

type Ask = Pick<BusyAsk, "tenantId" | "now" | "except">;

/** The free starts of a scene within `window`. Staff are shown the same grid without notice, horizon and caps (ec-C14). */
export async function freeSlots(
  tx: Tx,
  ask: Ask & { readonly bookedBy: Booker },
  scene: Scene,
  window: Interval,
): Promise<Slot[]> {
  if (!scene.studioOpen || !scene.offered || window.start >= window.end || scene.practitioners.length === 0)
    return [];
  const { service } = scene;
  const reach = interval(
    plus(window.start, -service.bufferBeforeMin * minuteMs),
    plus(window.end, (service.durationMin + service.bufferAfterMin + longestAfter(scene)) * minuteMs),
  );
  const byStaff = ask.bookedBy === "staff";
  const busy = await loadBusy(tx, {
    ...ask,
    ...owners(scene),
    ...withVisits(scene, reach),
    offersYieldFor: null,
  });
  const full = byStaff ? new Map<PractitionerId, never>() : await loadFullTimes(tx, ask, scene, window);
  const supervision = await loadSupervision(tx, ask.tenantId, scene, reach);
  return findSlots({
    now: ask.now,
    service: byStaff ? withoutNotice(service) : service,
    horizonDays: byStaff ? null : scene.horizonDays,
    rooms: poolOf(scene.rooms, busy),
    devices: poolOf(scene.devices, busy),
    window,
    mode: searchMode(scene),
    practitioners: scene.practitioners.map((practitioner) => ({
      ...practitioner,
      busy: busy.get(practitioner.id) ?? [],
      ...besideVisits(scene, practitioner, busy.get(practitioner.id)),
      supervision: supervision.get(practitioner.id) ?? null,
      full: full.get(practitioner.id) ?? [],
    })),
  });
}

/** Who of a scene's practitioners have to be free for a time to be offered. */
export function searchMode({ together, choice }: Scene): "single" | "any" | "all" {
  if (together) return "all";
  return choice.practitionerId === null ? "any" : "single";
}

/**
 * The stretch in which taken time can matter to visits that take `window`: as far around it as the longest way, and as a break that is
 * needed reaches. The visits themselves are read too where either counts, or the longer of their buffers (ec-C4).
 */
export function withVisits(
  { travel, service, practitioners }: Scene,
  window: Interval,
): Pick<BusyAsk, "window" | "withPlaces"> {
  const reaches = [
    ...(travel === null ? [] : [longestTravel(travel)]),
    ...practitioners.flatMap(({ breakRule }) => (breakRule === null ? [] : [reachOfBreak(breakRule)])),
  ];
  if (reaches.length === 0) return { window, withPlaces: service.bufferSum === "max" };
  const longestMs = Math.max(...reaches) * minuteMs;
  return { window: interval(plus(window.start, -longestMs), plus(window.end, longestMs)), withPlaces: true };
}

/** What a practitioner's other visits ask of one beside them: the way to them and from them, and a break. */
export function besideVisits(
  scene: Scene,
  { breakRule }: Pick<Scene["practitioners"][number], "breakRule">,
  taken: readonly Pick<TakenTime, "visit">[] = [],
): Pick<PractitionerFacts, "journeys" | "breaks"> {
  return { journeys: journeysFrom(scene, taken), breaks: breaksFrom(breakRule, taken) };
}

function breaksFrom(
  rule: Scene["practitioners"][number]["breakRule"],
  taken: readonly Pick<TakenTime, "visit">[],
): Breaks | null {
  return rule && { ...rule, visits: taken.flatMap(({ visit }) => (visit === undefined ? [] : [visit])) };
}

/** Those of a practitioner's visits that are held elsewhere than the one asked about. */
function journeysFrom({ travel }: Scene, taken: readonly Pick<TakenTime, "visit">[]): Journey[] {
  if (travel === null) return [];
  return taken.flatMap(({ visit }) => {
    const travelMin = visit === undefined ? 0 : travelMinutes(travel, visit);
    return visit === undefined || travelMin === 0 ? [] : [{ start: visit.start, end: visit.end, travelMin }];
  });
}

/** Everything that decides whether one start can be had, what is taken around it included. */
export async function holdFactsAt(
  tx: Tx,
  ask: Ask & {
    readonly start: Instant;
    readonly bookedBy: Booker;
    readonly offersYieldFor?: readonly string[] | null;
  },
  scene: Scene,
): Promise<HoldFacts> {
  const { start, bookedBy, offersYieldFor = null, ...whose } = ask;
  const { choice, service } = scene;
  const blocked = blockedRange(start, service);
  const window = interval(blocked.start, plus(blocked.end, longestAfter(scene) * minuteMs));
  const busy = await loadBusy(tx, {
    ...whose,
    ...owners(scene),
    ...withVisits(scene, window),
    offersYieldFor,
  });
  const full = await loadFullTimes(tx, whose, scene, interval(start, start));
  const supervision = await loadSupervision(tx, ask.tenantId, scene, window);
  const workloads = await loadWorkloads(tx, ask, scene);
  return {
    start,
    serviceId: choice.serviceId,
    locationId: choice.locationId,
    mode: choice.mode,
    bookedBy,
    service,
    horizonDays: scene.horizonDays,
    rooms: poolOf(scene.rooms, busy),
    devices: poolOf(scene.devices, busy),
    together: scene.together,
    candidates: scene.practitioners.map((practitioner) => ({
      ...practitioner,
      busy: busy.get(practitioner.id) ?? [],
      ...besideVisits(scene, practitioner, busy.get(practitioner.id)),
      supervision: supervision.get(practitioner.id) ?? null,
      full: full.get(practitioner.id) ?? [],
      workload: workloads.get(practitioner.id) ?? idle,
    })),
  };
}

const idle: Workload = { bookedInPeriod: 0, lastAssignedAt: null };

/** Who is busiest is counted over a week either side of the start. */
const periodMs = 7 * dayMs;

/**
 * How busy each candidate is around a start, and when they were last given a visit, however long ago, for a fair choice; what they hold
 * beside somebody who leads is not counted. Nothing is asked when there is nothing to choose.
 */
async function loadWorkloads(
  tx: Tx,
  { tenantId, start }: { readonly tenantId: string; readonly start: Instant },
  { practitioners, together }: Scene,
): Promise<ReadonlyMap<string, Workload>> {
  if (practitioners.length < 2 || together) return new Map();
  const rows = await tx.$queryRaw<{ id: string; booked: number; last: number | null }[]>`
    select p.id, period.booked, date_part('epoch', given.last) * 1000 as last
    from unnest(${practitioners.map(({ id }) => id)}::uuid[]) as p(id)
      cross join lateral (
        select count(*)::int as booked from appointment
        where tenant_id = ${tenantId}::uuid and practitioner_id = p.id
          and starts_at > ${toInstantColumn(plus(start, -periodMs))}::timestamptz
          and starts_at < ${toInstantColumn(plus(start, periodMs))}::timestamptz
          and not superseded and group_session_id is null and status not in ('held', 'cancelled', 'no_show')) period
      left join lateral (
        select booked_at as last from appointment
        where tenant_id = ${tenantId}::uuid and practitioner_id = p.id and booked_at is not null
          and not superseded and group_session_id is null and status not in ('held', 'cancelled', 'no_show')
        order by booked_at desc limit 1) given on true`;
  return new Map(
    rows.map(({ id, booked, last }) => [
      id,
      { bookedInPeriod: booked, lastAssignedAt: last === null ? null : instant(Math.round(last)) },
    ]),
  );
}

/** Whose diaries a scene is about. */
export function owners({
  practitioners,
  rooms,
  devices,
}: Scene): Pick<BusyAsk, "practitionerIds" | "roomIds" | "deviceIds"> {
  return {
    practitionerIds: practitioners.map(({ id }) => id),
    roomIds: rooms?.map(({ id }) => id) ?? [],
    deviceIds: devices?.map(({ id }) => id) ?? [],
  };
}

/** A pool with what is taken of each, out of service included: nobody can have it then either. */
export function poolOf(
  pool: readonly PoolResource[] | null,
  busy: ReadonlyMap<string, readonly Busy[]>,
): ResourceFacts[] | null {
  return (
    pool &&
    pool.map(({ name: _name, outOfService, ...one }) => ({
      ...one,
      busy: [...(busy.get(one.id) ?? []), ...(outOfService === null ? [] : [outOfService])],
    }))
  );
}

/** So many minutes after a visit its practitioner may write notes and something of its pools be in use, so that what follows is looked at too. */
function longestAfter({ practitioners, rooms, devices }: Scene): number {
  const longestNotes = Math.max(0, ...practitioners.map(({ notesMin }) => notesMin));
  return (
    longestNotes +
    Math.max(0, ...[...(rooms ?? []), ...(devices ?? [])].map(({ cleaningMin = 0 }) => cleaningMin))
  );
}
