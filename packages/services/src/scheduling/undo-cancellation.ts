import type { undoCancellation as contract } from "@quietroom/contracts/scheduling";
import type { InputOf, OutputOf } from "@quietroom/contracts/wire";
import { ok, refuse } from "@quietroom/domain/result";
import { decideUndo } from "@quietroom/domain/scheduling";
import { fromInstantColumn, toInstantColumn } from "../instant-column.ts";
import { defineVerb } from "../define-verb.ts";
import { closeOpening, lockOpening } from "../openings/index.ts";
import { lockStaffVisit } from "./staff-visit.ts";
import { setExpiredHoldsAside } from "./take-time.ts";

/**
 * Brings back a visit that staff cancelled, on the version they see, within the studio's grace (ec-I15; 10 minutes unless it says otherwise,
 * 0: never). The hour was kept from clients until then and is offered to nobody; what staff booked there meanwhile stays, and the undo is
 * refused. The visit is as it was before, no late cancellation stands against its client, and they hear that it stands.
 */
export const undoCancellation = defineVerb<InputOf<typeof contract>, OutputOf<typeof contract>>({
  name: "scheduling.undo_cancellation",
  permission: "appointment:manage",
  isolation: "read committed",
  trace: "audited",
  conflicts: {
    // Its people's time or what it needs: whichever is met first, the visit cannot come back.
    appointment_practitioner_free: { code: "slot_taken" },
    appointment_room_free: { code: "slot_taken" },
    appointment_device_free: { code: "slot_taken" },
  },
  async run(work) {
    const { tx, input, now, tenantId, emit } = work;
    const visit = await lockStaffVisit(work);
    if (visit.version !== input.version) return refuse({ code: "changed_meanwhile" });
    const { id } = visit;
    const key = { tenantId_id: { tenantId, id } };
    const { undoUntil, cancelledFrom } = await tx.appointment.findUniqueOrThrow({
      where: key,
      select: { undoUntil: true, cancelledFrom: true },
    });
    const decision = decideUndo({
      status: visit.status,
      cancelledFrom,
      undoUntil: undoUntil && fromInstantColumn(undoUntil),
      endsAt: visit.end,
      now,
    });
    if (!decision.ok) return refuse({ code: decision.refusal });
    const freed = await tx.opening.findMany({
      where: { tenantId, causedByAppointmentId: id, status: "offering" },
      select: { id: true },
      orderBy: { id: "asc" },
    });
    for (const opening of freed) await lockOpening(tx, tenantId, opening.id);
    const openingIds = freed.map((opening) => opening.id);
    // Whoever was asked in the very moment in which the grace ended has the hour.
    const asked = await tx.waitlistOffer.count({ where: { tenantId, openingId: { in: openingIds } } });
    if (asked > 0) return refuse({ code: "too_late" });
    for (const openingId of openingIds)
      await closeOpening(work, openingId, { status: "withdrawn", undone: true });
    await tx.appointment.deleteMany({ where: { tenantId, undoHoldOf: id, status: "held" } });
    await setExpiredHoldsAside(tx, { tenantId, now }, visit);
    const { version } = await tx.appointment.update({
      where: key,
      data: {
        status: decision.value.status,
        undoUntil: null,
        cancelledFrom: null,
        cancelledAt: null,
        cancelledBy: null,
        cancelReason: null,
        cancelReasonId: null,
        lateCancel: false,
        version: { increment: 1 },
        updatedAt: toInstantColumn(now),
      },
      select: { version: true },
    });
    emit("appointment/booked", { appointmentId: id, version });
    return ok({ version });
  },
});
