import { interval } from "@quietroom/domain/time";
import type { VerbWork } from "../define-verb.ts";
import { peopleOf } from "../held-by.ts";
import { toInstantColumn } from "../instant-column.ts";
import { withdrawOffersOver } from "../openings/index.ts";
import { type GroupSession, standingSeats } from "../scheduling/index.ts";

/**
 * Calls a session off, its row being locked, and its seats with it: each is told, none is late (ec-F5). `reason` is the studio's own word. A seat that was only held is let go: its visitor has nothing yet that could be
 * cancelled. One that was only asked for ends as a request, with the same message.
 */
export async function callOff(
  work: VerbWork<unknown>,
  session: GroupSession,
  reason: string | null,
): Promise<number> {
  const { tx, now, tenantId, actor, audit, emit } = work;
  const { blockedFrom, blockedUntil } = session;
  await withdrawOffersOver(work, {
    practitionerIds: peopleOf(session),
    range: interval(blockedFrom, blockedUntil),
  });
  const cancelled = {
    status: "cancelled",
    cancelledAt: toInstantColumn(now),
    cancelledBy: actor.kind,
    ...(reason === null ? {} : { cancelReason: reason }),
    version: { increment: 1 },
    updatedAt: toInstantColumn(now),
  } as const;
  const seats = await standingSeats(tx, { tenantId, groupSessionId: session.id });
  for (const { id, held, asked, clientId } of seats) {
    const where = { tenantId_id: { tenantId, id } };
    if (held) {
      await tx.appointment.deleteMany({ where: { tenantId, id, status: "held" } });
      continue;
    }
    const { version } = await tx.appointment.update({
      where,
      data: { ...cancelled, ...(asked ? { requestEnded: "called_off" } : {}) },
      select: { id: true, version: true },
    });
    audit({ action: "update", resource: "appointment", resourceId: id, clientId });
    emit("appointment/cancelled", { appointmentId: id, version });
  }
  const { version } = await tx.appointment.update({
    where: { tenantId_id: { tenantId, id: session.id } },
    data: cancelled,
    select: { id: true, version: true },
  });
  emit("group/changed", { groupSessionId: session.id });
  return version;
}
