import type { seatClient as contract } from "@quietroom/contracts/groups";
import type { InputOf, OutputOf } from "@quietroom/contracts/wire";
import { type AppointmentId, asId } from "@quietroom/domain/ids";
import { ok, refuse } from "@quietroom/domain/result";
import { cancelDeadline, decideSeats } from "@quietroom/domain/scheduling";
import { v7 as uuidv7 } from "uuid";
import { clientWithinReach } from "../clients/index.ts";
import { defineVerb } from "../define-verb.ts";
import { AppError, found } from "../errors.ts";
import { toInstantColumn } from "../instant-column.ts";
import { seatOf, seatsTaken } from "../scheduling/index.ts";
import { screeningsOf } from "../screening.ts";
import { lockStaffSession } from "./staff-session.ts";

/**
 * Staff seat a client of the studio's, alone or with others, also in a session that clients cannot book (SCHED-24). A client has one seat in a
 * session. Whoever is not screened where members are is seated all the same, and staff are told. Throws `not_found` for a client whom the actor could not have found by searching.
 */
export const seatClient = defineVerb<InputOf<typeof contract>, OutputOf<typeof contract>>({
  name: "groups.seat_client",
  permission: "appointment:manage",
  isolation: "read committed",
  trace: "audited",
  conflicts: { appointment_seats_left: { code: "full", left: null } },
  lookAgain: ["appointment_seats_left"],
  async run(work) {
    const { tx, input, now, tenantId, actor, audit, emit } = work;
    const { groupSessionId, clientId, partySize } = input;
    const session = await lockStaffSession(work);
    const client = await clientWithinReach(work, clientId);
    const standing = await tx.appointment.count({
      where: { tenantId, groupSessionId, clientId, status: { not: "cancelled" } },
    });
    if (standing > 0) return refuse({ code: "already_seated", left: null });
    const decision = decideSeats({
      session: { ...session, startsAt: session.start },
      taken: await seatsTaken(tx, { tenantId, groupSessionId, now }),
      partySize,
      bookedBy: "staff",
      earliest: now,
      now,
    });
    if (!decision.ok) {
      const { refusal } = decision;
      if (refusal.code === "not_open" || refusal.code === "too_soon") throw new AppError("conflict"); // said to clients only
      return refuse({ code: refusal.code, left: refusal.code === "too_few_left" ? refusal.left : null });
    }
    const studio = found(
      await tx.tenant.findUnique({
        where: { id: tenantId },
        select: { cancellationWindowMin: true, policyVersion: true },
      }),
    );
    const id = asId<AppointmentId>(uuidv7());
    const { version } = await tx.appointment.create({
      data: {
        ...seatOf(session, partySize),
        tenantId,
        id,
        clientId,
        status: "scheduled",
        clientTimeZone: client.timeZone,
        cancelDeadline: toInstantColumn(cancelDeadline(session.start, studio.cancellationWindowMin)),
        policyVersion: studio.policyVersion,
        bookedBy: actor.kind,
        bookedAt: toInstantColumn(now),
      },
      select: { id: true, version: true },
    });
    audit({ action: "create", resource: "appointment", resourceId: id, clientId });
    emit("appointment/booked", { appointmentId: id, version });
    const member = { clientId, serviceId: session.serviceId };
    const screening = (await screeningsOf(tx, tenantId, [member]))(member);
    return ok({ appointmentId: id, left: decision.value.left, screening });
  },
});
