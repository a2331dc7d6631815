import type { changeStatus as contract } from "@quietroom/contracts/scheduling";
import type { InputOf, OutputOf } from "@quietroom/contracts/wire";
import { ok, refuse } from "@quietroom/domain/result";
import { type AppointmentStatus, decideStatusChange } from "@quietroom/domain/scheduling";
import type { Instant } from "@quietroom/domain/time";
import { defineVerb } from "../define-verb.ts";
import { toInstantColumn } from "../instant-column.ts";
import { isBooked } from "./rows.ts";
import { lockStaffVisit } from "./staff-visit.ts";

/**
 * Staff move a visit along: confirmed, arrived, begun, completed or not come (SCHED-09, SCHED-10), on the version they see. Arrival
 * and completion keep their time (SCHED-08).
 */
export const changeStatus = defineVerb<InputOf<typeof contract>, OutputOf<typeof contract>>({
  name: "scheduling.change_status",
  permission: "appointment:manage",
  isolation: "read committed",
  trace: "audited",
  async run(work) {
    const { tx, input, now, tenantId, emit } = work;
    const visit = await lockStaffVisit(work, () => ({ action: "update", detail: { to: input.to } }));
    if (visit.version !== input.version) return refuse({ code: "changed_meanwhile" });
    // A hold becomes a visit only by being booked, since it has no client.
    if (!isBooked(visit)) return refuse({ code: "not_allowed" });
    if (visit.status === "requested") return refuse({ code: "awaiting_answer" });
    const times = { startsAt: visit.start, endsAt: visit.end, now };
    const decision = decideStatusChange({ from: visit.status, to: input.to, ...times, by: "staff" });
    if (!decision.ok) return refuse({ code: decision.refusal });
    const { version } = await tx.appointment.update({
      where: { tenantId_id: { tenantId, id: visit.id } },
      data: {
        status: decision.value.status,
        ...attendance(decision.value.status, now),
        version: { increment: 1 },
        updatedAt: toInstantColumn(now),
      },
      select: { version: true },
    });
    emit("appointment/status-changed", { appointmentId: visit.id, version });
    return ok({ version });
  },
});

function attendance(to: AppointmentStatus, now: Instant): { checkedInAt?: Date; checkedOutAt?: Date } {
  if (to === "checked_in") return { checkedInAt: toInstantColumn(now) };
  return to === "completed" ? { checkedOutAt: toInstantColumn(now) } : {};
}
