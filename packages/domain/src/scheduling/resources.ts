import type { ResourceId } from "../ids.ts";
import { dayMs, type Instant, type Interval, minuteMs, plus } from "../time/index.ts";
import { blockedRange } from "./occupancy.ts";
import type { ServiceRules } from "./service-rules.ts";
import { type BookingRules, clearOf, type ResourceFacts, takenWith } from "./slots.ts";

/**
 * The room and the device that a visit takes, from where its own block begins. `roomUntil` and `deviceUntil`: when the next visit can
 * have them, where that is later than when its people are free (ec-E7). `preferredRoomId`: the room that the service likes best,
 * where the visit got another (ec-E4).
 */
export type Allotment = {
  readonly roomId: ResourceId | null;
  readonly roomUntil: Instant | null;
  readonly preferredRoomId: ResourceId | null;
  readonly deviceId: ResourceId | null;
  readonly deviceUntil: Instant | null;
};

type Pool = readonly ResourceFacts[] | null | undefined;

/** The first of each pool that is free for the whole visit; nothing of a pool that is not needed, or has nothing free. */
export function allot({ rooms, devices, service }: BookingRules, start: Instant): Allotment {
  const room = firstFree(rooms, start, service);
  const device = firstFree(devices, start, service);
  return {
    roomId: room?.id ?? null,
    roomUntil: room && usableFrom(room, start, service),
    preferredRoomId: room && missedPreference(rooms, room),
    deviceId: device?.id ?? null,
    deviceUntil: device && usableFrom(device, start, service),
  };
}

/** The first of the pool that is free for the visit, its buffers and its cleaning; null when none is, or none is needed. */
export function firstFree(pool: Pool, start: Instant, service: ServiceRules): ResourceFacts | null {
  const here = [{ first: start, last: start }];
  return pool?.find((one) => clearOf(one.busy, here, takenWith(one, service)).length > 0) ?? null;
}

/** The one of a pool that is liked best, when the visit got another; null when it got that, or any is as good. */
export function missedPreference(pool: Pool, got: ResourceFacts): ResourceId | null {
  const best = pool?.[0];
  return best?.isPreferred === true && best.id !== got.id ? best.id : null;
}

/** When the next visit can have it; null when that is as soon as this visit's people are free. */
export function usableFrom(
  { cleaningMin = 0 }: ResourceFacts,
  start: Instant,
  service: ServiceRules,
): Instant | null {
  return cleaningMin === 0 ? null : plus(blockedRange(start, service).end, cleaningMin * minuteMs);
}

/** What is away for longer is not out of service: it is retired. */
const longestOutMs = 366 * dayMs;

/** Why a time out of service may not be saved, or null when it may. */
export function outOfServiceRefusal({ start, end }: Interval): "end_before_start" | "too_long" | null {
  if (end <= start) return "end_before_start";
  return end - start > longestOutMs ? "too_long" : null;
}
