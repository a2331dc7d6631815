import type { scheduleGroupSession as contract } from "@quietroom/contracts/groups";
import type { InputOf, OutputOf } from "@quietroom/contracts/wire";
import { type AppointmentId, asId } from "@quietroom/domain/ids";
import { reaches } from "@quietroom/domain/access";
import { refuse } from "@quietroom/domain/result";
import { minimumRefusal } from "@quietroom/domain/scheduling";
import { resolveWallTime } from "@quietroom/domain/time";
import { v7 as uuidv7 } from "uuid";
import { defineVerb } from "../define-verb.ts";
import { AppError, found } from "../errors.ts";
import { keepHours, loadScene, lockCalendars } from "../scheduling/index.ts";
import { placeSession } from "./place-session.ts";
import { withRooms } from "./rooms-that-hold.ts";

/**
 * Staff set a group session: it takes its facilitator and who leads it with them, a room and a device like any visit, its service's buffers around the session and not
 * around each seat (ec-C7). Inside the notice, beyond the horizon, off the grid and over a cap if they like (ec-C14), never onto taken time or outside working
 * hours. The time is meant on the wall of the place. Throws `not_found` for a service, a place or a practitioner that is not there or not the actor's to manage.
 */
export const scheduleGroupSession = defineVerb<InputOf<typeof contract>, OutputOf<typeof contract>>({
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
    const { practitionerId, coFacilitatorId = null, date, locationId, capacity, openOnline } = input;
    const { minimum = null } = input;
    const others = coFacilitatorId === null ? [] : [coFacilitatorId];
    const id = asId<AppointmentId>(uuidv7());
    audit({ action: "create", resource: "appointment", resourceId: id });
    for (const one of [practitionerId, ...others]) {
      if (!reaches(actor, "appointment:manage", one)) throw new AppError("not_found");
      const whose = { where: { tenantId_id: { tenantId, id: one } }, select: { id: true } } as const;
      found(await tx.practitioner.findUnique(whose));
    }
    if (coFacilitatorId === practitionerId) return refuse({ code: "not_allowed" });
    const session = { ...input, withPractitionerIds: others };
    const asked = {
      tenantId,
      choice: { ...session, seats: capacity },
      from: date,
      until: date,
      bookedBy: "staff",
    } as const;
    await keepHours(tx, tenantId, { ...input, practitionerIds: [practitionerId, ...others] });
    const scene = found(await loadScene(tx, asked));
    if (!scene.studioOpen) return refuse({ code: "studio_closed" });
    if (!scene.offered || scene.practitioners.length === 0) return refuse({ code: "unknown_service" });
    const start = resolveWallTime(date, input.time, scene.zone);
    const refusal = minimumRefusal({ startsAt: start, minimum, capacity }, now);
    if (refusal !== null) return refuse({ code: refusal });
    await lockCalendars(tx, tenantId, locationId, scene.practitioners);
    const placed = await placeSession(work, scene, {
      id,
      start,
      capacity,
      openOnline,
      minimum,
    });
    return placed.ok ? placed : refuse(await withRooms(work, session, placed.refusal));
  },
});
