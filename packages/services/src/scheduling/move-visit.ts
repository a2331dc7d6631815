import type { PractitionerId } from "@quietroom/domain/ids";
import { ok, refuse, type Result } from "@quietroom/domain/result";
import {
  type Booker,
  decideReschedule,
  type MovePlan,
  type RescheduleRefusal,
} from "@quietroom/domain/scheduling";
import { type Instant, interval, localDate, minuteMs, overlaps } from "@quietroom/domain/time";
import type { Tx } from "@quietroom/db";
import type { VerbWork } from "../define-verb.ts";
import { toInstantColumn } from "../instant-column.ts";
import { withdrawOffersOver } from "../openings/index.ts";
import { holdFactsAt } from "./facts.ts";
import { offerFreedTime } from "./offer-freed-time.ts";
import type { AppointmentRow, BookedRow } from "./rows.ts";
import { type Choice, loadScene, type Scene } from "./scene.ts";
import { setExpiredHoldsAside } from "./take-time.ts";

/** Where a visit is to go: to whom (null: to anyone who gives the service) and when. */
export type Move = {
  readonly practitionerId: PractitionerId | null;
  readonly start: Instant;
  readonly by: Booker;
};

type Moved = { readonly version: number; readonly start: Instant };
export type MoveRefusal = Exclude<RescheduleRefusal, "same_time"> | "unknown_service" | "studio_closed";

/**
 * Moves a visit whose row is locked: the old time is freed and the new one taken in one step (ec-E8), the same row keeps its id
 * and its links, and the freed time goes to the waitlist (SCHED-16). The visit keeps the length it was booked with (ec-C2) and
 * the window of its own cut-off (ec-J3). Moved to where it already is, it stays as it is, so asking twice is asking once.
 * Staff go before an offer to the waitlist, which is then withdrawn (ec-I11).
 */
export async function moveVisit(
  work: VerbWork<unknown>,
  visit: BookedRow,
  move: Move,
): Promise<Result<Moved, MoveRefusal>> {
  const { tx, now, tenantId } = work;
  const { practitionerId, start, by } = move;
  if (isThere(visit, move)) return stays(visit);
  const choice = { ...visit, practitionerId };
  const date = localDate(start, "UTC");
  const loaded = await loadScene(tx, { tenantId, choice, from: date, until: date, bookedBy: by });
  if (loaded === null || !loaded.offered || loaded.practitioners.length === 0)
    return refuse("unknown_service");
  if (!loaded.studioOpen) return refuse("studio_closed");
  const scene = withVisitsOwnLength(loaded, visit);

  await lockCalendars(tx, tenantId, scene);
  const offersYieldFor = by === "staff" ? practitionerId : null;
  const ask = { tenantId, now, except: visit.id, start, bookedBy: by, offersYieldFor };
  const decision = decideReschedule({
    appointment: { ...visit, startsAt: visit.start },
    slotFacts: await holdFactsAt(tx, ask, scene),
    cancellationWindowMin: (visit.start - visit.cancelDeadline) / minuteMs,
    now,
  });
  if (!decision.ok) return decision.refusal === "same_time" ? stays(visit) : refuse(decision.refusal);
  const taken = interval(decision.value.blockedFrom, decision.value.blockedUntil);
  if (by === "staff") {
    await withdrawOffersOver(work, { practitionerId: decision.value.practitionerId, range: taken });
  }
  await setExpiredHoldsAside(tx, { tenantId, now }, decision.value);
  return ok({ version: await writeMove(work, visit, decision.value), start });
}

/** True when a visit is already where it is to go. */
export function isThere(visit: AppointmentRow, { start, practitionerId }: Move): boolean {
  return start === visit.start && (practitionerId ?? visit.practitionerId) === visit.practitionerId;
}

/** The choice that gives the same visit at another time, for looking up alternatives. */
export function choiceOf(visit: BookedRow, practitionerId: PractitionerId | null): Choice {
  const { serviceId, mode, locationId } = visit;
  return { serviceId, practitionerId, mode, locationId };
}

/** A scene in which the service takes what this visit takes, whatever became of the service since. */
export function withVisitsOwnLength(scene: Scene, visit: BookedRow): Scene {
  return {
    ...scene,
    service: {
      ...scene.service,
      durationMin: (visit.end - visit.start) / minuteMs,
      bufferBeforeMin: (visit.start - visit.blockedFrom) / minuteMs,
      bufferAfterMin: (visit.blockedUntil - visit.end) / minuteMs,
    },
  };
}

function stays({ version, start }: BookedRow) {
  return ok({ version, start });
}

/**
 * Makes moves that could meet wait for each other: an UPDATE knows no ON CONFLICT, so two of them entering each other's time
 * would each wait for the other. Always in the same order. The place stands for its rooms; what a move leaves needs no lock.
 */
async function lockCalendars(tx: Tx, tenantId: string, { choice, practitioners }: Scene): Promise<void> {
  const owners = [choice.locationId, ...practitioners.map(({ id }) => id)];
  const keys = owners.map((owner) => `calendar ${tenantId} ${owner}`);
  await tx.$executeRaw`
    select pg_advisory_xact_lock(key)
    from (select distinct hashtextextended(name, 0) as key from unnest(${keys}::text[]) as name order by 1) as keys`;
}

async function writeMove(work: VerbWork<unknown>, visit: BookedRow, plan: MovePlan): Promise<number> {
  const { tx, now, tenantId, emit } = work;
  const { version } = await tx.appointment.update({
    where: { tenantId_id: { tenantId, id: visit.id } },
    data: {
      practitionerId: plan.practitionerId,
      roomId: plan.roomId,
      startsAt: toInstantColumn(plan.start),
      endsAt: toInstantColumn(plan.end),
      blockedFrom: toInstantColumn(plan.blockedFrom),
      blockedUntil: toInstantColumn(plan.blockedUntil),
      cancelDeadline: toInstantColumn(plan.cancelDeadline),
      version: { increment: 1 },
      updatedAt: toInstantColumn(now),
    },
    select: { version: true },
  });
  emit("appointment/rescheduled", { appointmentId: visit.id, version });
  const stillTaken =
    plan.practitionerId === visit.practitionerId &&
    overlaps(interval(plan.blockedFrom, plan.blockedUntil), interval(visit.blockedFrom, visit.blockedUntil));
  // What is left of an hour that was only shifted is a fragment, of use to nobody (ec-I10).
  if (!stillTaken) await offerFreedTime(work, visit, "rescheduled");
  return version;
}
