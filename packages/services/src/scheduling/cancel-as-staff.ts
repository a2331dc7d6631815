import type { cancelAsStaff as contract } from "@quietroom/contracts/scheduling";
import type { InputOf, OutputOf } from "@quietroom/contracts/wire";
import { refuse } from "@quietroom/domain/result";
import { defineVerb } from "../define-verb.ts";
import { found } from "../errors.ts";
import { cancelVisit } from "./cancel-visit.ts";
import { hoursKept } from "./hours-kept.ts";
import { isBooked } from "./rows.ts";
import { lockStaffVisit } from "./staff-visit.ts";

/**
 * Staff cancel at any time until the visit is over (SCHED-10), on the version they see; what the client wished is marked where it is late. For
 * as many minutes as the studio says they undo it (ec-I15). A seat of a group session is given up at once: while there is room its client is
 * simply seated again.
 */
export const cancelAsStaff = defineVerb<InputOf<typeof contract>, OutputOf<typeof contract>>({
  name: "scheduling.cancel_as_staff",
  permission: "appointment:manage",
  isolation: "read committed",
  trace: "audited",
  async run(work) {
    const visit = await lockStaffVisit(
      work,
      () => ({ action: "update" }),
      "appointment:manage",
      hoursKept(work.tenantId, work.input.appointmentId),
    );
    if (visit.version !== work.input.version) return refuse({ code: "changed_meanwhile" });
    if (!isBooked(visit)) return refuse({ code: "not_allowed" });
    if (visit.status === "requested") return refuse({ code: "awaiting_answer" });
    const { reason, reasonId, wishOf } = work.input;
    const { undoCancelMin } = found(
      await work.tx.tenant.findUnique({ where: { id: work.tenantId }, select: { undoCancelMin: true } }),
    );
    const cancelled = await cancelVisit(work, visit, {
      by: "staff",
      reason,
      reasonId,
      wishOf: wishOf === "client" ? "client" : null,
      undoMin: visit.groupSessionId === null ? undoCancelMin : 0,
    });
    if (cancelled.ok) return cancelled;
    return refuse({ code: cancelled.refusal === "too_late" ? "not_allowed" : cancelled.refusal });
  },
});
