import type { undoCancellation as contract } from "@quietroom/contracts/scheduling";
import type { InputOf, OutputOf } from "@quietroom/contracts/wire";
import { ok, refuse } from "@quietroom/domain/result";
import { decideUndo } from "@quietroom/domain/scheduling";
import { fromInstantColumn, toInstantColumn } from "../instant-column.ts";
import { defineVerb, type VerbWork } from "../define-verb.ts";
import { closeOpening, lockOpening } from "../openings/index.ts";
import { hoursKept } from "./hours-kept.ts";
import { freeInstead } from "./reassign-resource.ts";
import type { AppointmentRow } from "./rows.ts";
import { lockStaffVisit } from "./staff-visit.ts";
import { setExpiredHoldsAside } from "./take-time.ts";

/**
 * Brings back a visit that staff cancelled, on the version they see, within the studio's grace and before its start (ec-I15; 10 minutes unless it
 * says otherwise, 0: never). The hour was kept from clients until then and is offered to nobody; what staff booked there meanwhile stays, and the undo is
 * refused; where they took its room or its device alone, the visit has another of the same pool (ec-E3). Otherwise it is as it was before, no late
 * cancellation stands against its client, and they hear that it stands.
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
  lookAgain: ["appointment_room_free", "appointment_device_free"],
  async run(work) {
    const { tx, input, now, tenantId, emit } = work;
    const visit = await lockStaffVisit(
      work,
      () => ({ action: "update" }),
      "appointment:manage",
      hoursKept(tenantId, input.appointmentId),
    );
    if (visit.version !== input.version) return refuse({ code: "changed_meanwhile" });
    const { id } = visit;
    const key = { tenantId_id: { tenantId, id } };
    const { undoUntil, cancelledFrom, cancelReason } = await tx.appointment.findUniqueOrThrow({
      where: key,
      select: { id: true, undoUntil: true, cancelledFrom: true, cancelReason: true },
    });
    const decision = decideUndo({
      status: visit.status,
      cancelledFrom,
      undoUntil: undoUntil && fromInstantColumn(undoUntil),
      startsAt: visit.start,
      now,
    });
    if (!decision.ok)
      return refuse({ code: (await wasGivenAway(work, undoUntil)) ? "slot_taken" : decision.refusal });
    const { active } = await tx.practitioner.findUniqueOrThrow({
      where: { tenantId_id: { tenantId, id: visit.practitionerId } },
      select: { active: true },
    });
    if (!active) return refuse({ code: "not_allowed" });
    const taking = await whatItTakes(work, visit);
    if (taking === null) return refuse({ code: "slot_taken" });
    const freed = await tx.opening.findMany({
      // An hour that it left when it was moved is offered for itself.
      where: { tenantId, causedByAppointmentId: id, cause: "cancelled", status: "offering" },
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
    await setExpiredHoldsAside(tx, { tenantId, now }, { ...visit, ...taking });
    const { version } = await tx.appointment.update({
      where: key,
      data: {
        status: decision.value.status,
        ...taking,
        roomUntil: taking.roomUntil && toInstantColumn(taking.roomUntil),
        deviceUntil: taking.deviceUntil && toInstantColumn(taking.deviceUntil),
        undoUntil: null,
        cancelledFrom: null,
        cancelledAt: null,
        cancelledBy: null,
        // What a client wrote when they asked for it is a line of its own, before the words of staff.
        cancelReason: visit.cancelAskedAt === null ? null : (cancelReason?.split("\n")[0] ?? null),
        cancelReasonId: null,
        lateCancel: false,
        version: { increment: 1 },
        updatedAt: toInstantColumn(now),
      },
      select: { version: true },
    });
    emit("appointment/booked", { appointmentId: id, version, by: "studio" });
    return ok({ version });
  },
});

type Taking = Pick<AppointmentRow, "roomId" | "roomUntil" | "preferredRoomId" | "deviceId" | "deviceUntil">;

/**
 * The room and the device that it had; where somebody has one of them now, another that is free. Null where none is. No calendar is locked for it:
 * who moves a visit over a kept time has theirs before this visit's row. Who loses the room meanwhile looks again.
 */
async function whatItTakes(
  { tx, now, tenantId, audit }: VerbWork<InputOf<typeof contract>>,
  visit: AppointmentRow,
): Promise<Taking | null> {
  const { id: appointmentId, roomId, roomUntil, preferredRoomId, deviceId, deviceUntil } = visit;
  const kept = await tx.appointment.findFirst({
    where: { tenantId, undoHoldOf: appointmentId, status: "held" },
    select: { id: true, roomId: true, deviceId: true },
  });
  let taking: Taking = { roomId, roomUntil, preferredRoomId, deviceId, deviceUntil };
  for (const from of [roomId, deviceId]) {
    if (from === null || kept?.roomId === from || kept?.deviceId === from) continue;
    if ((await freeInstead(tx, { tenantId, now, appointmentId, from, to: from })) !== null) continue; // free again
    const instead = await freeInstead(tx, { tenantId, now, appointmentId, from });
    if (instead === null) return null;
    const { taking: its } = instead;
    taking =
      from === roomId
        ? { ...taking, roomId: its.roomId, roomUntil: its.roomUntil, preferredRoomId: its.preferredRoomId }
        : { ...taking, deviceId: its.deviceId, deviceUntil: its.deviceUntil };
    audit({
      action: "update",
      resource: "appointment",
      resourceId: appointmentId,
      clientId: visit.clientId,
      detail: { from, to: instead.id },
    });
  }
  return taking;
}

/** Whether its time was kept for a return and staff have let go of that since, for another visit. */
async function wasGivenAway(
  { tx, tenantId, input }: VerbWork<InputOf<typeof contract>>,
  undoUntil: Date | null,
): Promise<boolean> {
  if (undoUntil !== null) return false;
  const where = {
    tenantId,
    causedByAppointmentId: input.appointmentId,
    offeredFrom: { not: null },
    undone: false,
  };
  return (await tx.opening.count({ where })) > 0;
}
