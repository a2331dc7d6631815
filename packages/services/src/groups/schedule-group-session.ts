import type { scheduleGroupSession as contract } from "@quietroom/contracts/groups";
import type { InputOf, OutputOf } from "@quietroom/contracts/wire";
import { type AppointmentId, asId } from "@quietroom/domain/ids";
import { reaches } from "@quietroom/domain/access";
import { ok, refuse } from "@quietroom/domain/result";
import { decidePlacement, fullAt, type Placement } from "@quietroom/domain/scheduling";
import { interval, localTime, resolveWallTime } from "@quietroom/domain/time";
import { v7 as uuidv7 } from "uuid";
import { defineVerb, type VerbWork } from "../define-verb.ts";
import { AppError, found } from "../errors.ts";
import { toInstantColumn } from "../instant-column.ts";
import { withdrawOffersOver } from "../openings/index.ts";
import {
  holdFactsAt,
  loadScene,
  lockCalendars,
  type Scene,
  setExpiredHoldsAside,
} from "../scheduling/index.ts";

type Input = InputOf<typeof contract>;

/**
 * Staff set a group session: it takes its facilitator, a room and a device like any visit, its service's buffers around the session and not
 * around each seat (ec-C7). Inside the notice, beyond the horizon, off the grid and over a cap if they like (ec-C14), never onto taken time or outside working
 * hours. The time is meant on the wall of the place. Throws `not_found` for a service, a place or a practitioner that is not there or not the actor's to manage.
 */
export const scheduleGroupSession = defineVerb<Input, OutputOf<typeof contract>>({
  name: "groups.schedule_session",
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
    const { tx, input, now, tenantId, actor, audit } = work;
    const { practitionerId, date, locationId } = input;
    const id = asId<AppointmentId>(uuidv7());
    audit({ action: "create", resource: "appointment", resourceId: id });
    if (!reaches(actor, "appointment:manage", practitionerId)) throw new AppError("not_found");
    found(
      await tx.practitioner.findUnique({
        where: { tenantId_id: { tenantId, id: practitionerId } },
        select: { id: true },
      }),
    );
    const asked = { tenantId, choice: input, from: date, until: date, bookedBy: "staff" } as const;
    const scene = found(await loadScene(tx, asked));
    if (!scene.studioOpen) return refuse({ code: "studio_closed" });
    if (!scene.offered || scene.practitioners.length === 0) return refuse({ code: "unknown_service" });
    const start = resolveWallTime(date, input.time, scene.zone);
    await lockCalendars(tx, tenantId, locationId, scene.practitioners);
    const ask = {
      tenantId,
      now,
      except: null,
      start,
      bookedBy: "staff",
      offersYieldFor: practitionerId,
    } as const;
    const facts = await holdFactsAt(tx, ask, scene);
    const placement = decidePlacement(facts, now);
    if (!placement.ok) return refuse({ code: placement.refusal });
    const full = fullAt(facts.candidates[0]?.full, start);
    if (full.length > 0) {
      const overCaps = full.map(({ of, per }) => `${of}_${per}`);
      audit({ action: "create", resource: "appointment", resourceId: id, detail: { overCaps } });
    }
    const { blockedFrom, blockedUntil } = placement.value;
    await withdrawOffersOver(work, { practitionerId, range: interval(blockedFrom, blockedUntil) });
    await setExpiredHoldsAside(tx, { tenantId, now }, placement.value);
    return ok(await writeSession(work, scene, { ...placement.value, id }));
  },
});

async function writeSession(
  { tx, input, now, tenantId, actor, emit }: VerbWork<Input>,
  scene: Scene,
  { id, ...plan }: Placement & { readonly id: AppointmentId },
): Promise<{ readonly groupSessionId: string; readonly version: number }> {
  const { start, end, blockedFrom, blockedUntil, roomUntil, deviceUntil, ...taken } = plan;
  const { version } = await tx.appointment.create({
    data: {
      ...taken,
      tenantId,
      id,
      status: "scheduled",
      startsAt: toInstantColumn(start),
      endsAt: toInstantColumn(end),
      blockedFrom: toInstantColumn(blockedFrom),
      blockedUntil: toInstantColumn(blockedUntil),
      roomUntil: roomUntil && toInstantColumn(roomUntil),
      deviceUntil: deviceUntil && toInstantColumn(deviceUntil),
      timeZone: scene.zone,
      utcOffsetMin: localTime(start, scene.zone).offsetMin,
      priceMinor: scene.priceMinor,
      currency: scene.currency,
      bookedBy: actor.kind,
      bookedAt: toInstantColumn(now),
      capacity: input.capacity,
      openOnline: input.openOnline,
    },
    select: { id: true, version: true },
  });
  emit("group/changed", { groupSessionId: id });
  return { groupSessionId: id, version };
}
