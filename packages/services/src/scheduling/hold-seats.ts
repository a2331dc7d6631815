import type { holdSeats as contract } from "@quietroom/contracts/groups";
import type { InputOf, OutputOf } from "@quietroom/contracts/wire";
import { type AppointmentId, asId } from "@quietroom/domain/ids";
import { ok, refuse } from "@quietroom/domain/result";
import { decideSeats, holdMs, noticeEnd, tooManySeatsHeld } from "@quietroom/domain/scheduling";
import { canonicalZone, plus } from "@quietroom/domain/time";
import { v7 as uuidv7 } from "uuid";
import { defineVerb, type VerbWork } from "../define-verb.ts";
import { found } from "../errors.ts";
import { toInstantColumn } from "../instant-column.ts";
import { noticeOf } from "./notice-of.ts";
import { lockAppointment } from "./rows.ts";
import { lockGroupSession, seatOf, seatsTaken, sessionIsLed } from "./seats.ts";
import { loadStandingSeats } from "./standing-holds.ts";

type Input = Omit<InputOf<typeof contract>, "studio">;

/**
 * Keeps seats of a group session for their visitor while they fill in the form (BOOK-05), from where on they are a visit like any other.
 * Who comes late to the last seat is told how many are left (ec-F1, ec-F2). One person, one hold: the one before, of
 * seats or of a time, is given up in the same step, and kept where the seats are not had (ec-H5). Of one session, and from one address, only so
 * many people's seats are held at once (ec-H6). A session that is not open to clients, or whose people will have left by then (ec-L9) or may
 * not practise (ADM-04), is not there for them.
 */
export const holdSeats = defineVerb<Input, OutputOf<typeof contract>>({
  name: "scheduling.hold_seats",
  permission: "appointment:hold",
  isolation: "read committed",
  trace: "audited",
  conflicts: { appointment_seats_left: { code: "full", left: null } },
  lookAgain: ["appointment_seats_left"],
  async run(work) {
    const { tx, input, now, tenantId, links, origin, audit, emit } = work;
    const { groupSessionId, partySize, viewerZone } = input;
    const id = asId<AppointmentId>(uuidv7());
    audit({ action: "create", resource: "appointment", resourceId: id, detail: { groupSessionId } });
    const studio = found(await tx.tenant.findUnique({ where: { id: tenantId }, select: { status: true } }));
    if (studio.status !== "active") return refuse({ code: "studio_closed", left: null });
    const heldFrom = origin?.ip ?? null;
    const session = await lockGroupSession(tx, tenantId, groupSessionId);
    if (session === null) return refuse({ code: "session_cancelled", left: null });
    // After the session, as whoever confirms a hold takes the two in this order.
    const givingUp = await lockOwnHold(work);
    const others = { tenantId, groupSessionId, now, except: givingUp };
    const decision = decideSeats({
      session: {
        ...session,
        startsAt: session.start,
        openOnline: session.openOnline && (await sessionIsLed(tx, tenantId, session)),
      },
      taken: await seatsTaken(tx, others),
      partySize,
      bookedBy: "client",
      earliest: noticeEnd(
        { now, service: await noticeOf(tx, tenantId, session.serviceId) },
        session.timeZone,
      ),
      now,
    });
    if (!decision.ok) {
      const { refusal } = decision;
      if (refusal.code === "not_open") return refuse({ code: "session_cancelled", left: null });
      return refuse({ code: refusal.code, left: refusal.code === "too_few_left" ? refusal.left : null });
    }
    const standing = await loadStandingSeats(tx, { ...others, heldFrom });
    if (tooManySeatsHeld({ capacity: session.capacity, partySize }, standing))
      return refuse({ code: "too_many_holds", left: null });
    if (givingUp !== null) await tx.appointment.deleteMany({ where: { tenantId, id: givingUp } });
    const expiresAt = plus(now, holdMs);
    await tx.appointment.create({
      data: {
        ...seatOf(session, partySize),
        tenantId,
        id,
        status: "held",
        clientTimeZone: viewerZone === null ? null : canonicalZone(viewerZone),
        holdExpiresAt: toInstantColumn(expiresAt),
        heldFrom,
      },
      select: { id: true },
    });
    emit("appointment/held", { appointmentId: id });
    return ok({ token: links.sign({ kind: "hold", tenantId, id }), expiresAt });
  },
});

/** The hold that this visitor has, which nobody confirms meanwhile. A token that is forged or foreign, or of what is booked by now, names none. */
async function lockOwnHold({ tx, input, links, tenantId }: VerbWork<Input>): Promise<string | null> {
  const subject = input.releaseToken === null ? null : links.verify(input.releaseToken);
  if (subject?.kind !== "hold" || subject.tenantId !== tenantId) return null;
  const own = await lockAppointment(tx, tenantId, subject.id);
  return own?.status === "held" ? own.id : null;
}
