import type { seatClient as contract } from "@quietroom/contracts/groups";
import type { InputOf, OutputOf } from "@quietroom/contracts/wire";
import { reachesAny } from "@quietroom/domain/access";
import { type AppointmentId, asId } from "@quietroom/domain/ids";
import { ok, refuse } from "@quietroom/domain/result";
import { cancelDeadline, decideSeats, seatPrice, wasMissed } from "@quietroom/domain/scheduling";
import { v7 as uuidv7 } from "uuid";
import { clientWithinReach } from "../clients/index.ts";
import { defineVerb, type VerbWork } from "../define-verb.ts";
import { AppError, found } from "../errors.ts";
import { peopleOf } from "../held-by.ts";
import { fromInstantColumn, toInstantColumn } from "../instant-column.ts";
import { type GroupSession, lockAppointment, seatOf, seatsTaken } from "../scheduling/index.ts";
import { screeningsOf } from "../screening.ts";
import { lockStaffSession } from "./staff-session.ts";

/**
 * Staff seat a client of the studio's, alone or with others, also in a session that clients cannot book (SCHED-24). A client has one seat in a
 * session. Whoever is not screened where members are is seated all the same, and staff are told. Whoever missed another session of the service makes it up once, and does not pay
 * anew. Throws `not_found` for a client whom the actor could not have found by searching.
 */
export const seatClient = defineVerb<InputOf<typeof contract>, OutputOf<typeof contract>>({
  name: "groups.seat_client",
  permission: "appointment:manage",
  isolation: "read committed",
  trace: "audited",
  conflicts: {
    appointment_seats_left: { code: "full", left: null },
    appointment_made_up_once: { code: "made_up", left: null },
  },
  lookAgain: ["appointment_seats_left"],
  async run(work) {
    const { tx, input, now, tenantId, actor, audit, emit } = work;
    const { groupSessionId, clientId, partySize, makesUpFor = null } = input;
    const session = await lockStaffSession(work);
    const client = await clientWithinReach(work, clientId);
    const standing = await tx.appointment.count({
      where: { tenantId, groupSessionId, clientId, status: { not: "cancelled" } },
    });
    if (standing > 0) return refuse({ code: "already_seated", left: null });
    const missed = makesUpFor === null ? null : await missedSeat(work, session, makesUpFor);
    if (makesUpFor !== null && missed === null) return refuse({ code: "not_missed", left: null });
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
        priceMinor: seatPrice(session.priceMinor, { partySize, makingUp: missed?.partySize ?? 0 }),
        makesUpFor,
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
    const detail = makesUpFor === null ? {} : { to: "make_up", makesUpFor };
    audit({ action: "create", resource: "appointment", resourceId: id, clientId, detail });
    emit("appointment/booked", { appointmentId: id, version });
    const member = { clientId, serviceId: session.serviceId };
    const screening = (await screeningsOf(tx, tenantId, [member]))(member);
    return ok({ appointmentId: id, left: decision.value.left, screening });
  },
});

/**
 * The seat that is made up for, locked, if its client missed it and it was one of the same service; else null. Throws `not_found` for one that is
 * not there or is a colleague's whom the actor's permission does not reach (TEN-07).
 */
async function missedSeat(
  { tx, input, tenantId, actor }: VerbWork<InputOf<typeof contract>>,
  session: GroupSession,
  id: string,
): Promise<{ readonly partySize: number } | null> {
  const seat = found(await lockAppointment(tx, tenantId, id));
  if (!reachesAny(actor, "appointment:manage", peopleOf(seat))) throw new AppError("not_found");
  const { groupSessionId, partySize, clientId, serviceId } = seat;
  if (groupSessionId === null || partySize === null) return null;
  if (clientId !== input.clientId || serviceId !== session.serviceId) return null;
  const ended = async (one: string) => {
    const row = await tx.appointment.findUniqueOrThrow({
      where: { tenantId_id: { tenantId, id: one } },
      select: { id: true, status: true, cancelledAt: true, makesUpFor: true, requestEnded: true },
    });
    return { ...row, cancelledAt: row.cancelledAt && fromInstantColumn(row.cancelledAt) };
  };
  return wasMissed(await ended(id), await ended(groupSessionId)) ? { partySize } : null;
}
