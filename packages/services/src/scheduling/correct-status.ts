import type { correctStatus as contract } from "@quietroom/contracts/scheduling";
import type { InputOf, OutputOf } from "@quietroom/contracts/wire";
import { reachesAny } from "@quietroom/domain/access";
import { ok, refuse } from "@quietroom/domain/result";
import { type AppointmentStatus, blocksTime, decideStatusCorrection } from "@quietroom/domain/scheduling";
import { type Instant, interval } from "@quietroom/domain/time";
import { keepReason } from "../client-reason.ts";
import { defineVerb } from "../define-verb.ts";
import { AppError } from "../errors.ts";
import { peopleOf } from "../held-by.ts";
import { toInstantColumn } from "../instant-column.ts";
import { withdrawOffersOver } from "../openings/index.ts";
import { isBooked } from "./rows.ts";
import { lockStaffVisit } from "./staff-visit.ts";
import { setExpiredHoldsAside } from "./take-time.ts";

/**
 * Puts right what was recorded of a visit by mistake, such as a no-show of somebody who came late (SCHED-09, ec-J8), with a reason, on the
 * version that was seen. A visit that takes its time again is refused where somebody else has it by now, and a missed seat that is made up for in another
 * session while that seat stands (SCHED-24).
 */
export const correctStatus = defineVerb<InputOf<typeof contract>, OutputOf<typeof contract>>({
  name: "scheduling.correct_status",
  permission: "appointment:correct",
  isolation: "read committed",
  trace: "audited",
  conflicts: {
    appointment_practitioner_free: { code: "slot_taken" },
    appointment_room_free: { code: "no_room" },
    appointment_device_free: { code: "no_device" },
  },
  async run(work) {
    const { tx, input, now, tenantId, actor, audit, emit } = work;
    const { to, reason } = input;
    const visit = await lockStaffVisit(work, () => ({ action: "update", detail: { to } }));
    if (!reachesAny(actor, "appointment:correct", peopleOf(visit))) throw new AppError("not_found");
    if (visit.version !== input.version) return refuse({ code: "changed_meanwhile" });
    if (!isBooked(visit)) return refuse({ code: "not_allowed" });
    const { id, clientId, status: from } = visit;
    const decision = decideStatusCorrection({ from, to, startsAt: visit.start, endsAt: visit.end, now });
    if (!decision.ok) return refuse({ code: decision.refusal });
    if (from === "no_show") {
      const madeUp = await tx.appointment.count({
        where: { tenantId, makesUpFor: id, status: { not: "cancelled" } },
      });
      if (madeUp > 0) return refuse({ code: "made_up" });
    }
    const range = interval(visit.blockedFrom, visit.blockedUntil);
    const time = interval(visit.start, visit.end);
    const offers = { practitionerIds: peopleOf(visit), range, visit: time, needs: visit };
    if (!blocksTime(from)) {
      await withdrawOffersOver(work, offers); // staff go before the waitlist (ec-I11)
      await setExpiredHoldsAside(tx, { tenantId, now }, visit);
    }
    const { version } = await tx.appointment.update({
      where: { tenantId_id: { tenantId, id } },
      data: {
        status: decision.value.status,
        ...attendance(from, to, now),
        version: { increment: 1 },
        updatedAt: toInstantColumn(now),
      },
      select: { version: true },
    });
    const given = { clientId, act: "status_corrected", reason, appointmentId: id } as const;
    audit({
      action: "update",
      resource: "appointment",
      resourceId: id,
      clientId,
      detail: { from, to, reasonId: await keepReason(work, given) },
    });
    emit("appointment/status-changed", { appointmentId: id, version });
    return ok({ version });
  },
});

/** Who did not come was never here; who came after all is here from now; when somebody left is not known afterwards. */
function attendance(
  from: AppointmentStatus,
  to: AppointmentStatus,
  now: Instant,
): { readonly checkedInAt?: Date | null; readonly checkedOutAt: null } {
  const left = { checkedOutAt: null };
  if (to === "no_show" || to === "scheduled" || to === "confirmed") return { ...left, checkedInAt: null };
  return from === "no_show" && to !== "completed" ? { ...left, checkedInAt: toInstantColumn(now) } : left;
}
