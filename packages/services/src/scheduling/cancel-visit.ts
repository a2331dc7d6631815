import { ok, type Result } from "@quietroom/domain/result";
import { type Booker, type CancellationRefusal, decideCancellation } from "@quietroom/domain/scheduling";
import type { AppointmentModel } from "@quietroom/db";
import { type AppointmentId, asId } from "@quietroom/domain/ids";
import { type Instant, instant, minuteMs, plus } from "@quietroom/domain/time";
import { v7 as uuidv7 } from "uuid";
import type { VerbWork } from "../define-verb.ts";
import { toInstantColumn } from "../instant-column.ts";
import { assertOffered } from "./chosen-reason.ts";
import { type FreedFor, offerFreedTime } from "./offer-freed-time.ts";
import type { BookedRow } from "./rows.ts";
import { takeTime } from "./take-time.ts";

/**
 * Whose act a cancellation is, whose wish where that is another's, and why: one of the studio's reasons, and words beside it. `reason` null
 * leaves the words that stand already.
 */
type Cancelling = {
  readonly by: Booker;
  readonly reason: string | null;
  readonly reasonId?: string | null | undefined;
  readonly wishOf?: ActorKind | null;
  /** For how many minutes it can be undone, where its time can be kept for it alone. */
  readonly undoMin?: number;
};
type Cancelled = {
  readonly version: number;
  /** Until when it can be undone; null: not at all. */
  readonly undoUntil: Instant | null;
  /** Who is asked about its hour once it cannot. */
  readonly freedFor: FreedFor;
};
type ActorKind = NonNullable<AppointmentModel["cancelledBy"]>;

/**
 * Cancels a visit whose row is locked, if the rules let this person, and offers its hour to the waitlist. Also when it is staff
 * who cancel: as a rule because the client telephoned, so the hour is as free as any. A studio that closes its time says so by a
 * date override, and then the hour is outside its hours and is offered to nobody (ec-J7). What staff cancel because the client asked
 * is told as the client's wish, and is late after the cut-off; what the studio cancels of its own is never held against the client. While it can
 * be undone its time is kept from the public page, and nobody on the waitlist is asked; staff book it all the same (ec-I15). What a client
 * wrote when they asked for it stays, and comes before the words of staff.
 */
export async function cancelVisit(
  work: VerbWork<unknown>,
  visit: BookedRow,
  { by, reason, reasonId = null, wishOf = null, undoMin = 0 }: Cancelling,
): Promise<Result<Cancelled, CancellationRefusal>> {
  const { tx, now, tenantId, actor, emit } = work;
  const decision = decideCancellation({ ...visit, actor: by, startsAt: visit.start, now });
  if (!decision.ok) return decision;
  await assertOffered(tx, tenantId, reasonId);
  const key = { tenantId_id: { tenantId, id: visit.id } };
  const words = reason === null ? null : await besideTheirs(work, visit, { by, reason });
  const { version } = await tx.appointment.update({
    where: key,
    data: {
      status: "cancelled",
      cancelledAt: toInstantColumn(now),
      cancelledBy: wishOf ?? actor.kind,
      ...(words === null ? {} : { cancelReason: words }),
      ...(reasonId === null ? {} : { cancelReasonId: reasonId }),
      lateCancel: decision.value.late && (by === "client" || wishOf !== null),
      version: { increment: 1 },
      updatedAt: toInstantColumn(now),
    },
    select: { version: true },
  });
  const acted = by === "staff" ? { by: "studio" as const } : {};
  emit("appointment/cancelled", { appointmentId: visit.id, version, ...acted });
  const undoUntil = await keepForUndo(work, visit, undoMin);
  const freedFor = await offerFreedTime(work, visit, "cancelled", undoUntil);
  return ok({ version, undoUntil, freedFor });
}

/** What is written beside a cancellation: words of staff follow, on a line of their own, what the client wrote when they asked for it. */
async function besideTheirs(
  { tx, tenantId }: VerbWork<unknown>,
  { id, cancelAskedAt }: BookedRow,
  { by, reason }: { readonly by: Booker; readonly reason: string },
): Promise<string | null> {
  if (by === "client" || cancelAskedAt === null) return reason;
  if (reason === "") return null;
  const where = { tenantId_id: { tenantId, id } };
  const { cancelReason } = await tx.appointment.findUniqueOrThrow({
    where,
    select: { id: true, cancelReason: true },
  });
  return `${cancelReason ?? ""}\n${reason}`;
}

/**
 * Keeps a cancelled visit's time for its return, until its start at the longest, and says until when; null: it does not come back. What it had
 * over the time of others cannot be kept from them, nor what others have over it, and of several people each has an hour to give.
 */
async function keepForUndo(
  { tx, tenantId, now }: VerbWork<unknown>,
  visit: BookedRow,
  undoMin: number,
): Promise<Instant | null> {
  const until = instant(Math.min(plus(now, undoMin * minuteMs), visit.start));
  if (until <= now || visit.status === "held" || visit.withPractitionerIds.length > 0) return null;
  const where = { tenantId_id: { tenantId, id: visit.id } };
  const { overrideId } = await tx.appointment.findUniqueOrThrow({ where, select: { overrideId: true } });
  if (overrideId !== null) return null;
  const hold = { ...visit, id: asId<AppointmentId>(uuidv7()), expiresAt: until, undoHoldOf: visit.id };
  if (!(await takeTime(tx, { tenantId, now, hold, givingUp: null }))) return null;
  const data = { undoUntil: toInstantColumn(until), cancelledFrom: visit.status };
  await tx.appointment.update({ where, data, select: { id: true } });
  return until;
}
