import { ok, type Result } from "@quietroom/domain/result";
import { type CancellationRequestRefusal, decideCancellationRequest } from "@quietroom/domain/scheduling";
import type { Instant } from "@quietroom/domain/time";
import type { VerbWork } from "../define-verb.ts";
import { found } from "../errors.ts";
import { toInstantColumn } from "../instant-column.ts";
import { type BookedRow, cancellationRequestOf } from "./rows.ts";

/**
 * Writes down that the client of a visit whose row is locked asks for it to be cancelled, now that the cut-off has passed (SCHED-17).
 * The visit stands and keeps its time until staff answer. Asked again, it stays the first time and the first words.
 */
export async function askToCancel(
  work: VerbWork<{ readonly reason: string }>,
  visit: BookedRow,
): Promise<Result<{ readonly askedAt: Instant }, CancellationRequestRefusal>> {
  const { tx, input, now, tenantId, actor, emit } = work;
  const request = cancellationRequestOf(visit);
  const decision = decideCancellationRequest({ ...visit, startsAt: visit.start, request, now });
  if (!decision.ok) return decision;
  if (decision.value === "asked_before") return ok({ askedAt: found(visit.cancelAskedAt) });
  const { version } = await tx.appointment.update({
    where: { tenantId_id: { tenantId, id: visit.id } },
    data: {
      cancelAskedAt: toInstantColumn(now),
      cancelAskedBy: actor.kind,
      cancelReason: input.reason,
      version: { increment: 1 },
      updatedAt: toInstantColumn(now),
    },
    select: { version: true },
  });
  emit("appointment/cancellation-asked", { appointmentId: visit.id, version });
  return ok({ askedAt: now });
}
