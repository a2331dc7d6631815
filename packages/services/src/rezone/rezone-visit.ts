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
  metByOverride,
  shiftedBy,
  shiftTogether,
  shiftVisit,
  standingSeats,
} from "../scheduling/index.ts";
import { planStaffMail } from "../plan-account-mail.ts";
import { zoneRules } from "../zone-columns.ts";

type Input = { readonly appointmentId: string };
/** "offer_withdrawn": it was a time offered to the waitlist, which nobody can be held to now. "stands": there is nothing to do. */
type Done = "moved" | "offer_withdrawn" | "stands";
/** "would_meet": its people, room or device are taken where it belongs. "would_be_past": that moment is over. Either is for people to settle. */
type LeftAlone = "would_meet" | "would_be_past";

/**
 * Takes a visit to where its zone's present rules put it (ec-A21): its time on the wall is kept, the instant and all that hangs on it are worked out
 * anew, its client and its practitioner are told, a group session's seats come along, and so do those whose time it or they have by an override
 * (ec-H20), as all of them have to be there for the override to hold. Asked again it changes nothing.
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
    const locked = await lockTogether(work, input.appointmentId);
    const visit = found(locked.find(({ id }) => id === input.appointmentId));
    audit(entryOf(visit));
    if (anewOf(visit, now) === null) return ok("stands");
    if (visit.status === "held") {
      audit({ ...entryOf(visit), detail: { timeZone: visit.timeZone, rules: zoneRules } });
      const range = interval(visit.blockedFrom, visit.blockedUntil);
      const withdrawn = await withdrawOffersOver(work, { practitionerIds: peopleOf(visit), range });
      return ok(withdrawn > 0 ? "offer_withdrawn" : "stands");
    }
    const moves = locked.flatMap((one) => {
      const anew = anewOf(one, now);
      return anew === null || one.status === "held" ? [] : [{ visit: one, anew }];
    });
    for (const { visit: one } of moves)
      audit({ ...entryOf(one), detail: { timeZone: one.timeZone, rules: zoneRules } });
    if (moves.some(({ anew }) => anew.start <= now)) return refuse({ code: "would_be_past" });
    const owners = moves.flatMap((one) => [one.visit.locationId, ...peopleOf(one.visit)]);
    const calendars = owners.map((id) => ({ id }));
    await lockCalendars(tx, tenantId, visit.locationId, calendars);
    for (const { visit: one, anew } of moves) {
      const there = shiftedBy(one, anew.start - one.start);
      await withdrawOffersOver(work, {
        practitionerIds: peopleOf(one),
        range: interval(there.blockedFrom, there.blockedUntil),
        visit: interval(there.start, there.end),
        needs: there,
      });
    }
    const shifted = await shiftTogether(
      work,
      moves.map((one) => shiftOf(one)),
    );
    if (!shifted.ok) return refuse({ code: "would_meet" });
    for (const one of moves) await bringAlong(work, one);
    const people = new Set(moves.flatMap((one) => peopleOf(one.visit)));
    for (const one of people) await tellPractitioner(work, one);
    return ok("moved");
  },
});

type Anew = { readonly start: Instant; readonly keepsWallTime: boolean };
type Moving = { readonly visit: AppointmentRow; readonly anew: Anew };

/** Where a visit's zone puts it by now; null for one that stays. */
function anewOf(visit: AppointmentRow, now: Instant): Anew | null {
  const { utcOffsetMin, timeZone, start } = visit;
  const stays =
    utcOffsetMin === null || visit.groupSessionId !== null || start <= now || !blocksTime(visit.status);
  return stays ? null : resolvedAnew({ start, timeZone, utcOffsetMin });
}

/** The visit and all that are over each other with it by overrides, one leading to another, whose rows are locked in one order. */
async function lockTogether(
  { tx, tenantId, now }: VerbWork<Input>,
  id: string,
): Promise<readonly AppointmentRow[]> {
  let ids = [id];
  for (;;) {
    const met = await metByOverride(tx, { tenantId, now }, ids);
    const all = new Set([...ids, ...met.flatMap(({ overridden, other }) => [overridden, other])]);
    if (all.size === ids.length) break;
    ids = [...all].toSorted();
  }
  const rows = [];
  for (const one of ids) rows.push(await lockAppointment(tx, tenantId, one));
  return rows.filter((row) => row !== null);
}

function entryOf({ id, clientId }: AppointmentRow) {
  return { action: "update", resource: "appointment", resourceId: id, clientId } as const;
}

function shiftOf({ visit, anew }: Moving) {
  const { id, start: was, timeZone } = visit;
  return { id, was, start: anew.start, timeZone, isOther: true } as const;
}

/** What goes with a visit that is where it belongs: its seats, and word to whoever comes. */
async function bringAlong(
  { tx, now, tenantId, audit, emit }: VerbWork<Input>,
  moving: Moving,
): Promise<void> {
  const { visit, anew } = moving;
  const seats =
    visit.capacity === null ? [] : await standingSeats(tx, { tenantId, groupSessionId: visit.id });
  for (const { id, clientId } of seats) {
    await shiftVisit(tx, { tenantId, now }, { ...shiftOf(moving), id });
    audit({ action: "update", resource: "appointment", resourceId: id, clientId });
  }
  // Whoever was told 10:00 is not told that it was 11:00 before. On a clock elsewhere, which still has its rules, it was.
  if (anew.keepsWallTime)
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
      and not exists (select from notification m where m.tenant_id = u.tenant_id and m.staff_user_id = u.id
        and m.kind = 'clock_rules_changed' and m.created_at > app.now() - interval '1 hour')
    order by u.id`;
  for (const person of people) await planStaffMail(work, person, "clock_rules_changed");
}
