import type { OpeningModel } from "@quietroom/db";
import { canSwap, swapDeadline } from "@quietroom/domain/scheduling";
import { interval, overlaps } from "@quietroom/domain/time";
import type { VerbWork } from "../define-verb.ts";
import { peopleOf } from "../held-by.ts";
import { toInstantColumn } from "../instant-column.ts";
import {
  type AppointmentRow,
  type BookedRow,
  findAppointment,
  hoursKept,
  isBooked,
  lockAppointment,
  lockCalendars,
  offerFreedTime,
} from "../scheduling/index.ts";
import type { OfferWithEntry } from "./offer-facts.ts";

type Work = VerbWork<unknown>;

/**
 * The visit that a client gives up for the hour they are offered, locked, if it can be (ec-I9): their own, of the same service, and later. Null
 * where it cannot, or not any more. Locked before the opening, after the hours of who gives the new one, with the calendars that it moves into.
 */
export async function lockVisitToSwap(
  { tx, tenantId, audit }: Work,
  { offer, entry }: OfferWithEntry,
  appointmentId: string,
): Promise<BookedRow | null> {
  const hours = hoursKept(tenantId, offer.appointmentId);
  const visit = await lockAppointment(tx, tenantId, appointmentId, hours);
  const held = await findAppointment(tx, tenantId, offer.appointmentId);
  if (visit === null || held === null || !isTheirs(visit, entry) || !canSwap(visit, held)) return null;
  await lockCalendars(
    tx,
    tenantId,
    held.locationId,
    peopleOf(held).map((id) => ({ id })),
  );
  audit({
    action: "update",
    resource: "appointment",
    resourceId: visit.id,
    clientId: visit.clientId,
    detail: { offerId: offer.id },
  });
  return visit;
}

/** Visits of the client that the offered hour could take the place of, the next first. */
export async function visitsToSwap(
  { tx, tenantId }: Pick<Work, "tx" | "tenantId">,
  { offer, entry }: OfferWithEntry,
): Promise<readonly BookedRow[]> {
  const held = await findAppointment(tx, tenantId, offer.appointmentId);
  if (held === null || held.status !== "held") return [];
  const later = await tx.appointment.findMany({
    where: { tenantId, clientId: entry.clientId, startsAt: { gt: offer.startsAt } },
    orderBy: [{ startsAt: "asc" }, { id: "asc" }],
    select: { id: true },
  });
  const visits: BookedRow[] = [];
  for (const { id } of later) {
    const visit = await findAppointment(tx, tenantId, id);
    if (visit !== null && isTheirs(visit, entry) && canSwap(visit, held)) visits.push(visit);
  }
  return visits;
}

function isTheirs(visit: AppointmentRow, entry: OfferWithEntry["entry"]): visit is BookedRow {
  return isBooked(visit) && visit.clientId === entry.clientId;
}

/**
 * Moves a visit that is locked into what the offer holds, in this transaction: it keeps its id, its links, its price and its window, and counts
 * as no move of the client's, since the studio asked. What it leaves is offered to the waitlist by itself. False: the hour is not held any more.
 */
export async function swapVisit(
  work: Work,
  visit: BookedRow,
  { offer, opening }: Pick<OfferWithEntry, "offer"> & { readonly opening: OpeningModel },
): Promise<boolean> {
  const { tx, tenantId, now, emit } = work;
  const held = await findAppointment(tx, tenantId, offer.appointmentId);
  const { count } = await tx.appointment.deleteMany({
    where: { tenantId, id: offer.appointmentId, status: "held", superseded: false },
  });
  if (held === null || count === 0) return false;
  const { version } = await tx.appointment.update({
    where: { tenantId_id: { tenantId, id: visit.id } },
    data: {
      practitionerId: held.practitionerId,
      locationId: opening.locationId,
      mode: held.mode,
      roomId: held.roomId,
      roomUntil: held.roomUntil && toInstantColumn(held.roomUntil),
      preferredRoomId: held.preferredRoomId,
      deviceId: held.deviceId,
      deviceUntil: held.deviceUntil && toInstantColumn(held.deviceUntil),
      startsAt: toInstantColumn(held.start),
      endsAt: toInstantColumn(held.end),
      blockedFrom: toInstantColumn(held.blockedFrom),
      blockedUntil: toInstantColumn(held.blockedUntil),
      timeZone: held.timeZone,
      utcOffsetMin: held.utcOffsetMin,
      zoneRules: held.zoneRules,
      cancelDeadline: toInstantColumn(swapDeadline(visit, held.start, now)),
      version: { increment: 1 },
      updatedAt: toInstantColumn(now),
    },
    select: { version: true },
  });
  emit("appointment/rescheduled", { appointmentId: visit.id, version });
  const left = interval(visit.blockedFrom, visit.blockedUntil);
  const stillTaken =
    held.practitionerId === visit.practitionerId &&
    overlaps(interval(held.blockedFrom, held.blockedUntil), left);
  if (!stillTaken) await offerFreedTime(work, visit, "rescheduled");
  return true;
}
