import type { changeGroupSession as contract } from "@quietroom/contracts/groups";
import type { InputOf, OutputOf } from "@quietroom/contracts/wire";
import { reaches } from "@quietroom/domain/access";
import type { PractitionerId } from "@quietroom/domain/ids";
import { ok, refuse, type Result } from "@quietroom/domain/result";
import {
  decidePlacement,
  fullAt,
  minimumRefusal,
  sessionChangeRefusal,
  type SlotRefusal,
  peopleWith,
} from "@quietroom/domain/scheduling";
import { interval } from "@quietroom/domain/time";
import { defineVerb, type VerbWork } from "../define-verb.ts";
import { peopleOf } from "../held-by.ts";
import { toInstantColumn } from "../instant-column.ts";
import { withdrawOffersOver } from "../openings/index.ts";
import {
  freeColleagues,
  type GroupSession,
  loadMoveTimes,
  lockCalendars,
  offerFreedTime,
  seatsTaken,
  setExpiredHoldsAside,
  standingSeats,
} from "../scheduling/index.ts";
import { minimumOf } from "./minimum-of.ts";
import { roomsThatHold, tooSmall } from "./rooms-that-hold.ts";
import { lockStaffSession } from "./staff-session.ts";

type Input = InputOf<typeof contract>;

/**
 * Staff change a group session until it begins, on the version they see: how many it seats, whether clients book it, who leads it and with
 * whom. A capacity below those who are seated evicts nobody (ec-F3), and seats that are added are offered to those who wait for one
 * (ec-I17). A substitute must work then and be free, or is refused with who could; everybody keeps their seat and is told,
 * and the session counts towards the substitute's caps from now on (ec-F9).
 */
export const changeGroupSession = defineVerb<Input, OutputOf<typeof contract>>({
  name: "groups.change_session",
  permission: "appointment:manage",
  isolation: "read committed",
  trace: "audited",
  conflicts: { appointment_practitioner_free: { code: "slot_taken" } },
  lookAgain: ["appointment_practitioner_free"],
  async run(work) {
    const { tx, input, now, tenantId, actor, emit } = work;
    const { practitionerId, capacity, openOnline } = input;
    const session = await lockStaffSession(work, [practitionerId, input.coFacilitatorId ?? practitionerId]);
    const { coFacilitatorId = session.withPractitionerIds[0] ?? null } = input;
    if (session.version !== input.version) return refuse({ code: "changed_meanwhile" });
    const refusal = sessionChangeRefusal({ status: session.status, startsAt: session.start }, now);
    if (refusal !== null) return refuse({ code: refusal });
    const { minimum = minimumOf(session) } = input;
    const sameMinimum = JSON.stringify(minimum) === JSON.stringify(minimumOf(session));
    const wrong = minimumRefusal({ startsAt: session.start, minimum, capacity }, now);
    if (wrong !== null && !(sameMinimum && wrong === "cut_off_past")) return refuse({ code: wrong });
    if (coFacilitatorId === practitionerId) return refuse({ code: "not_allowed" });
    const leads = {
      practitionerId,
      withPractitionerIds: coFacilitatorId === null ? [] : [coFacilitatorId],
    };
    const before = peopleOf(session);
    const small = await outgrown(work, session, peopleOf(leads).length);
    if (small !== null) return refuse(small);
    const joining = peopleOf(leads).filter((id) => !before.includes(id));
    const substituted = practitionerId !== session.practitionerId;
    // Whoever only leads with somebody else does not put them out of their own session.
    const asked = substituted ? [...joining, session.practitionerId] : joining;
    if (asked.some((id) => !reaches(actor, "appointment:manage", id))) return refuse({ code: "not_allowed" });
    const free = await makeRoomFor(work, session, joining);
    if (!free.ok) {
      const people = substituted ? { people: await othersWhoCould(work, session) } : {};
      return refuse({ code: free.refusal, ...people });
    }
    if (substituted) {
      const { blockedFrom, blockedUntil } = session;
      await withdrawOffersOver(work, { practitionerIds: before, range: interval(blockedFrom, blockedUntil) });
    }
    const { version } = await tx.appointment.update({
      where: { tenantId_id: { tenantId, id: session.id } },
      data: {
        capacity,
        openOnline,
        ...(sameMinimum
          ? {}
          : {
              minimum: minimum?.people ?? null,
              minimumHours: minimum?.hoursBefore ?? null,
              minimumJudgedAt: null,
            }),
        ...leads,
        version: { increment: 1 },
        updatedAt: toInstantColumn(now),
      },
      select: { id: true, version: true },
    });
    if (peopleOf(leads).join() !== before.join())
      await moveSeats(work, session, { ...leads, told: substituted });
    await offerAddedSeats(work, session);
    emit("group/changed", { groupSessionId: session.id });
    return ok({ groupSessionId: session.id, version });
  },
});

/** Seats that nobody had to give up: as many as are free by now, and no more than there are people in line for one. */
async function offerAddedSeats(work: VerbWork<Input>, session: GroupSession): Promise<void> {
  const { tx, input, now, tenantId } = work;
  if (input.capacity <= session.capacity) return;
  const groupSessionId = session.id;
  const waiting = await tx.waitlistEntry.count({ where: { tenantId, groupSessionId, status: "waiting" } });
  const free = input.capacity - (await seatsTaken(tx, { tenantId, groupSessionId, now }));
  const partySize = Math.min(free, input.capacity - session.capacity, waiting);
  if (partySize <= 0) return;
  const { practitionerId } = input;
  await offerFreedTime(work, { ...session, practitionerId, groupSessionId, partySize }, "seats_added");
}

/** That more people than before do not find room where the session is held; what was cut since is no reason to refuse another change (ec-F3). */
async function outgrown(work: VerbWork<Input>, session: GroupSession, leaders: number) {
  const people = peopleWith(work.input.capacity, leaders);
  if (session.roomId === null || people <= peopleWith(session.capacity, peopleOf(session).length))
    return null;
  const rooms = await roomsThatHold(work, people);
  return rooms.some(({ id }) => id === session.roomId) ? null : tooSmall(rooms);
}

/** Whether those who join it give the service, work then and are free; that staff went over a cap stands with their act (ec-C14). */
async function makeRoomFor(
  work: VerbWork<Input>,
  session: GroupSession,
  [first, ...others]: readonly PractitionerId[],
): Promise<Result<null, SlotRefusal | "unknown_service" | "studio_closed">> {
  if (first === undefined) return ok(null);
  const { tx, now, tenantId, audit } = work;
  const joining = { ...session, practitionerId: first, withPractitionerIds: others };
  const move = { practitionerId: first, start: session.start, by: "staff" } as const;
  const times = await loadMoveTimes(
    tx,
    { tenantId, now, visit: { ...joining, capacity: null }, move },
    async ({ practitioners }) => lockCalendars(tx, tenantId, session.locationId, practitioners),
  );
  if (!times.ok) return times;
  const placement = decidePlacement(times.value, now);
  if (!placement.ok) return placement;
  const full = times.value.candidates.flatMap((one) => fullAt(one.full, session.start));
  if (full.length > 0) {
    const overCaps = full.map(({ of, per }) => `${of}_${per}`);
    audit({ action: "update", resource: "appointment", resourceId: session.id, detail: { overCaps } });
  }
  const { blockedFrom, blockedUntil, start, end } = session;
  const range = interval(blockedFrom, blockedUntil);
  await withdrawOffersOver(work, { practitionerIds: peopleOf(joining), range, visit: interval(start, end) });
  await setExpiredHoldsAside(tx, { tenantId, now }, joining);
  return ok(null);
}

/** Who gives the service, works then and is free, in the place of a substitute who is not: those whom the actor may give it to. */
async function othersWhoCould({ tx, now, tenantId, actor }: VerbWork<Input>, session: GroupSession) {
  const shape = { ...session, withPractitionerIds: [], capacity: null };
  const free = await freeColleagues(tx, { tenantId, now }, shape, session.timeZone);
  return free
    .filter(({ id }) => reaches(actor, "appointment:manage", id))
    .filter(({ id }) => !session.withPractitionerIds.some((other) => other === id))
    .map(({ displayName }) => ({ displayName }));
}

/** The seats follow their session, and whoever is booked is told when somebody else leads it now. */
async function moveSeats(
  { tx, now, tenantId, audit, emit }: VerbWork<Input>,
  session: GroupSession,
  {
    told,
    ...leads
  }: { readonly practitionerId: string; readonly withPractitionerIds: string[]; readonly told: boolean },
): Promise<void> {
  if (!told) {
    const seats = { tenantId, groupSessionId: session.id, status: { not: "cancelled" } } as const;
    await tx.appointment.updateMany({ where: seats, data: leads });
    return;
  }
  for (const { id, held, clientId } of await standingSeats(tx, { tenantId, groupSessionId: session.id })) {
    const { version } = await tx.appointment.update({
      where: { tenantId_id: { tenantId, id } },
      data: {
        ...leads,
        version: { increment: 1 },
        updatedAt: toInstantColumn(now),
      },
      select: { id: true, version: true },
    });
    if (held) continue;
    audit({ action: "update", resource: "appointment", resourceId: id, clientId });
    emit("appointment/rescheduled", { appointmentId: id, version });
  }
}
