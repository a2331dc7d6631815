import { type AppointmentId, asId } from "@quietroom/domain/ids";
import { ok, type Result } from "@quietroom/domain/result";
import { cancelDeadline, decidePlacement, holdMs, type SlotRefusal } from "@quietroom/domain/scheduling";
import { type Instant, type LocalDate, plus, type TimeZone } from "@quietroom/domain/time";
import { v7 as uuidv7 } from "uuid";
import { toDateColumn } from "../date-column.ts";
import type { VerbWork } from "../define-verb.ts";
import { toInstantColumn } from "../instant-column.ts";
import { holdFactsAt } from "./facts.ts";
import type { Scene } from "./scene.ts";
import { lookAndTake, takeTime } from "./take-time.ts";

/** One date of a series that becomes a visit; `start` is the rule's own time or another that was chosen for it. */
type Wish = {
  readonly seriesId: string;
  readonly clientId: string;
  readonly date: LocalDate;
  readonly start: Instant;
  readonly clientTimeZone: TimeZone | null;
};

/**
 * Books one date of a series for its client, on the path of every other visit: the time is judged and taken as a hold, which the
 * constraints decide, and the hold is confirmed in the same transaction. By the rules of staff, who may go over a cap (ec-C14).
 */
export async function bookOccurrence(
  work: VerbWork<unknown>,
  scene: Scene,
  { seriesId, clientId, date, start, clientTimeZone }: Wish,
): Promise<Result<AppointmentId, SlotRefusal>> {
  const { tx, now, tenantId, actor, audit, emit } = work;
  const id = asId<AppointmentId>(uuidv7());
  const ask = { tenantId, now, except: null, start, bookedBy: "staff" } as const;
  const taken = await lookAndTake(
    async () => decidePlacement(await holdFactsAt(tx, ask, scene), now),
    async (placement) =>
      await takeTime(tx, {
        tenantId,
        now,
        givingUp: null,
        hold: {
          ...placement,
          id,
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
      status: "scheduled",
      clientId,
      seriesId,
      seriesDate: toDateColumn(date),
      holdExpiresAt: null,
      cancelDeadline: toInstantColumn(cancelDeadline(start, scene.cancellationWindowMin)),
      policyVersion: scene.policyVersion,
      bookedBy: actor.kind,
      bookedAt: toInstantColumn(now),
      version: { increment: 1 },
      updatedAt: toInstantColumn(now),
    },
    select: { version: true },
  });
  audit({ action: "create", resource: "appointment", resourceId: id, clientId, detail: { seriesId } });
  emit("appointment/booked", { appointmentId: id, version });
  return ok(id);
}
