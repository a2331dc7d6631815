import { asId, type AppointmentId } from "@quietroom/domain/ids";
import { ok, refuse, type Result } from "@quietroom/domain/result";
import {
  approvalOfSeat,
  type BookingPlan,
  cancelDeadline,
  daysOffZone,
  decideSeats,
  hasLeft,
  isLicensed,
  noticeEnd,
  requestDeadline,
} from "@quietroom/domain/scheduling";
import { addDays, type Instant, localDate } from "@quietroom/domain/time";
import { Prisma, type Tx } from "@quietroom/db";
import { fromDateColumn } from "../date-column.ts";
import type { VerbWork } from "../define-verb.ts";
import { found } from "../errors.ts";
import { peopleOf } from "../held-by.ts";
import { toInstantColumn } from "../instant-column.ts";
import { licensedUntil } from "../licensed-until.ts";
import { clocksOfSeveral } from "../own-clocks.ts";
import { type AppointmentRow, findAppointment, holdStands, lockAppointment } from "./rows.ts";
import type { Scene } from "./scene.ts";

/** A group session, which is an appointment without a client of its own; its seats are appointments of theirs. */
export type GroupSession = AppointmentRow & { readonly capacity: number };

/** The session behind an id, and nobody else seats anyone in it until this transaction ends. `before` as with `lockAppointment`. */
export async function lockGroupSession(
  tx: Tx,
  tenantId: string,
  id: string,
  before?: Prisma.Sql,
): Promise<GroupSession | null> {
  const row = await lockAppointment(tx, tenantId, id, before);
  return row !== null && isGroupSession(row) ? row : null;
}

/**
 * The same for the session of a seat, as a condition that is always true: said with the lock of the seat's own row, it comes before it, as with
 * everybody who changes a session. Of what is no seat nothing is locked.
 */
export function sessionLocked(tenantId: string, seatId: string): Prisma.Sql {
  return Prisma.sql`(
    select count(*) >= 0 from (
      select s.id from appointment s
      where s.tenant_id = ${tenantId}::uuid and s.id = (
        select a.group_session_id from appointment a where a.tenant_id = ${tenantId}::uuid and a.id = ${seatId}::uuid)
      for update
    ) session
  )`;
}

/** The same for reading only; null also for what is no session. */
export async function findGroupSession(tx: Tx, tenantId: string, id: string): Promise<GroupSession | null> {
  const row = await findAppointment(tx, tenantId, id);
  return row !== null && isGroupSession(row) ? row : null;
}

function isGroupSession(row: AppointmentRow): row is GroupSession {
  return row.capacity !== null;
}

/** People in seats that are booked, or held and not run out; without those of one hold. */
export async function seatsTaken(
  tx: Tx,
  {
    tenantId,
    groupSessionId,
    now,
    except = null,
  }: {
    readonly tenantId: string;
    readonly groupSessionId: string;
    readonly now: Instant;
    readonly except?: string | null;
  },
): Promise<number> {
  const [row] = await tx.$queryRaw<{ taken: number }[]>`
    select app.seats_taken(${tenantId}::uuid, ${groupSessionId}::uuid, ${toInstantColumn(now)}::timestamptz, ${except}::uuid) as taken`;
  return found(row ?? null).taken;
}

/**
 * True, in SQL, of a session `a` whose people are all there by then and may practise: a last day is the whole of its date (ec-L9), and so is that
 * of a licence, where none on record stops nobody (ADM-04).
 */
export const peopleAreThere = Prisma.sql`not exists (
  select from practitioner p
    cross join lateral (select (a.starts_at at time zone a.time_zone)::date as "date") its
  where p.tenant_id = a.tenant_id and (p.id = a.practitioner_id or p.id = any(a.with_practitioner_ids))
    and (not p.active or its.date > p.last_day or its.date > (select max(n.expires_on) from practitioner_licence n
      where n.tenant_id = p.tenant_id and n.practitioner_id = p.id)))`;

/** Whether everybody who leads a session, alone or with others, is there by then and may practise. */
export async function sessionIsLed(tx: Tx, tenantId: string, { id }: GroupSession): Promise<boolean> {
  const rows = await tx.$queryRaw<unknown[]>`
    select a.id from appointment a where a.tenant_id = ${tenantId}::uuid and a.id = ${id}::uuid and ${peopleAreThere}`;
  return rows.length > 0;
}

/**
 * What of the rules of the desk stands against those who hold a visit or a session: somebody of them will have left by its date (ec-L9), by the
 * clock that their days go by for it (ec-A28), or may not practise then (ADM-04). None where all are there.
 */
export async function rulesAgainstPeople(
  tx: Tx,
  tenantId: string,
  visit: Pick<GroupSession, "practitionerId" | "withPractitionerIds" | "mode" | "start" | "timeZone">,
): Promise<readonly ("time_off" | "licence_expired")[]> {
  const { mode, start, timeZone: zone } = visit;
  const people = await tx.practitioner.findMany({
    where: { tenantId, id: { in: [...peopleOf(visit)] } },
    select: { id: true, active: true, lastDay: true },
  });
  const since = addDays(localDate(start, "UTC"), -2); // a date may be behind ours elsewhere
  const clocks = await clocksOfSeveral(tx, { tenantId, practitionerIds: peopleOf(visit) }, since);
  let left = false;
  let licensed = true;
  for (const { id: practitionerId, active, lastDay } of people) {
    const date = localDate(start, daysOffZone({ mode, zone, start }, found(clocks.get(practitionerId))));
    left ||= hasLeft({ active, lastDay: lastDay && fromDateColumn(lastDay) }, date);
    const until = await licensedUntil(tx, { tenantId, practitionerId });
    licensed &&= isLicensed({ licensedUntil: until, zone }, start);
  }
  return [...(left ? (["time_off"] as const) : []), ...(licensed ? [] : (["licence_expired"] as const))];
}

/** What a seat has of its session: when and where, and nothing of what the session takes (ec-C7). */
export function seatOf(session: GroupSession, partySize: number) {
  return {
    groupSessionId: session.id,
    partySize,
    practitionerId: session.practitionerId,
    withPractitionerIds: [...session.withPractitionerIds],
    locationId: session.locationId,
    serviceId: session.serviceId,
    mode: session.mode,
    startsAt: toInstantColumn(session.start),
    endsAt: toInstantColumn(session.end),
    blockedFrom: toInstantColumn(session.start),
    blockedUntil: toInstantColumn(session.end),
    timeZone: session.timeZone,
    utcOffsetMin: session.utcOffsetMin,
    zoneRules: session.zoneRules,
    priceMinor: session.priceMinor * partySize,
    currency: session.currency,
  };
}

/**
 * Makes sure of held seats: a hold that stands has them, also when the notice has passed or the capacity was cut since (ec-C10, ec-F3); one that ran
 * out has them if they are still there (ec-H3). Nobody gets seats of a session whose people will be gone by then or may not practise (ADM-04).
 */
export async function secureSeats(
  { tx, tenantId, now }: Pick<VerbWork<unknown>, "tx" | "tenantId" | "now">,
  hold: AppointmentRow,
  scene: Scene,
): Promise<Result<BookingPlan, "seats_taken" | "session_cancelled" | "past" | "too_soon">> {
  const session = found(await lockGroupSession(tx, tenantId, found(hold.groupSessionId)));
  const standing = holdStands(hold, now);
  const decision = decideSeats({
    session: {
      ...session,
      startsAt: session.start,
      openOnline: (standing || session.openOnline) && (await sessionIsLed(tx, tenantId, session)),
    },
    taken: standing
      ? 0
      : await seatsTaken(tx, { tenantId, groupSessionId: session.id, now, except: hold.id }),
    partySize: standing ? 1 : found(hold.partySize),
    bookedBy: "client",
    earliest: standing ? now : noticeEnd({ now, service: scene.service }, session.timeZone),
    now,
  });
  if (!decision.ok) return refuse(lostSeats(decision.refusal.code));
  const asked = approvalOfSeat(scene) === "request";
  return ok({
    ...hold,
    status: asked ? "requested" : "scheduled",
    taken: "from_hold",
    cancelDeadline: cancelDeadline(hold.start, scene.cancellationWindowMin),
    requestExpiresAt: asked ? requestDeadline(scene, { sentAt: now, start: hold.start }) : null,
  });
}

function lostSeats(code: "session_cancelled" | "past" | "too_soon" | "not_open" | "full" | "too_few_left") {
  if (code === "full" || code === "too_few_left") return "seats_taken";
  return code === "not_open" ? "session_cancelled" : code;
}

/** A session's seats that stand, those still held among them. */
export async function standingSeats(
  tx: Tx,
  { tenantId, groupSessionId }: { readonly tenantId: string; readonly groupSessionId: string },
): Promise<readonly StandingSeat[]> {
  const rows = await tx.appointment.findMany({
    where: { tenantId, groupSessionId, status: { not: "cancelled" } },
    select: { id: true, status: true, clientId: true, cancelDeadline: true },
    orderBy: { id: "asc" },
  });
  return rows.map(({ id, status, ...seat }) => ({
    ...seat,
    id: asId(id),
    held: status === "held",
    asked: status === "requested",
  }));
}

type StandingSeat = {
  readonly id: AppointmentId;
  readonly held: boolean;
  /** A request for it waits for an answer. */
  readonly asked: boolean;
  readonly clientId: string | null;
  readonly cancelDeadline: Date | null;
};
