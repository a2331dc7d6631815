import type { AppointmentId, ClientId } from "@quietroom/domain/ids";
import { ok, type Result } from "@quietroom/domain/result";
import { cancelDeadline, holdMs, type Placement } from "@quietroom/domain/scheduling";
import { plus, type TimeZone } from "@quietroom/domain/time";
import type { Prisma } from "@quietroom/db";
import type { Audited } from "../audit.ts";
import type { VerbWork } from "../define-verb.ts";
import { toInstantColumn } from "../instant-column.ts";
import type { Scene } from "./scene.ts";
import { lookAndTake, takeTime } from "./take-time.ts";

type Booking<Refusal> = {
  readonly id: AppointmentId;
  readonly clientId: ClientId | string;
  readonly clientTimeZone: TimeZone | null;
  /** The override that it passes over rules with, which is written before. */
  readonly overrideId?: string;
  /** What the row keeps besides. */
  readonly keeps: Pick<Prisma.AppointmentUncheckedUpdateInput, "seriesId" | "seriesDate" | "idempotencyKey">;
  readonly detail?: Audited["detail"];
  /** Judges the time as it is now; asked again when somebody else was quicker. */
  readonly decide: () => Promise<Result<Placement, Refusal>>;
};

/**
 * Books a time for a client on the path of every other visit: it is judged and taken as a hold, which the constraints decide, and the hold
 * is confirmed in the same transaction, with cut-off, price and zones as they are at this moment.
 */
export async function bookAsStaff<Refusal>(
  work: VerbWork<unknown>,
  scene: Scene,
  booking: Booking<Refusal>,
): Promise<Result<AppointmentId, Refusal | "slot_taken">> {
  const { tx, now, tenantId, actor, audit, emit } = work;
  const { id, clientId, clientTimeZone, overrideId = null, keeps, detail, decide } = booking;
  const taken = await lookAndTake(
    tx,
    decide,
    async (placement) =>
      await takeTime(tx, {
        tenantId,
        now,
        givingUp: null,
        hold: {
          ...placement,
          id,
          overrideId,
          expiresAt: plus(now, holdMs),
          timeZone: scene.zone,
          clientTimeZone,
          priceMinor: scene.priceMinor,
          currency: scene.currency,
        },
      }),
  );
  if (!taken.ok) return taken;
  const { version } = await tx.appointment.update({
    where: { tenantId_id: { tenantId, id }, status: "held" },
    data: {
      ...keeps,
      status: "scheduled",
      clientId,
      holdExpiresAt: null,
      cancelDeadline: toInstantColumn(cancelDeadline(taken.value.start, scene.cancellationWindowMin)),
      policyVersion: scene.policyVersion,
      bookedBy: actor.kind,
      bookedAt: toInstantColumn(now),
      version: { increment: 1 },
      updatedAt: toInstantColumn(now),
    },
    select: { version: true },
  });
  audit({
    action: "create",
    resource: "appointment",
    resourceId: id,
    clientId,
    ...(detail === undefined ? {} : { detail }),
  });
  emit("appointment/booked", { appointmentId: id, version });
  return ok(id);
}
