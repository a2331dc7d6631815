import type { reassignResource as contract } from "@quietroom/contracts/resources";
import type { InputOf, OutputOf } from "@quietroom/contracts/wire";
import type { Tx } from "@quietroom/db";
import type { ResourceId } from "@quietroom/domain/ids";
import { ok, refuse } from "@quietroom/domain/result";
import { blocksTime, firstFree, missedPreference, usableFrom } from "@quietroom/domain/scheduling";
import { type Instant, localDate } from "@quietroom/domain/time";
import { defineVerb } from "../define-verb.ts";
import { toInstantColumn } from "../instant-column.ts";
import { holdFactsAt } from "./facts.ts";
import { withVisitsOwnLength } from "./move-times.ts";
import { choiceOf, lockCalendars } from "./move-visit.ts";
import { type AppointmentRow, findAppointment, isBooked } from "./rows.ts";
import { loadScene } from "./scene.ts";
import { lockStaffVisit } from "./staff-visit.ts";
import { setExpiredHoldsAside } from "./take-time.ts";

/**
 * Gives a visit another room or device than the one it has, at the time it has and on the version that was seen (ec-E5): one of those
 * that its service can be given in, and free then. The old one is free from the same moment (ec-E8). Nobody but the studio is told.
 */
export const reassignResource = defineVerb<InputOf<typeof contract>, OutputOf<typeof contract>>({
  name: "scheduling.reassign_resource",
  permission: "appointment:manage",
  isolation: "read committed",
  trace: "audited",
  conflicts: {
    appointment_room_free: { code: "no_room" },
    appointment_device_free: { code: "no_device" },
  },
  async run(work) {
    const { tx, input, now, tenantId, emit } = work;
    const { from, to } = input;
    const visit = await lockStaffVisit(work, () => ({ action: "update", detail: { from, to } }));
    if (visit.version !== input.version) return refuse({ code: "changed_meanwhile" });
    if (!isBooked(visit) || !blocksTime(visit.status) || now >= visit.end)
      return refuse({ code: "not_allowed" });
    if (visit.roomId !== from && visit.deviceId !== from) return refuse({ code: "changed_meanwhile" });
    await lockCalendars(tx, tenantId, visit.locationId, []);
    const instead =
      from === to ? null : await freeInstead(tx, { tenantId, now, appointmentId: visit.id, from, to });
    if (instead === null) return refuse({ code: visit.roomId === from ? "no_room" : "no_device" });
    const { taking } = instead;
    await setExpiredHoldsAside(tx, { tenantId, now }, { ...visit, ...taking });
    const { version } = await tx.appointment.update({
      where: { tenantId_id: { tenantId, id: visit.id } },
      data: {
        roomId: taking.roomId,
        roomUntil: taking.roomUntil && toInstantColumn(taking.roomUntil),
        preferredRoomId: taking.preferredRoomId,
        deviceId: taking.deviceId,
        deviceUntil: taking.deviceUntil && toInstantColumn(taking.deviceUntil),
        version: { increment: 1 },
        updatedAt: toInstantColumn(now),
      },
      select: { version: true },
    });
    emit("appointment/resource-changed", { appointmentId: visit.id, version });
    return ok({ version });
  },
});

type Instead = {
  readonly id: ResourceId;
  readonly name: string;
  /** What the visit has then of rooms and devices. */
  readonly taking: Pick<
    AppointmentRow,
    "roomId" | "roomUntil" | "preferredRoomId" | "deviceId" | "deviceUntil"
  >;
};

/**
 * What a visit can have instead of its room or device `from`: `to` if that is named, which may be its own once it has let go of it, else
 * the first that is free for the time and the length it was booked with (ec-C2). Null when nothing is.
 */
export async function freeInstead(
  tx: Tx,
  ask: {
    readonly tenantId: string;
    readonly now: Instant;
    readonly appointmentId: string;
    readonly from: string;
    readonly to?: string;
  },
): Promise<Instead | null> {
  const { tenantId, now, appointmentId, from, to } = ask;
  const visit = await findAppointment(tx, tenantId, appointmentId);
  if (visit === null || !isBooked(visit)) return null;
  const { start } = visit;
  const date = localDate(start, "UTC");
  const choice = choiceOf(visit, visit.practitionerId);
  const loaded = await loadScene(tx, { tenantId, choice, from: date, until: date, bookedBy: "staff" });
  if (loaded === null) return null;
  // Nobody's diary decides: the visit's people are free for it.
  const scene = { ...withVisitsOwnLength(loaded, visit), practitioners: [] };
  const looked = { tenantId, now, except: visit.id, start, bookedBy: "staff" } as const;
  const { rooms, devices } = await holdFactsAt(tx, looked, scene);
  const isRoom = visit.roomId === from;
  const pool = (isRoom ? rooms : devices) ?? [];
  const free = firstFree(
    pool.filter(({ id }) => (to === undefined ? id !== from : id === to)),
    start,
    scene.service,
  );
  const named = (isRoom ? scene.rooms : scene.devices)?.find(({ id }) => id === free?.id);
  if (free === null || named === undefined) return null;
  const until = usableFrom(free, start, scene.service);
  return {
    id: free.id,
    name: named.name,
    taking: isRoom
      ? { ...visit, roomId: free.id, roomUntil: until, preferredRoomId: missedPreference(pool, free) }
      : { ...visit, deviceId: free.id, deviceUntil: until },
  };
}
