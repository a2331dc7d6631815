import type { answerBookingRequest as contract } from "@quietroom/contracts/requests";
import type { InputOf, OutputOf } from "@quietroom/contracts/wire";
import { reaches } from "@quietroom/domain/access";
import { ok, refuse } from "@quietroom/domain/result";
import { decideRequestAnswer, decideStatusChange } from "@quietroom/domain/scheduling";
import { defineVerb } from "../define-verb.ts";
import { toInstantColumn } from "../instant-column.ts";
import { keepScreening } from "../screening.ts";
import { peopleOf } from "../held-by.ts";
import { endRequest } from "./end-request.ts";
import { hoursKept } from "./hours-kept.ts";
import { isBooked } from "./rows.ts";
import { rulesAgainstPeople } from "./seats.ts";
import { lockStaffVisit } from "./staff-visit.ts";
import { writeOverride } from "./write-override.ts";

/**
 * Staff answer a request for a visit (BOOK-06), on the version they see and by the database's clock: approved, it is booked as if it had
 * been at once, and confirmed; declined, its time is free again. One with somebody who will have left or may not practise by then is not
 * approved, unless whoever may pass over rules of the desk does so with a reason (ec-L9, ADM-04, ec-H20). Whoever approves
 * a seat where members are screened first has screened them, which is kept (SCHED-24). The cut-off stays the one that was shown when it was sent (ec-J1).
 */
export const answerBookingRequest = defineVerb<InputOf<typeof contract>, OutputOf<typeof contract>>({
  name: "scheduling.answer_booking_request",
  permission: "appointment:manage",
  isolation: "read committed",
  trace: "audited",
  async run(work) {
    const { tx, input, now, tenantId, actor, emit } = work;
    const { answer, word, override } = input;
    const detail = { answer, ...(override === undefined ? {} : { overriding: [...override.rules] }) };
    const visit = await lockStaffVisit(
      work,
      () => ({ action: "update", detail }),
      "appointment:manage",
      hoursKept(tenantId, input.appointmentId),
    );
    if (visit.version !== input.version) return refuse(refusalOf("changed_meanwhile"));
    if (!isBooked(visit)) return refuse(refusalOf("no_request"));
    const { status, requestExpiresAt: expiresAt } = visit;
    const decision = decideRequestAnswer({ status, expiresAt, now });
    if (!decision.ok) return refuse(refusalOf(decision.refusal));
    if (answer === "decline")
      return ok({ version: await endRequest(work, visit, { ending: "declined", word }) });
    const times = { startsAt: visit.start, endsAt: visit.end, now };
    const booked = decideStatusChange({ from: status, to: "scheduled", ...times, by: "staff" });
    if (!booked.ok) return refuse(refusalOf("no_request"));
    const rules = await rulesAgainstPeople(tx, tenantId, visit);
    const [first] = rules;
    const canOverride = peopleOf(visit).every((one) => reaches(actor, "appointment:override", one));
    if (first !== undefined && !(canOverride && rules.every((rule) => override?.rules.includes(rule))))
      return refuse({ code: first, rules: [...rules], canOverride });
    const { reason = null } = override ?? {};
    const overrideId =
      first === undefined || reason === null ? null : await writeOverride(work, visit.id, { rules, reason });
    const { version } = await tx.appointment.update({
      where: { tenantId_id: { tenantId, id: visit.id } },
      data: {
        status: booked.value.status,
        ...(word === "" ? {} : { studioWord: word }),
        ...(overrideId === null ? {} : { overrideId }),
        bookedAt: toInstantColumn(now), // reminders whose time had come before are skipped, not sent in a heap (ec-J11)
        version: { increment: 1 },
        updatedAt: toInstantColumn(now),
      },
      select: { version: true },
    });
    if (visit.groupSessionId !== null) await keepScreening(work, visit);
    emit("appointment/booked", { appointmentId: visit.id, version, by: "studio" });
    return ok({ version });
  },
});

type Refusal = Extract<OutputOf<typeof contract>, { readonly ok: false }>["refusal"];

/** A refusal that nothing passes over. */
function refusalOf(code: Refusal["code"]): Refusal {
  return { code, rules: [], canOverride: false };
}
