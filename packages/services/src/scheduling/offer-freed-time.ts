import { afterLastDay, closedDuring, daysOffZone, offerDeadline } from "@quietroom/domain/scheduling";
import { type Instant, interval } from "@quietroom/domain/time";
import { v7 as uuidv7 } from "uuid";
import { fromDateColumn } from "../date-column.ts";
import type { VerbWork } from "../define-verb.ts";
import { peopleOf } from "../held-by.ts";
import { toInstantColumn } from "../instant-column.ts";
import { clocksNow, daysOffAround } from "./affected-visits.ts";
import type { AppointmentRow } from "./rows.ts";

/** A time, or seats of a session, that somebody else can have now. */
type FreedTime = Pick<
  AppointmentRow,
  | "id"
  | "practitionerId"
  | "withPractitionerIds"
  | "locationId"
  | "mode"
  | "timeZone"
  | "start"
  | "end"
  | "blockedFrom"
  | "blockedUntil"
  | "groupSessionId"
  | "partySize"
>;

/**
 * Opens a freed time of each who gave it for the waitlist, while there is still time to ask anyone; so close to its start that nobody could answer
 * from when they may be asked, it is simply free for all (ec-I7). What staff take out of days off is not free, also while these are only asked for, nor is what comes after
 * a last day (ec-J7). A seat frees no hour, since its group session goes on (ec-F4): it is
 * offered as a seat, to those who wait for one (ec-I17). The fill itself is a job's, which the event wakes (WAIT-04). `offeredFrom`: nobody is
 * asked before then, since the visit may still come back (ec-I15); null: at once. Answers who is asked about it.
 */
export async function offerFreedTime(
  work: Pick<VerbWork<unknown>, "tx" | "now" | "tenantId" | "actor" | "audit" | "emit">,
  freed: FreedTime,
  cause: "cancelled" | "rescheduled" | "seats_added",
  offeredFrom: Instant | null = null,
): Promise<FreedFor> {
  const { tx, now, tenantId, audit, emit } = work;
  if (offerDeadline(offeredFrom ?? now, freed.start) === null) return "nobody";
  const freedOf: string[] = [];
  if (freed.groupSessionId === null) {
    for (const id of peopleOf(freed)) if (!(await isAway(work, freed, id))) freedOf.push(id);
  } else if (!(await isAway(work, freed, freed.practitionerId))) {
    // Each seat is offered by itself: whoever waits for one waits alone.
    for (let seat = 0; seat < (freed.partySize ?? 1); seat += 1) freedOf.push(freed.practitionerId);
  }
  for (const practitionerId of freedOf) {
    const id = uuidv7();
    await tx.opening.create({
      data: {
        tenantId,
        id,
        practitionerId,
        locationId: freed.locationId,
        startsAt: toInstantColumn(freed.start),
        endsAt: toInstantColumn(freed.end),
        blockedFrom: toInstantColumn(freed.blockedFrom),
        blockedUntil: toInstantColumn(freed.blockedUntil),
        groupSessionId: freed.groupSessionId,
        cause,
        causedByAppointmentId: freed.id,
        offeredFrom: offeredFrom && toInstantColumn(offeredFrom),
      },
      select: { id: true },
    });
    audit({ action: "create", resource: "opening", resourceId: id, detail: { appointmentId: freed.id } });
    emit("opening/created", { openingId: id });
  }
  return freedOf.length === 0 ? "nobody" : "waitlist";
}

/** Who is asked about a freed time: the waitlist, or nobody, since it is too soon or nobody could give it. */
export type FreedFor = "waitlist" | "nobody";

/** Whether one of those who gave the visit is away then. Clients see nobody's days off: of what they free, the fill asks for itself. */
async function isAway(
  { tx, tenantId, now, actor }: Pick<VerbWork<unknown>, "tx" | "tenantId" | "now" | "actor">,
  { mode, timeZone, start, end }: FreedTime,
  practitionerId: string,
): Promise<boolean> {
  if (actor.kind !== "staff") return false;
  const { active, lastDay } = await tx.practitioner.findUniqueOrThrow({
    where: { tenantId_id: { tenantId, id: practitionerId } },
    select: { active: true, lastDay: true },
  });
  const daysOff = await daysOffAround(tx, { tenantId, practitionerId });
  const away = [...daysOff, ...afterLastDay(lastDay && fromDateColumn(lastDay))];
  const clocks = await clocksNow(tx, { tenantId, practitionerId, now });
  const zone = daysOffZone({ mode, zone: timeZone, start }, clocks);
  return !active || closedDuring(away, zone, interval(start, end));
}
