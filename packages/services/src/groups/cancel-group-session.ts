import type { cancelGroupSession as contract } from "@quietroom/contracts/groups";
import type { InputOf, OutputOf } from "@quietroom/contracts/wire";
import { ok, refuse } from "@quietroom/domain/result";
import { sessionChangeRefusal } from "@quietroom/domain/scheduling";
import { defineVerb, type VerbWork } from "../define-verb.ts";
import { toInstantColumn } from "../instant-column.ts";
import { type GroupSession, standingSeats } from "../scheduling/index.ts";
import { lockStaffSession } from "./staff-session.ts";

/** Staff call a group session off until it begins, on the version they see: everybody's seat with it, each of them told, none of them late (ec-F5). */
export const cancelGroupSession = defineVerb<InputOf<typeof contract>, OutputOf<typeof contract>>({
  name: "groups.cancel_session",
  permission: "appointment:manage",
  isolation: "read committed",
  trace: "audited",
  async run(work) {
    const { input, now } = work;
    const session = await lockStaffSession(work);
    if (session.version !== input.version) return refuse({ code: "changed_meanwhile" });
    const refusal = sessionChangeRefusal({ status: session.status, startsAt: session.start }, now);
    if (refusal !== null) return refuse({ code: refusal });
    return ok({ groupSessionId: session.id, version: await callOff(work, session, input.reason) });
  },
});

/** The session and its seats in one step. A seat that was only held is let go: its visitor has nothing yet that could be cancelled. */
async function callOff(
  { tx, now, tenantId, actor, audit, emit }: VerbWork<unknown>,
  session: GroupSession,
  reason: string,
): Promise<number> {
  const cancelled = {
    status: "cancelled",
    cancelledAt: toInstantColumn(now),
    cancelledBy: actor.kind,
    cancelReason: reason,
    version: { increment: 1 },
    updatedAt: toInstantColumn(now),
  } as const;
  const seats = await standingSeats(tx, { tenantId, groupSessionId: session.id });
  for (const { id, held, clientId } of seats) {
    const where = { tenantId_id: { tenantId, id } };
    if (held) {
      await tx.appointment.deleteMany({ where: { tenantId, id, status: "held" } });
      continue;
    }
    const { version } = await tx.appointment.update({
      where,
      data: cancelled,
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
