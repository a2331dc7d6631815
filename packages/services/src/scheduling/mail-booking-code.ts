import type { askBookingCode as contract } from "@quietroom/contracts/public-booking";
import type { InputOf, OutputOf } from "@quietroom/contracts/wire";
import { Prisma } from "@quietroom/db";
import { ok, refuse, type Result } from "@quietroom/domain/result";
import { decideLimitedHold, holdMs, tooManySeatsHeld } from "@quietroom/domain/scheduling";
import { dayBounds, localDate, plus } from "@quietroom/domain/time";
import { isDisposable } from "../clients/index.ts";
import { defineVerb, type Verb, type VerbWork } from "../define-verb.ts";
import { found } from "../errors.ts";
import { peopleOf } from "../held-by.ts";
import { toInstantColumn } from "../instant-column.ts";
import { offeringAlternatives, type Refused } from "./alternatives.ts";
import { keepBookingCode } from "./booking-code.ts";
import { holdFactsAt } from "./facts.ts";
import { capsLocked } from "./full-times.ts";
import { linkedId } from "./link-subject.ts";
import { withVisitsOwnLength } from "./move-times.ts";
import { type AppointmentRow, holdStands, lockAppointment } from "./rows.ts";
import { loadScene, type Scene } from "./scene.ts";
import { findGroupSession, sessionLocked } from "./seats.ts";
import { secureHold, wantedBy } from "./secure-hold.ts";
import { loadStandingHolds, loadStandingSeats } from "./standing-holds.ts";

type Input = Pick<InputOf<typeof contract>, "email">;
type Output = OutputOf<typeof contract>;
type Asked = Extract<Output, { ok: true }>["value"];
type Code = Extract<Output, { ok: false }>["refusal"]["code"];

/**
 * Mails a code to the address that whoever holds a time has typed, by which they show that they read its mail (BOOK-07). Who they are is asked of
 * nobody: neither the answer nor the work knows whether a client has that address. Asked again it is another code, and the one before is over.
 * A hold that stands keeps its ten minutes (BOOK-05), in which a mail arrives; one that ran out takes its time again for ten, as booking it
 * would, so that nobody confirms an address for a time that is gone, and within the limits of holding it (ec-H6). A studio that is closed mails nothing, and neither does one that asks for
 * no code: there the answer is the same, and booking goes on without.
 */
export const mailBookingCode: Verb<Input, Output> = offeringAlternatives(
  defineVerb<Input, Result<Asked, Refused<Code>>>({
    name: "scheduling.ask_booking_code",
    permission: "appointment:book",
    isolation: "read committed",
    trace: "audited",
    // A hold that ran out is taken again among other holds; and the clients' role knows nothing of codes.
    reach: "studio",
    async run(work) {
      const { tx, input, now, tenantId, actor, origin, audit } = work;
      const id = linkedId(actor, "hold");
      const hold = id === null ? null : await lockAppointment(tx, tenantId, id, lockedBefore(tenantId, id));
      audit({ action: "create", resource: "booking_code", resourceId: hold?.id ?? null });
      if (hold === null || hold.status !== "held") return refusal("link_invalid");
      const stands = holdStands(hold, now);
      const date = localDate(hold.start, "UTC");
      const bookedBy = stands ? "staff" : "client"; // as booking it asks
      const scene = await loadScene(tx, { tenantId, choice: hold, from: date, until: date, bookedBy });
      if (scene === null || !scene.studioOpen) return refusal("studio_closed");
      if (isDisposable(input.email)) return refusal("disposable_email");
      if (!stands) {
        if (await isOverLimits(work, hold, scene))
          return refuse({ code: "too_many_holds", wanted: wantedBy(hold) });
        const secured = await secureHold(work, hold, scene);
        if (!secured.ok) return secured;
        await tx.appointment.update({
          where: { tenantId_id: { tenantId, id: hold.id } },
          data: { holdExpiresAt: toInstantColumn(plus(now, holdMs)), heldFrom: origin?.ip ?? null },
          select: { id: true },
        });
      }
      if (scene.confirmEmails) await keepBookingCode(work, { holdId: hold.id, email: input.email });
      return ok({ asked: true });
    },
  }),
);

/**
 * Whether the address of the network, or the date of those who hold the time, or the session of a seat, has as much held already as may be at once (ec-H6): taken again, a
 * time is held like any other. What else stands in its way is said by who secures it.
 */
async function isOverLimits(
  { tx, tenantId, now, origin }: VerbWork<Input>,
  hold: AppointmentRow,
  scene: Scene,
): Promise<boolean> {
  const { groupSessionId, partySize } = hold;
  const whose = { tenantId, now, except: hold.id };
  const heldFrom = origin?.ip ?? null;
  if (groupSessionId !== null) {
    const { capacity } = found(await findGroupSession(tx, tenantId, groupSessionId));
    const standing = await loadStandingSeats(tx, { ...whose, heldFrom, groupSessionId });
    return tooManySeatsHeld({ capacity, partySize: found(partySize) }, standing);
  }
  const standing = await loadStandingHolds(
    tx,
    { ...whose, heldFrom, practitionerIds: peopleOf(hold) },
    dayBounds(localDate(hold.start, hold.timeZone), hold.timeZone),
  );
  const ask = { ...whose, start: hold.start, bookedBy: "client" } as const;
  const facts = await holdFactsAt(tx, ask, withVisitsOwnLength(scene, hold));
  const decision = decideLimitedHold(facts, standing, now);
  return !decision.ok && decision.refusal === "too_many_holds";
}

/** As booking it takes them: the session of a seat, then caps. */
function lockedBefore(tenantId: string, holdId: string): Prisma.Sql {
  return Prisma.sql`case when ${sessionLocked(tenantId, holdId)} then ${capsLocked(tenantId, holdId)} end`;
}

function refusal(code: Code) {
  return refuse({ code, wanted: null });
}
