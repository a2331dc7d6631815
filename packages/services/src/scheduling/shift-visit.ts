import { Prisma, type Tx } from "@quietroom/db";
import { type Instant, plus, type TimeZone } from "@quietroom/domain/time";
import { toInstantColumn } from "../instant-column.ts";
import { zoneColumns } from "../zone-columns.ts";
import type { AppointmentRow } from "./rows.ts";

/** What a visit takes once it is so many milliseconds later. */
export function shiftedBy(visit: AppointmentRow, byMs: number): AppointmentRow {
  const { roomUntil, deviceUntil } = visit;
  return {
    ...visit,
    start: plus(visit.start, byMs),
    end: plus(visit.end, byMs),
    blockedFrom: plus(visit.blockedFrom, byMs),
    blockedUntil: plus(visit.blockedUntil, byMs),
    roomUntil: roomUntil && plus(roomUntil, byMs),
    deviceUntil: deviceUntil && plus(deviceUntil, byMs),
  };
}

/**
 * Writes a visit whose row is locked where its zone's clock puts it. Lengths are elapsed time: everything that it takes, and its cut-off,
 * moves by as much as its start. `isOther` says that its client has to hear, which a new version is for. `overrideId` is one that it is
 * there by; one that it had, and that is not named, was for another time.
 */
export async function shiftVisit(
  tx: Tx,
  { tenantId, now }: { readonly tenantId: string; readonly now: Instant },
  visit: {
    readonly id: string;
    readonly was: Instant;
    readonly start: Instant;
    readonly timeZone: TimeZone;
    readonly isOther: boolean;
    readonly overrideId?: string;
  },
): Promise<void> {
  const { id, was, start, timeZone, isOther, overrideId } = visit;
  const zone = zoneColumns(start, timeZone);
  // Seconds, never days: by the clock of the database a day may have another length.
  const shift = Prisma.sql`make_interval(secs => ${(start - was) / 1000}::double precision)`;
  const under = overrideId === undefined ? Prisma.empty : Prisma.sql`override_id = ${overrideId}::uuid,`;
  await tx.$executeRaw`
    update appointment set ${under} time_zone = ${timeZone}, utc_offset_min = ${zone.utcOffsetMin}::smallint, zone_rules = ${zone.zoneRules},
      starts_at = starts_at + ${shift}, ends_at = ends_at + ${shift},
      blocked_from = blocked_from + ${shift}, blocked_until = blocked_until + ${shift},
      room_until = room_until + ${shift}, device_until = device_until + ${shift},
      cancel_deadline = cancel_deadline + ${shift},
      version = version + ${isOther ? 1 : 0}::int, updated_at = ${toInstantColumn(now)}::timestamptz
    where tenant_id = ${tenantId}::uuid and id = ${id}::uuid`;
}
