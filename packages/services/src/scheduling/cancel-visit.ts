import { ok, type Result } from "@quietroom/domain/result";
import { type Booker, type CancellationRefusal, decideCancellation } from "@quietroom/domain/scheduling";
import type { AppointmentModel } from "@quietroom/db";
import type { VerbWork } from "../define-verb.ts";
import { toInstantColumn } from "../instant-column.ts";
import { assertOffered } from "./chosen-reason.ts";
import { offerFreedTime } from "./offer-freed-time.ts";
import type { BookedRow } from "./rows.ts";

/**
 * Whose act a cancellation is, whose wish where that is another's, and why: one of the studio's reasons, and words beside it. `reason` null
 * leaves the words that stand already.
 */
type Cancelling = {
  readonly by: Booker;
  readonly reason: string | null;
  readonly reasonId?: string | null | undefined;
  readonly wishOf?: ActorKind | null;
};
type ActorKind = NonNullable<AppointmentModel["cancelledBy"]>;

/**
 * Cancels a visit whose row is locked, if the rules let this person, and offers its hour to the waitlist. Also when it is staff
 * who cancel: as a rule because the client telephoned, so the hour is as free as any. A studio that closes its time says so by a
 * date override, and then the hour is outside its hours and is offered to nobody (ec-J7). What staff cancel because the client asked
 * is told as the client's wish, and is late after the cut-off; what the studio cancels of its own is never held against the client.
 */
export async function cancelVisit(
  work: VerbWork<unknown>,
  visit: BookedRow,
  { by, reason, reasonId = null, wishOf = null }: Cancelling,
): Promise<Result<{ readonly version: number }, CancellationRefusal>> {
  const { tx, now, tenantId, actor, emit } = work;
  const decision = decideCancellation({ ...visit, actor: by, startsAt: visit.start, now });
  if (!decision.ok) return decision;
  await assertOffered(tx, tenantId, reasonId);
  const { version } = await tx.appointment.update({
    where: { tenantId_id: { tenantId, id: visit.id } },
    data: {
      status: "cancelled",
      cancelledAt: toInstantColumn(now),
      cancelledBy: wishOf ?? actor.kind,
      ...(reason === null ? {} : { cancelReason: reason }),
      ...(reasonId === null ? {} : { cancelReasonId: reasonId }),
      lateCancel: decision.value.late && (by === "client" || wishOf !== null),
      version: { increment: 1 },
      updatedAt: toInstantColumn(now),
    },
    select: { version: true },
  });
  emit("appointment/cancelled", { appointmentId: visit.id, version });
  await offerFreedTime(work, visit, "cancelled");
  return ok({ version });
}
