import type { PractitionerId } from "@quietroom/domain/ids";
import { ok, refuse, type Result } from "@quietroom/domain/result";
import {
  approvalOfTimes,
  type Booker,
  decideReschedule,
  fullAt,
  type FullTime,
  type MovePlan,
  type RescheduleRefusal,
} from "@quietroom/domain/scheduling";
import { type Instant, interval, minuteMs, overlaps } from "@quietroom/domain/time";
import type { Tx } from "@quietroom/db";
import type { VerbWork } from "../define-verb.ts";
import { AppError } from "../errors.ts";
import { peopleOf } from "../held-by.ts";
import { toInstantColumn } from "../instant-column.ts";
import { withdrawOffersOver } from "../openings/index.ts";
import { movesBeside } from "./beside-own-visits.ts";
import { type CappedScene, hasPlace } from "./full-times.ts";
import { choiceFor, loadMoveTimes, type Move, type MoveTimes } from "./move-times.ts";
import { moveLimit } from "./move-limit.ts";
import { offerFreedTime } from "./offer-freed-time.ts";
import type { AppointmentRow, BookedRow } from "./rows.ts";
import type { Choice } from "./scene.ts";
import { setExpiredHoldsAside } from "./take-time.ts";
import { type Override, writeOverride } from "./write-override.ts";
import { zoneColumns } from "../zone-columns.ts";

type Moved = { readonly version: number; readonly start: Instant };
type MoveRefusal = Exclude<RescheduleRefusal, "same_time"> | "unknown_service" | "studio_closed";

/** Of which clients alone are held to some: staff are never too late, move as often as they like, and book somebody twice at one time. */
type StaffRefusal = Exclude<MoveRefusal, "too_late" | "move_limit" | "call_to_book">;

/**
 * Moves a visit whose row is locked, as staff: it looks and decides while other moves into these calendars wait. Staff go before an
 * offer to the waitlist, which is then withdrawn (ec-I11). With an override they go past the rules that it names, and it is kept (ec-H20).
 */
export async function moveVisitAsStaff(
  work: VerbWork<unknown>,
  visit: BookedRow,
  move: Move & { readonly by: "staff" },
  override: Override | null = null,
): Promise<Result<Moved, StaffRefusal>> {
  if (isThere(visit, move)) return stays(visit);
  // Who hold it together are not taken apart by a move.
  const { withPractitionerIds } = visit;
  if (withPractitionerIds.length > 0 && !isWith(visit, move)) return refuse("not_allowed");
  const { tx, tenantId, now } = work;
  const times = await loadMoveTimes(
    tx,
    { tenantId, now, visit, move },
    async ({ choice, practitioners }) => await lockCalendars(tx, tenantId, choice.locationId, practitioners),
  );
  const moved = await moveInto(work, visit, times, override);
  if (moved.ok) return moved;
  const { refusal } = moved;
  const forClients = refusal === "too_late" || refusal === "move_limit" || refusal === "call_to_book";
  return refuse(forClients ? "not_allowed" : refusal);
}

/**
 * The same as the client whose visit it is, into times that were looked up before, since this transaction sees that client's rows
 * alone. What was free then may be taken now: the constraints of the table decide, and losing to one is the caller's to look again.
 * Throws "conflict" when the visit was not there to be looked at.
 */
export async function moveVisitAsClient(
  work: VerbWork<unknown>,
  visit: BookedRow,
  { times, ...move }: Omit<Move, "by"> & { readonly times: MoveTimes | null },
): Promise<Result<Moved, MoveRefusal>> {
  if (isThere(visit, move)) return stays(visit);
  if (times === null) throw new AppError("conflict");
  if (times.ok) await lockCalendars(work.tx, work.tenantId, times.value.locationId, times.value.candidates);
  return await moveInto(work, visit, times, null);
}

/**
 * The old time is freed and the new one taken in one step (ec-E8), the same row keeps its id and its links, and the freed time goes
 * to the waitlist (SCHED-16). The visit keeps the window of its own cut-off (ec-J3). Moved to where it already is, it stays as it
 * is, so asking twice is asking once.
 */
async function moveInto(
  work: VerbWork<unknown>,
  visit: BookedRow,
  times: MoveTimes,
  override: Override | null,
): Promise<Result<Moved, MoveRefusal>> {
  const { tx, now, tenantId } = work;
  if (!times.ok) return times;
  if (visit.groupSessionId !== null) return refuse("not_allowed"); // a seat is where its group session is
  const { start, bookedBy } = times.value;
  const moves = {
    made: visit.clientMoves,
    limit: bookedBy === "client" ? await moveLimit(tx, tenantId) : null,
  };
  const facts = {
    appointment: { ...visit, startsAt: visit.start },
    slotFacts: times.value,
    cancellationWindowMin: (visit.start - visit.cancelDeadline) / minuteMs,
    moves,
    approval: approvalOfTimes({ ...visit, approval: times.value.approval }),
    now,
  };
  const decision = decideReschedule(facts, override?.rules);
  if (!decision.ok) return decision.refusal === "same_time" ? stays(visit) : refuse(decision.refusal);
  const taken = interval(decision.value.blockedFrom, decision.value.blockedUntil);
  const practitionerIds = peopleOf(decision.value);
  if (bookedBy === "client") {
    const ask = { tenantId, now, except: visit.id };
    if (!(await hasPlace(tx, ask, times.value.capped, { practitionerIds, start })))
      return refuse("fully_booked");
    if (times.value.capped.travel !== null && !(await hasTravelTime(tx, ask, decision.value)))
      return refuse("no_travel_time");
    if (!(await keepsBreak(tx, ask, times.value.capped, decision.value))) return refuse("no_break");
    if (!(await movesBeside(tx, tenantId, visit, decision.value))) return refuse("call_to_book");
  } else {
    const taking = times.value.candidates.filter(({ id }) => practitionerIds.includes(id));
    noteOverCaps(
      work,
      visit,
      taking.flatMap(({ full }) => fullAt(full, start)),
    );
    const there = interval(start, decision.value.end);
    const needs = decision.value;
    await withdrawOffersOver(work, { practitionerIds, range: taken, visit: there, needs });
  }
  await setExpiredHoldsAside(tx, { tenantId, now }, decision.value);
  const { passedOver: rules } = decision.value;
  const overrideId =
    override === null || rules.length === 0
      ? null
      : await writeOverride(work, visit.id, { rules, reason: override.reason });
  return ok({ version: await writeMove(work, visit, { ...decision.value, bookedBy, overrideId }), start });
}

/** Whether the way to a client's new time and on from it is long enough, seen while others who want this practitioner wait. */
async function hasTravelTime(
  tx: Tx,
  { now, except }: { readonly now: Instant; readonly except: string },
  { locationId, mode, start, end, ...plan }: MovePlan,
): Promise<boolean> {
  const [answer] = await tx.$queryRaw<{ has: boolean }[]>`
    select bool_and(app.has_travel_time(person, ${locationId}::uuid, ${mode}::visit_mode,
      ${toInstantColumn(start)}::timestamptz, ${toInstantColumn(end)}::timestamptz,
      ${toInstantColumn(now)}::timestamptz, ${except}::uuid)) as has
    from unnest(${peopleOf(plan)}::uuid[]) as person`;
  return answer?.has ?? false;
}

/** Whether a client's new time leaves those who hold it the breaks they need, seen in the same way; not asked where they need none. */
async function keepsBreak(
  tx: Tx,
  { now, except }: { readonly now: Instant; readonly except: string },
  { practitioners }: CappedScene,
  { start, end, ...plan }: MovePlan,
): Promise<boolean> {
  const people = peopleOf(plan);
  const needing = practitioners.filter(({ id, breakRule }) => people.includes(id) && breakRule !== null);
  if (needing.length === 0) return true;
  const [answer] = await tx.$queryRaw<{ keeps: boolean }[]>`
    select bool_and(app.keeps_break(person, ${toInstantColumn(start)}::timestamptz, ${toInstantColumn(end)}::timestamptz,
      ${toInstantColumn(now)}::timestamptz, ${except}::uuid)) as keeps
    from unnest(${needing.map(({ id }) => id)}::uuid[]) as person`;
  return answer?.keeps ?? false;
}

/** That staff went over a cap, and over which, stands with their act (ec-C14). */
function noteOverCaps({ audit }: VerbWork<unknown>, visit: BookedRow, full: readonly FullTime[]): void {
  if (full.length === 0) return;
  const overCaps = full.map(({ of, per }) => `${of}_${per}`);
  audit({
    action: "update",
    resource: "appointment",
    resourceId: visit.id,
    clientId: visit.clientId,
    detail: { overCaps },
  });
}

/** True when a visit is already where it is to go. */
export function isThere(visit: AppointmentRow, move: Omit<Move, "by">): boolean {
  return move.start === visit.start && isWith(visit, move);
}

/** Whether a move leaves it with whom it is. */
function isWith(visit: AppointmentRow, { practitionerId }: Omit<Move, "by">): boolean {
  return practitionerId === null || peopleOf(visit).includes(practitionerId);
}

/** The choice that gives the same visit at another time, for looking up alternatives. */
export function choiceOf(visit: BookedRow, practitionerId: PractitionerId | null): Choice {
  const { serviceId, mode, locationId } = visit;
  return choiceFor({ serviceId, practitionerId, mode, locationId }, visit);
}

function stays({ version, start }: BookedRow) {
  return ok({ version, start });
}

/**
 * Makes moves that could meet wait for each other: an UPDATE knows no ON CONFLICT, so two of them entering each other's time
 * would each wait for the other. Always in the same order. The place stands for its rooms and devices; what a move leaves needs no lock.
 */
export async function lockCalendars(
  tx: Tx,
  tenantId: string,
  locationId: string,
  practitioners: readonly { readonly id: string }[],
): Promise<void> {
  const owners = [locationId, ...practitioners.map(({ id }) => id)];
  const keys = owners.map((owner) => `calendar ${tenantId} ${owner}`);
  await tx.$executeRaw`
    select pg_advisory_xact_lock(key)
    from (select distinct hashtextextended(name, 0) as key from unnest(${keys}::text[]) as name order by 1) as keys`;
}

async function writeMove(
  work: VerbWork<unknown>,
  visit: BookedRow,
  plan: MovePlan & { readonly bookedBy: Booker; readonly overrideId: string | null },
): Promise<number> {
  const { tx, now, tenantId, emit } = work;
  const { version } = await tx.appointment.update({
    where: { tenantId_id: { tenantId, id: visit.id } },
    data: {
      practitionerId: plan.practitionerId, // who else holds it stays as it is
      roomId: plan.roomId,
      roomUntil: plan.roomUntil && toInstantColumn(plan.roomUntil),
      preferredRoomId: plan.preferredRoomId,
      deviceId: plan.deviceId,
      deviceUntil: plan.deviceUntil && toInstantColumn(plan.deviceUntil),
      startsAt: toInstantColumn(plan.start),
      ...zoneColumns(plan.start, visit.timeZone),
      endsAt: toInstantColumn(plan.end),
      blockedFrom: toInstantColumn(plan.blockedFrom),
      blockedUntil: toInstantColumn(plan.blockedUntil),
      cancelDeadline: toInstantColumn(plan.cancelDeadline),
      ...(plan.overrideId === null ? {} : { overrideId: plan.overrideId }), // one of before goes with the time it was for
      ...(plan.bookedBy === "client" ? { clientMoves: { increment: 1 } } : {}),
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
