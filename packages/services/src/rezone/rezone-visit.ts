import { ok, refuse, type Result } from "@quietroom/domain/result";
import { blocksTime, resolvedAnew } from "@quietroom/domain/scheduling";
import { type Instant, interval } from "@quietroom/domain/time";
import { defineVerb, type VerbWork } from "../define-verb.ts";
import { found } from "../errors.ts";
import { peopleOf } from "../held-by.ts";
import { withdrawOffersOver } from "../openings/index.ts";
import {
  type AppointmentRow,
  lockAppointment,
  lockCalendars,
  setExpiredHoldsAside,
  shiftedBy,
  shiftVisit,
  standingSeats,
} from "../scheduling/index.ts";
import { planStaffMail } from "../staff/index.ts";
import { zoneRules } from "../zone-columns.ts";

type Input = { readonly appointmentId: string };
/** "offer_withdrawn": it was a time offered to the waitlist, which nobody can be held to now. "stands": there is nothing to do. */
type Done = "moved" | "offer_withdrawn" | "stands";
/** "would_meet": its people, room or device are taken where it belongs. "would_be_past": that moment is over. Either is for people to settle. */
type LeftAlone = "would_meet" | "would_be_past";

/**
 * Takes a visit to where its zone's present rules put it (ec-A21): its time on the wall is kept, the instant and all that hangs on it are worked out
 * anew, its client and its practitioner are told, a group session's seats come along. Asked again it changes nothing.
 * Throws `not_found` for a visit of no or another studio.
 */
export const rezoneVisit = defineVerb<Input, Result<Done, { readonly code: LeftAlone }>>({
  name: "rezone.rezone_visit",
  permission: "job:run",
  isolation: "read committed",
  trace: "audited",
  conflicts: {
    appointment_practitioner_free: { code: "would_meet" },
    appointment_room_free: { code: "would_meet" },
    appointment_device_free: { code: "would_meet" },
  },
  async run(work) {
    const { tx, input, now, tenantId, audit } = work;
    const visit = found(await lockAppointment(tx, tenantId, input.appointmentId));
    const { id, clientId, timeZone, utcOffsetMin, start: was } = visit;
    const entry = { action: "update", resource: "appointment", resourceId: id, clientId } as const;
    audit(entry);
    const anew =
      utcOffsetMin === null || visit.groupSessionId !== null || was <= now || !blocksTime(visit.status)
        ? null
        : resolvedAnew({ start: was, timeZone, utcOffsetMin });
    if (anew === null) return ok("stands");
    audit({ ...entry, detail: { timeZone, rules: zoneRules } });
    const practitionerIds = peopleOf(visit);
    if (visit.status === "held") {
      const withdrawn = await withdrawOffersOver(work, {
        practitionerIds,
        range: interval(visit.blockedFrom, visit.blockedUntil),
      });
      return ok(withdrawn > 0 ? "offer_withdrawn" : "stands");
    }
    if (anew.start <= now) return refuse({ code: "would_be_past" });
    const calendars = practitionerIds.map((one) => ({ id: one }));
    await lockCalendars(tx, tenantId, visit.locationId, calendars);
    const there = shiftedBy(visit, anew.start - was);
    await withdrawOffersOver(work, {
      practitionerIds,
      range: interval(there.blockedFrom, there.blockedUntil),
      visit: interval(there.start, there.end),
    });
    await setExpiredHoldsAside(tx, { tenantId, now }, there);
    await moveThere(work, visit, anew);
    for (const one of practitionerIds) await tellPractitioner(work, one);
    return ok("moved");
  },
});

async function moveThere(
  { tx, now, tenantId, audit, emit }: VerbWork<Input>,
  visit: AppointmentRow,
  { start, keepsWallTime }: { readonly start: Instant; readonly keepsWallTime: boolean },
): Promise<void> {
  const to = { was: visit.start, start, timeZone: visit.timeZone, isOther: true } as const;
  await shiftVisit(tx, { tenantId, now }, { ...to, id: visit.id });
  const seats =
    visit.capacity === null ? [] : await standingSeats(tx, { tenantId, groupSessionId: visit.id });
  for (const { id, clientId } of seats) {
    await shiftVisit(tx, { tenantId, now }, { ...to, id });
    audit({ action: "update", resource: "appointment", resourceId: id, clientId });
  }
  // Whoever was told 10:00 is not told that it was 11:00 before. On a clock elsewhere, which still has its rules, it was.
  if (keepsWallTime)
    await tx.$executeRaw`
      update appointment set previous_starts_at = starts_at
      where tenant_id = ${tenantId}::uuid and (id = ${visit.id}::uuid or group_session_id = ${visit.id}::uuid) and status <> 'cancelled'
        and (mode = 'in_person' or client_time_zone is null or client_time_zone = time_zone)`;
  if (visit.capacity !== null) emit("group/changed", { groupSessionId: visit.id });
  if (visit.clientId !== null)
    emit("appointment/rescheduled", { appointmentId: visit.id, version: visit.version + 1 });
  for (const { id, held } of seats) {
    if (held) continue;
    const { version } = found(await lockAppointment(tx, tenantId, id));
    emit("appointment/rescheduled", { appointmentId: id, version });
  }
}

/** Once an hour at most: one mail says it of all the visits that go along. */
async function tellPractitioner(work: VerbWork<Input>, practitionerId: string): Promise<void> {
  const people = await work.tx.$queryRaw<{ id: string; email: string }[]>`
    select u.id, u.email from staff_user u
    where u.tenant_id = ${work.tenantId}::uuid and u.practitioner_id = ${practitionerId}::uuid and u.active
      and not exists (select from staff_mail m where m.tenant_id = u.tenant_id and m.staff_user_id = u.id
        and m.kind = 'clock_rules_changed' and m.created_at > now() - interval '1 hour')
    order by u.id`;
  for (const person of people) await planStaffMail(work, person, "clock_rules_changed");
}
