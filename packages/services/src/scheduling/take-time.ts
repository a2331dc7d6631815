import { Prisma, type Tx } from "@quietroom/db";
import type { AppointmentId } from "@quietroom/domain/ids";
import { refuse, type Result } from "@quietroom/domain/result";
import type { HoldPlan, Placement } from "@quietroom/domain/scheduling";
import { type Instant, instant, plus, type TimeZone } from "@quietroom/domain/time";
import { peopleOf } from "../held-by.ts";
import { toInstantColumn } from "../instant-column.ts";
import { deviceUntil, longestBlockMs, roomUntil } from "./busy.ts";
import { zoneColumns } from "../zone-columns.ts";

/** A time to be held, with what its appointment will keep of this moment. */
export type NewHold = HoldPlan & {
  readonly id: AppointmentId;
  readonly timeZone: TimeZone;
  readonly clientTimeZone: TimeZone | null;
  readonly priceMinor: number;
  readonly currency: string;
  /** The address of the visitor who holds it, where one does and it is known (ec-H6). */
  readonly heldFrom?: string | null;
  /** The override that it passes over others' time with (ec-H20). */
  readonly overrideId?: string | null;
  /** The cancelled visit whose time it keeps, while that can be undone (ec-I15). */
  readonly undoHoldOf?: string | null;
};

/**
 * Takes a time in one statement, or answers false when somebody else has it: the constraints decide, whatever was read before.
 * Holds over it that have run out do not stand in its way and are set aside (ec-H2); `givingUp` is the visitor's own hold, which
 * goes with the same step. Never a plain INSERT, which would make those who come at once wait for a deadlock to be found.
 */
export async function takeTime(
  tx: Tx,
  take: {
    readonly tenantId: string;
    readonly now: Instant;
    readonly hold: NewHold;
    readonly givingUp: string | null;
  },
): Promise<boolean> {
  const { tenantId, hold, givingUp } = take;
  const zone = zoneColumns(hold.start, hold.timeZone);
  const from = toInstantColumn(hold.blockedFrom);
  const until = toInstantColumn(hold.blockedUntil);
  // The insert reads the counts of the other two parts, so that both are done before it meets the constraints.
  const taken = await tx.$queryRaw<{ id: string }[]>`
    with aside as (
      ${expiredHoldsAside(take, hold, givingUp)} returning 1
    ), given_up as (
      delete from appointment
      where tenant_id = ${tenantId}::uuid and id = ${givingUp}::uuid and status = 'held'
      returning 1
    )
    insert into appointment (
      tenant_id, id, status, practitioner_id, with_practitioner_ids, location_id, room_id, room_until, preferred_room_id, device_id, device_until,
      service_id, override_id, mode, starts_at, ends_at, blocked_from, blocked_until, time_zone, client_time_zone, price_minor, currency, hold_expires_at,
      held_from, undo_hold_of, utc_offset_min, zone_rules
    )
    select ${tenantId}::uuid, ${hold.id}::uuid, 'held', ${hold.practitionerId}::uuid, ${hold.withPractitionerIds}::uuid[], ${hold.locationId}::uuid,
      ${hold.roomId}::uuid, ${hold.roomUntil && toInstantColumn(hold.roomUntil)}::timestamptz, ${hold.preferredRoomId}::uuid,
      ${hold.deviceId}::uuid, ${hold.deviceUntil && toInstantColumn(hold.deviceUntil)}::timestamptz,
      ${hold.serviceId}::uuid, ${hold.overrideId ?? null}::uuid, ${hold.mode}::visit_mode,
      ${toInstantColumn(hold.start)}::timestamptz, ${toInstantColumn(hold.end)}::timestamptz,
      ${from}::timestamptz, ${until}::timestamptz, ${hold.timeZone}, ${hold.clientTimeZone},
      ${hold.priceMinor}::int, ${hold.currency}, ${toInstantColumn(hold.expiresAt)}::timestamptz,
      ${hold.heldFrom ?? null}, ${hold.undoHoldOf ?? null}::uuid, ${zone.utcOffsetMin}::smallint, ${zone.zoneRules}
    from (select count(*) as n from aside) a, (select count(*) as n from given_up) g
    where a.n + g.n >= 0
    on conflict do nothing
    returning id`;
  return taken.length === 1;
}

/** Sets aside the holds over a time that have run out, for a visit that is moved there: an UPDATE cannot do both at once (ec-H2). */
export async function setExpiredHoldsAside(tx: Tx, when: Moment, time: TakenTime): Promise<void> {
  await tx.$executeRaw(expiredHoldsAside(when, time, null));
}

type Moment = { readonly tenantId: string; readonly now: Instant };
type TakenTime = Pick<
  Placement,
  | "practitionerId"
  | "withPractitionerIds"
  | "roomId"
  | "roomUntil"
  | "deviceId"
  | "deviceUntil"
  | "blockedFrom"
  | "blockedUntil"
>;

function expiredHoldsAside(when: Moment, time: TakenTime, except: string | null): Prisma.Sql {
  const now = toInstantColumn(when.now);
  const { blockedFrom, blockedUntil } = time;
  const people = peopleOf(time);
  const roomTaken = time.roomUntil ?? blockedUntil;
  const deviceTaken = time.deviceUntil ?? blockedUntil;
  const last = instant(Math.max(blockedUntil, roomTaken, deviceTaken));
  const meets = (until: Instant, itsUntil: Prisma.Sql) => Prisma.sql`
          blocked_from < ${toInstantColumn(until)}::timestamptz and ${itsUntil} > ${toInstantColumn(blockedFrom)}::timestamptz`;
  return Prisma.sql`
      update appointment set superseded = true, updated_at = ${now}::timestamptz
      where tenant_id = ${when.tenantId}::uuid
        and (((practitioner_id = any(${people}::uuid[]) or with_practitioner_ids && ${people}::uuid[])
            and ${meets(blockedUntil, Prisma.sql`blocked_until`)})
          or (room_id = ${time.roomId}::uuid and ${meets(roomTaken, roomUntil)})
          or (device_id = ${time.deviceId}::uuid and ${meets(deviceTaken, deviceUntil)}))
        and starts_at > ${toInstantColumn(plus(blockedFrom, -longestBlockMs))}::timestamptz
        and starts_at < ${toInstantColumn(plus(last, longestBlockMs))}::timestamptz
        and not superseded and status = 'held' and hold_expires_at < ${now}::timestamptz
        and (${except}::uuid is null or id <> ${except}::uuid)`;
}

/** Each look that is lost was lost to somebody's new appointment, which the next look sees: rooms and people run out first. */
const looks = 5;

/**
 * Decides on the facts as they are and takes the time; when somebody else was quicker, looks again (another room, another person). A time
 * that was lost gives nothing up: the visitor keeps the hold that was to go with the same step (ec-H5).
 */
export async function lookAndTake<Plan, Refusal>(
  tx: Tx,
  look: () => Promise<Result<Plan, Refusal>>,
  take: (plan: Plan) => Promise<boolean>,
): Promise<Result<Plan, Refusal | "slot_taken">> {
  for (let attempt = 0; attempt < looks; attempt += 1) {
    const decision = await look();
    if (!decision.ok) return decision;
    await tx.$executeRaw`savepoint before_taking`;
    if (await take(decision.value)) return decision;
    await tx.$executeRaw`rollback to savepoint before_taking`;
  }
  return refuse("slot_taken");
}
