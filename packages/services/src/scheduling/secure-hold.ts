import type { Tx } from "@quietroom/db";
import { refuse, type Result } from "@quietroom/domain/result";
import {
  type BookingPlan,
  decideBooking,
  holdMs,
  type HoldPlan,
  type SlotRefusal,
} from "@quietroom/domain/scheduling";
import { type Interval, interval, minuteMs, overlaps, plus } from "@quietroom/domain/time";
import type { VerbWork } from "../define-verb.ts";
import { peopleOf } from "../held-by.ts";
import { toInstantColumn } from "../instant-column.ts";
import type { Refused, Wanted } from "./alternatives.ts";
import { busyElsewhere } from "./busy.ts";
import { holdFactsAt } from "./facts.ts";
import { loadFullTimes } from "./full-times.ts";
import { withVisitsOwnLength } from "./move-times.ts";
import { type AppointmentRow, holdStands } from "./rows.ts";
import type { PoolResource, Scene } from "./scene.ts";
import { secureSeats } from "./seats.ts";
import { loadSupervision } from "./supervision.ts";
import { lookAndTake, takeTime } from "./take-time.ts";

type Work = Pick<VerbWork<unknown>, "tx" | "tenantId" | "now">;

/** Makes sure of what a visitor holds, a time or seats, also when the hold has run out (ec-H3); or says why not, and which time was wanted. */
export async function secureHold(
  work: Work,
  hold: AppointmentRow,
  scene: Scene,
): Promise<
  Result<BookingPlan, Refused<SlotRefusal | "unknown_service" | "seats_taken" | "session_cancelled">>
> {
  const plan =
    hold.groupSessionId === null ? await secureTime(work, hold, scene) : await secureSeats(work, hold, scene);
  if (plan.ok) return plan;
  return refuse({ code: plan.refusal, wanted: plan.refusal === "unknown_service" ? null : wantedBy(hold) });
}

/** The time that a hold was to have, for looking up others instead; null of seats, whose session is at one time. */
export function wantedBy(hold: AppointmentRow): Wanted | null {
  const durationMin = (hold.end - hold.start) / minuteMs;
  const wanted = { choice: { ...hold, durationMin }, start: hold.start, except: hold.id };
  return hold.groupSessionId === null ? wanted : null;
}

/**
 * Makes sure of the time: a hold that stands has it; one that ran out, or whose room or device cannot be used any more, is made to stand
 * again, if it can be, as the same row. Nobody is booked with somebody who was deactivated, not even from a hold.
 */
async function secureTime(
  { tx, tenantId, now }: Work,
  hold: AppointmentRow,
  scene: Scene,
): Promise<Result<BookingPlan, SlotRefusal | "unknown_service">> {
  if (await isDeactivated(tx, tenantId, scene, hold)) return refuse("unknown_service");
  const standing = holdStands(hold, now) && (await canBeUsed(tx, tenantId, scene, hold));
  if (!standing && (!scene.offered || scene.practitioners.length === 0)) return refuse("unknown_service");
  const whose = { tenantId, now, except: hold.id };
  const full = standing
    ? await loadFullTimes(tx, whose, withVisitsOwnLength(scene, hold), interval(hold.start, hold.end))
    : null;
  const practitioners = peopleOf(hold).map((id) => ({ id }));
  const supervision = standing
    ? await loadSupervision(tx, tenantId, { ...scene, practitioners }, interval(hold.start, hold.end))
    : null;
  // Nobody's diary decides about a hold that stands, so none is read.
  const candidates = standing
    ? { ...scene, practitioners: [], rooms: null, devices: null }
    : withVisitsOwnLength(scene, hold);
  const ask = { tenantId, now, except: hold.id, start: hold.start, bookedBy: "client" } as const;
  return await lookAndTake(
    tx,
    async () =>
      decideBooking({
        hold: standing ? planOf(hold) : null,
        slotFacts: await holdFactsAt(tx, ask, candidates),
        closed: scene,
        elsewhere: standing ? await busyElsewhere(tx, { tenantId, ...heldTime(hold) }) : [],
        hours: scene.practitioners.filter(({ id }) => peopleOf(hold).includes(id)),
        supervision: [...(supervision?.values() ?? [])],
        full: peopleOf(hold).flatMap((id) => full?.get(id) ?? []),
        policy: { ...scene, request: scene },
        now,
      }),
    async (plan) =>
      plan.taken === "from_hold" ||
      (await takeTime(tx, {
        tenantId,
        now,
        givingUp: hold.id,
        hold: { ...hold, ...plan, expiresAt: plus(now, holdMs) },
      })),
  );
}

/** Of those who give the service by now it is known that they are active. */
async function isDeactivated(tx: Tx, tenantId: string, scene: Scene, hold: AppointmentRow): Promise<boolean> {
  const others = peopleOf(hold).filter((id) => !scene.practitioners.some((one) => one.id === id));
  if (others.length === 0) return false;
  return (await tx.practitioner.count({ where: { tenantId, id: { in: others }, active: false } })) > 0;
}

/** Whether the held room and device are in service throughout; that the service would be given others by now is no matter. */
async function canBeUsed(tx: Tx, tenantId: string, scene: Scene, hold: AppointmentRow): Promise<boolean> {
  const pool = [...(scene.rooms ?? []), ...(scene.devices ?? [])];
  const { roomId, deviceId, blockedFrom, blockedUntil } = hold;
  for (const [id, until] of [
    [roomId, hold.roomUntil],
    [deviceId, hold.deviceUntil],
  ] as const) {
    if (id === null) continue;
    const taken = interval(blockedFrom, until ?? blockedUntil);
    const known = pool.find((one) => one.id === id);
    if (known === undefined ? !(await inService(tx, tenantId, id, taken)) : isOut(known, taken)) return false;
  }
  return true;
}

function isOut({ outOfService }: PoolResource, taken: Interval): boolean {
  return outOfService !== null && overlaps(outOfService, taken);
}

async function inService(tx: Tx, tenantId: string, id: string, { start, end }: Interval): Promise<boolean> {
  const [from, until] = [toInstantColumn(start), toInstantColumn(end)];
  const isIn = [{ outFrom: null }, { outFrom: { gte: until } }, { outUntil: { lte: from } }];
  return (await tx.resource.count({ where: { tenantId, id, active: true, OR: isIn } })) > 0;
}

function heldTime(hold: AppointmentRow) {
  return { practitionerIds: peopleOf(hold), window: interval(hold.blockedFrom, hold.blockedUntil) };
}

function planOf(hold: AppointmentRow): HoldPlan | null {
  return hold.expiresAt === null ? null : { ...hold, expiresAt: hold.expiresAt };
}
