import type { seatClient as contract } from "@quietroom/contracts/groups";
import type { InputOf, OutputOf } from "@quietroom/contracts/wire";
import { reaches, reachesAny } from "@quietroom/domain/access";
import { type AppointmentId, asId } from "@quietroom/domain/ids";
import { ok, refuse } from "@quietroom/domain/result";
import { cancelDeadline, decideSeats, seatPrice, wasMissed } from "@quietroom/domain/scheduling";
import { v7 as uuidv7 } from "uuid";
import { clientWithinReach } from "../clients/index.ts";
import { defineVerb, type VerbWork } from "../define-verb.ts";
import { AppError, found } from "../errors.ts";
import { peopleOf } from "../held-by.ts";
import { fromInstantColumn, toInstantColumn } from "../instant-column.ts";
import {
  type GroupSession,
  lockAppointment,
  rulesAgainstPeople,
  seatOf,
  seatsTaken,
  writeOverride,
} from "../scheduling/index.ts";
import { screeningsOf } from "../screening.ts";
import { lockStaffSession } from "./staff-session.ts";

/**
 * Staff seat a client of the studio's, alone or with others, also in a session that clients cannot book (SCHED-24). A client has one seat in a
 * session. Whoever is not screened where members are is seated all the same, and staff are told. A session whose facilitator will have left, or whose licence will
 * have expired, takes nobody, unless whoever may pass over rules of the desk does so with a reason (ec-L9, ADM-04, ec-H20). Whoever missed another session of the service makes it up once, and does not pay
 * anew. Throws `not_found` for a client whom the actor could not have found by searching.
 */
export const seatClient = defineVerb<InputOf<typeof contract>, OutputOf<typeof contract>>({
  name: "groups.seat_client",
  permission: "appointment:manage",
  isolation: "read committed",
  trace: "audited",
  conflicts: {
    appointment_seats_left: refusalOf("full"),
    appointment_made_up_once: refusalOf("made_up"),
  },
  lookAgain: ["appointment_seats_left"],
  async run(work) {
    const { tx, input, now, tenantId, actor, audit, emit } = work;
    const { groupSessionId, clientId, partySize, makesUpFor = null, override } = input;
    const session = await lockStaffSession(work);
    const client = await clientWithinReach(work, clientId);
    const standing = await tx.appointment.count({
      where: { tenantId, groupSessionId, clientId, status: { not: "cancelled" } },
    });
    if (standing > 0) return refuse(refusalOf("already_seated"));
    const missed = makesUpFor === null ? null : await missedSeat(work, session, makesUpFor);
    if (makesUpFor !== null && missed === null) return refuse(refusalOf("not_missed"));
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
      const left = refusal.code === "too_few_left" ? refusal.left : null;
      return refuse({ ...refusalOf(refusal.code), left });
    }
    const rules = await rulesAgainstPeople(tx, tenantId, session);
    const [first] = rules;
    // An override passes over the rules of everybody who leads it.
    const canOverride = peopleOf(session).every((one) => reaches(actor, "appointment:override", one));
    if (first !== undefined && !(canOverride && rules.every((rule) => override?.rules.includes(rule))))
      return refuse({ ...refusalOf(first), rules: [...rules], canOverride });
    const studio = found(
      await tx.tenant.findUnique({
        where: { id: tenantId },
        select: { cancellationWindowMin: true, policyVersion: true },
      }),
    );
    const id = asId<AppointmentId>(uuidv7());
    const { reason = null } = override ?? {};
    const overrideId =
      rules.length === 0 || reason === null ? null : await writeOverride(work, id, { rules, reason });
    const { version } = await tx.appointment.create({
      data: {
        ...seatOf(session, partySize),
        priceMinor: seatPrice(session.priceMinor, { partySize, makingUp: missed?.partySize ?? 0 }),
        makesUpFor,
        overrideId,
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
    const detail = {
      ...(makesUpFor === null ? {} : { to: "make_up", makesUpFor }),
      ...(overrideId === null ? {} : { passedOver: [...rules] }),
    };
    audit({ action: "create", resource: "appointment", resourceId: id, clientId, detail });
    emit("appointment/booked", { appointmentId: id, version });
    const member = { clientId, serviceId: session.serviceId };
    const screening = (await screeningsOf(tx, tenantId, [member]))(member);
    return ok({ appointmentId: id, left: decision.value.left, screening });
  },
});

type Refusal = Extract<OutputOf<typeof contract>, { readonly ok: false }>["refusal"];

/** A refusal that nothing passes over. */
function refusalOf(code: Refusal["code"]): Refusal {
  return { code, left: null, rules: [], canOverride: false };
}

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
