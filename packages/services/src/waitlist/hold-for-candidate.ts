import type { Tx } from "@quietroom/db";
import { type AppointmentId, asId } from "@quietroom/domain/ids";
import { ok, refuse, type Result } from "@quietroom/domain/result";
import {
  decidePlacement,
  decideSeats,
  type Placement,
  type SlotRefusal,
  type VisitMode,
  type WaitlistEntry,
} from "@quietroom/domain/scheduling";
import { type Instant, localDate } from "@quietroom/domain/time";
import { v7 as uuidv7 } from "uuid";
import { AppError } from "../errors.ts";
import { toInstantColumn } from "../instant-column.ts";
import {
  holdFactsAt,
  isForClient,
  loadScene,
  lockCaps,
  lockGroupSession,
  seatOf,
  seatsTaken,
  sessionIsLed,
  takeTime,
} from "../scheduling/index.ts";
import type { OpeningFacts } from "./opening-facts.ts";

export type HeldHour = {
  readonly appointmentId: AppointmentId;
  readonly placement: Pick<Placement, "mode" | "start" | "end">;
};
export type HourRefusal = SlotRefusal | "mode_mismatch" | "not_offered" | "call_to_book" | "studio_closed";

/**
 * Takes the freed hour for one person until the offer's deadline (WAIT-06), by the rules of a booking that the studio makes: no
 * notice, no horizon, no grid, but open hours, free time, a room and what the caps allow. The hold is the appointment that accepting makes of it, and
 * keeps the price and the zones of this moment. Throws "conflict" when the hour is lost in the very moment of giving up a hold.
 */
export async function holdForCandidate(
  tx: Tx,
  { opening, groupSessionId, modes, clientTimeZones }: OpeningFacts,
  entry: WaitlistEntry,
  ask: {
    readonly tenantId: string;
    readonly now: Instant;
    readonly expiresAt: Instant;
    /** What holds the hour until now and goes with the same step, when somebody else is to have it instead. */
    readonly givingUp: string | null;
  },
): Promise<Result<HeldHour, HourRefusal>> {
  const { tenantId, now, givingUp } = ask;
  if (groupSessionId !== null)
    return await holdSeat(tx, {
      ...ask,
      groupSessionId,
      clientTimeZone: clientTimeZones.get(entry.id) ?? null,
    });
  const mode = modeFor(entry, modes.get(entry.serviceId) ?? []);
  if (mode === undefined) return refuse("mode_mismatch");
  const date = localDate(opening.start, opening.zone);
  const { practitionerId, locationId, start } = opening;
  const choice = { serviceId: entry.serviceId, practitionerId, mode, locationId };
  const scene = await loadScene(tx, { tenantId, choice, from: date, until: date, bookedBy: "staff" });
  if (scene === null || !scene.offered) return refuse("not_offered");
  if (!scene.studioOpen) return refuse("studio_closed");
  if (!(await isForClient(tx, scene, { tenantId, clientId: entry.clientId, now })))
    return refuse("call_to_book");
  await lockCaps(tx, tenantId, scene);
  const asked = { tenantId, now, except: givingUp, start, bookedBy: "waitlist" } as const;
  const facts = await holdFactsAt(tx, asked, scene);
  const placement = decidePlacement(facts, now);
  if (!placement.ok) return placement;
  const appointmentId = asId<AppointmentId>(uuidv7());
  const taken = await takeTime(tx, {
    tenantId,
    now,
    givingUp,
    hold: {
      ...placement.value,
      id: appointmentId,
      timeZone: scene.zone,
      clientTimeZone: clientTimeZones.get(entry.id) ?? null,
      priceMinor: scene.priceMinor,
      currency: scene.currency,
      expiresAt: ask.expiresAt,
    },
  });
  if (taken) return ok({ appointmentId, placement: placement.value });
  // The old hold is gone from this transaction; only going back brings it back to whoever has it.
  if (givingUp !== null) throw new AppError("conflict");
  return refuse("slot_taken");
}

/** A seat of a session instead of its hour: the session has its people and its room already (ec-I17). */
async function holdSeat(
  tx: Tx,
  {
    tenantId,
    now,
    expiresAt,
    givingUp,
    groupSessionId,
    clientTimeZone,
  }: {
    readonly tenantId: string;
    readonly now: Instant;
    readonly expiresAt: Instant;
    readonly givingUp: string | null;
    readonly groupSessionId: string;
    readonly clientTimeZone: string | null;
  },
): Promise<Result<HeldHour, HourRefusal>> {
  const session = await lockGroupSession(tx, tenantId, groupSessionId);
  if (session === null) return refuse("not_offered");
  if (!(await sessionIsLed(tx, tenantId, session))) return refuse("outside_hours");
  const decision = decideSeats({
    session: { ...session, startsAt: session.start },
    taken: await seatsTaken(tx, { tenantId, groupSessionId, now, except: givingUp }),
    partySize: 1,
    bookedBy: "staff",
    earliest: now,
    now,
  });
  if (!decision.ok) return refuse(decision.refusal.code === "past" ? "past" : "slot_taken");
  if (givingUp !== null)
    await tx.appointment.deleteMany({ where: { tenantId, id: givingUp, status: "held" } });
  const appointmentId = asId<AppointmentId>(uuidv7());
  await tx.appointment.create({
    data: {
      ...seatOf(session, 1),
      tenantId,
      id: appointmentId,
      status: "held",
      clientTimeZone,
      holdExpiresAt: toInstantColumn(expiresAt),
    },
    select: { id: true },
  });
  return ok({ appointmentId, placement: session });
}

/** In person where there is a choice: that is what a freed hour at a place is. */
function modeFor(entry: WaitlistEntry, modes: readonly VisitMode[]): VisitMode | undefined {
  if (entry.mode === null) return modes.includes("in_person") ? "in_person" : modes[0];
  return modes.includes(entry.mode) ? entry.mode : undefined;
}
