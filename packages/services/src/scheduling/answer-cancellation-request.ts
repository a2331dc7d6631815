import type { answerCancellationRequest as contract } from "@quietroom/contracts/requests";
import type { InputOf, OutputOf } from "@quietroom/contracts/wire";
import { ok, refuse } from "@quietroom/domain/result";
import { awaitsAnswer } from "@quietroom/domain/scheduling";
import { defineVerb } from "../define-verb.ts";
import { toInstantColumn } from "../instant-column.ts";
import { cancelVisit } from "./cancel-visit.ts";
import { hoursKept } from "./hours-kept.ts";
import { cancellationRequestOf, isBooked } from "./rows.ts";
import { lockStaffVisit } from "./staff-visit.ts";

/**
 * Staff answer a client who asked too late to cancel alone (SCHED-17), on the version they see: the visit is cancelled, late and as the
 * client's own wish, or it stands, and the client is told. Either is said once.
 */
export const answerCancellationRequest = defineVerb<InputOf<typeof contract>, OutputOf<typeof contract>>({
  name: "scheduling.answer_cancellation_request",
  permission: "appointment:manage",
  isolation: "read committed",
  trace: "audited",
  async run(work) {
    const { tx, input, now, tenantId, emit } = work;
    const { answer, word } = input;
    const visit = await lockStaffVisit(
      work,
      () => ({ action: "update", detail: { answer } }),
      "appointment:manage",
      hoursKept(tenantId, input.appointmentId),
    );
    if (visit.version !== input.version) return refuse({ code: "changed_meanwhile" });
    const { status } = visit;
    if (!isBooked(visit) || !awaitsAnswer({ status, request: cancellationRequestOf(visit) }))
      return refuse({ code: "no_request" });
    const said = word === "" ? {} : { studioWord: word };
    const row = { tenantId_id: { tenantId, id: visit.id } };
    if (answer === "confirm") {
      if (word !== "") await tx.appointment.update({ where: row, data: said, select: { id: true } });
      const cancelled = await cancelVisit(work, visit, {
        by: "staff",
        reason: null,
        wishOf: visit.cancelAskedBy,
      });
      return cancelled.ok ? ok({ version: cancelled.value.version }) : refuse({ code: "no_request" });
    }
    const { version } = await tx.appointment.update({
      where: row,
      data: {
        ...said,
        cancelRefusedAt: toInstantColumn(now),
        version: { increment: 1 },
        updatedAt: toInstantColumn(now),
      },
      select: { version: true },
    });
    emit("appointment/cancellation-turned-down", { appointmentId: visit.id, version });
    return ok({ version });
  },
});
