import type { answerBookingRequest as contract } from "@quietroom/contracts/requests";
import type { InputOf, OutputOf } from "@quietroom/contracts/wire";
import { ok, refuse } from "@quietroom/domain/result";
import { decideRequestAnswer, decideStatusChange } from "@quietroom/domain/scheduling";
import { defineVerb } from "../define-verb.ts";
import { toInstantColumn } from "../instant-column.ts";
import { keepScreening } from "../screening.ts";
import { endRequest } from "./end-request.ts";
import { isBooked } from "./rows.ts";
import { lockStaffVisit } from "./staff-visit.ts";

/**
 * Staff answer a request for a visit (BOOK-06), on the version they see and by the database's clock: approved, it is booked as if it had
 * been at once, and confirmed; declined, its time is free again. Whoever approves
 * a seat where members are screened first has screened them, which is kept (SCHED-24). The cut-off stays the one that was shown when it was sent (ec-J1).
 */
export const answerBookingRequest = defineVerb<InputOf<typeof contract>, OutputOf<typeof contract>>({
  name: "scheduling.answer_booking_request",
  permission: "appointment:manage",
  isolation: "read committed",
  trace: "audited",
  async run(work) {
    const { tx, input, now, tenantId, emit } = work;
    const { answer, word } = input;
    const visit = await lockStaffVisit(work, () => ({ action: "update", detail: { answer } }));
    if (visit.version !== input.version) return refuse({ code: "changed_meanwhile" });
    if (!isBooked(visit)) return refuse({ code: "no_request" });
    const { status, requestExpiresAt: expiresAt } = visit;
    const decision = decideRequestAnswer({ status, expiresAt, now });
    if (!decision.ok) return refuse({ code: decision.refusal });
    if (answer === "decline")
      return ok({ version: await endRequest(work, visit, { ending: "declined", word }) });
    const times = { startsAt: visit.start, endsAt: visit.end, now };
    const booked = decideStatusChange({ from: status, to: "scheduled", ...times, by: "staff" });
    if (!booked.ok) return refuse({ code: "no_request" });
    const { version } = await tx.appointment.update({
      where: { tenantId_id: { tenantId, id: visit.id } },
      data: {
        status: booked.value.status,
        ...(word === "" ? {} : { studioWord: word }),
        bookedAt: toInstantColumn(now), // reminders whose time had come before are skipped, not sent in a heap (ec-J11)
        version: { increment: 1 },
        updatedAt: toInstantColumn(now),
      },
      select: { version: true },
    });
    if (visit.groupSessionId !== null) await keepScreening(work, visit);
    emit("appointment/booked", { appointmentId: visit.id, version });
    return ok({ version });
  },
});
