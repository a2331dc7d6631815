import type { moveSession as contract } from "@quietroom/contracts/groups";
import type { InputOf, OutputOf } from "@quietroom/contracts/wire";
import { ok, refuse } from "@quietroom/domain/result";
import {
  decidePlacement,
  fullAt,
  type HoldFacts,
  type Placement,
  sessionChangeRefusal,
} from "@quietroom/domain/scheduling";
import { type Instant, interval, localDate, resolveWallTime, weekdayOf } from "@quietroom/domain/time";
import { toDateColumn } from "../date-column.ts";
import { defineVerb, type VerbWork } from "../define-verb.ts";
import { peopleOf } from "../held-by.ts";
import { toInstantColumn } from "../instant-column.ts";
import { withdrawOffersOver } from "../openings/index.ts";
import {
  type GroupSession,
  loadMoveTimes,
  lockCalendars,
  setExpiredHoldsAside,
  standingSeats,
} from "../scheduling/index.ts";
import { judgedAnew, minimumOf } from "./minimum-of.ts";
import { withRooms } from "./rooms-that-hold.ts";
import { lockStaffSession } from "./staff-session.ts";
import { zoneColumns } from "../zone-columns.ts";

type Input = InputOf<typeof contract>;

/**
 * Staff move one session until it begins, on the version they see: to another time on the wall of its place, another room of it, or both.
 * Its own time does not stand in its way (ec-J6). Everybody keeps their seat, is told once of another time, and of another room not at all;
 * a seat that was only held is let go, since its visitor chose another time. The cut-off of a seat goes as far as the session does: it was
 * not its client who moved it.
 */
export const moveSession = defineVerb<Input, OutputOf<typeof contract>>({
  name: "groups.move_session",
  permission: "appointment:manage",
  isolation: "read committed",
  trace: "audited",
  conflicts: {
    appointment_practitioner_free: { code: "slot_taken" },
    appointment_room_free: { code: "no_room" },
    appointment_device_free: { code: "no_device" },
  },
  lookAgain: ["appointment_practitioner_free", "appointment_room_free", "appointment_device_free"],
  async run(work) {
    const { tx, input, now, tenantId, audit, emit } = work;
    const session = await lockStaffSession(work);
    if (session.version !== input.version) return refuse({ code: "changed_meanwhile" });
    const refusal = sessionChangeRefusal({ status: session.status, startsAt: session.start }, now);
    if (refusal !== null) return refuse({ code: refusal });
    const start = resolveWallTime(input.date, input.time, session.timeZone);
    const { practitionerId } = session;
    const move = { practitionerId, start, by: "staff" } as const;
    const times = await loadMoveTimes(
      tx,
      { tenantId, now, visit: session, move },
      async ({ practitioners }) => lockCalendars(tx, tenantId, session.locationId, practitioners),
    );
    if (!times.ok) return refuse({ code: times.refusal });
    const rooms = { first: input.roomId ?? session.roomId, only: input.roomId };
    const placement = decidePlacement(inRoom(times.value, rooms), now);
    if (!placement.ok) return refuse(await withRooms(work, session, placement.refusal, input.roomId));
    const full =
      start === session.start
        ? []
        : times.value.candidates.flatMap((candidate) => fullAt(candidate.full, start));
    if (full.length > 0) {
      const overCaps = full.map(({ of, per }) => `${of}_${per}`);
      audit({ action: "update", resource: "appointment", resourceId: session.id, detail: { overCaps } });
    }
    const { blockedFrom, blockedUntil, end } = placement.value;
    const range = interval(blockedFrom, blockedUntil);
    const practitionerIds = peopleOf(session);
    await withdrawOffersOver(work, { practitionerIds, range, visit: interval(start, end) });
    await setExpiredHoldsAside(tx, { tenantId, now }, placement.value);
    const version = await writeMove(work, session, placement.value);
    if (start !== session.start) {
      // What was offered of its seats was another time.
      const was = interval(session.blockedFrom, session.blockedUntil);
      await withdrawOffersOver(work, { practitionerIds, range: was });
      await moveSeats(work, session, placement.value);
      await moveWishes(work, session, start);
    }
    emit("group/changed", { groupSessionId: session.id });
    return ok({ groupSessionId: session.id, version });
  },
});

/** The rooms to look in: the one that was chosen; else its own first, and then the others. */
function inRoom(
  facts: HoldFacts,
  { first, only }: { readonly first: string | null; readonly only: string | null },
): HoldFacts {
  if (!facts.rooms) return facts;
  const isFirst = ({ id }: { readonly id: string }) => id === first;
  const others = only === null ? facts.rooms.filter((room) => !isFirst(room)) : [];
  return { ...facts, rooms: [...facts.rooms.filter(isFirst), ...others] };
}

async function writeMove(
  { tx, now, tenantId }: VerbWork<Input>,
  session: GroupSession,
  plan: Placement,
): Promise<number> {
  const { version } = await tx.appointment.update({
    where: { tenantId_id: { tenantId, id: session.id } },
    data: {
      ...timesOf(session, plan),
      ...(plan.start === session.start
        ? {}
        : { minimumJudgedAt: judgedAnew(plan.start, minimumOf(session), now) }),
      blockedFrom: toInstantColumn(plan.blockedFrom),
      blockedUntil: toInstantColumn(plan.blockedUntil),
      roomId: plan.roomId,
      roomUntil: plan.roomUntil && toInstantColumn(plan.roomUntil),
      preferredRoomId: plan.preferredRoomId,
      deviceId: plan.deviceId,
      deviceUntil: plan.deviceUntil && toInstantColumn(plan.deviceUntil),
      version: { increment: 1 },
      updatedAt: toInstantColumn(now),
    },
    select: { id: true, version: true },
  });
  return version;
}

function timesOf(session: GroupSession, { start, end }: { readonly start: Instant; readonly end: Instant }) {
  return {
    startsAt: toInstantColumn(start),
    endsAt: toInstantColumn(end),
    ...zoneColumns(start, session.timeZone),
  };
}

/** Whoever waits for a seat waits for it where the session is now. */
async function moveWishes(
  { tx, now, tenantId }: VerbWork<Input>,
  session: GroupSession,
  start: Instant,
): Promise<void> {
  const studio = await tx.tenant.findUniqueOrThrow({ where: { id: tenantId }, select: { timeZone: true } });
  const date = localDate(start, studio.timeZone);
  await tx.waitlistEntry.updateMany({
    where: { tenantId, groupSessionId: session.id, status: "waiting" },
    data: {
      dateFrom: toDateColumn(date),
      dateUntil: toDateColumn(date),
      weekdays: [weekdayOf(date)],
      updatedAt: toInstantColumn(now),
    },
  });
}

/** The seats follow their session, and whoever is booked is told of the new time. */
async function moveSeats(
  { tx, now, tenantId, audit, emit }: VerbWork<Input>,
  session: GroupSession,
  plan: Placement,
): Promise<void> {
  const moved = plan.start - session.start;
  for (const { id, held, clientId, cancelDeadline } of await standingSeats(tx, {
    tenantId,
    groupSessionId: session.id,
  })) {
    if (held) {
      await tx.appointment.deleteMany({ where: { tenantId, id, status: "held" } });
      continue;
    }
    const { version } = await tx.appointment.update({
      where: { tenantId_id: { tenantId, id } },
      data: {
        ...timesOf(session, plan),
        blockedFrom: toInstantColumn(plan.start),
        blockedUntil: toInstantColumn(plan.end),
        cancelDeadline: cancelDeadline && new Date(cancelDeadline.getTime() + moved),
        version: { increment: 1 },
        updatedAt: toInstantColumn(now),
      },
      select: { id: true, version: true },
    });
    audit({ action: "update", resource: "appointment", resourceId: id, clientId });
    emit("appointment/rescheduled", { appointmentId: id, version });
  }
}
