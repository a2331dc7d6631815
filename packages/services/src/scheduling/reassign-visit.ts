import type { reassignVisit as contract } from "@quietroom/contracts/affected-visits";
import type { InputOf, OutputOf } from "@quietroom/contracts/wire";
import { reaches } from "@quietroom/domain/access";
import { ok, refuse } from "@quietroom/domain/result";
import { defineVerb } from "../define-verb.ts";
import { freeColleagues } from "./affected-visits.ts";
import { hoursKept } from "./hours-kept.ts";
import { moveVisitAsStaff } from "./move-visit.ts";
import { isBooked } from "./rows.ts";
import { lockStaffVisit } from "./staff-visit.ts";

/**
 * Gives a visit to a colleague at the time it has, on the version that was seen: one who gives its service, works then and is free, with a
 * room, by the rules of a move. Its client is told. A refusal names who could take it now (SCHED-30).
 */
export const reassignVisit = defineVerb<InputOf<typeof contract>, OutputOf<typeof contract>>({
  name: "scheduling.reassign_visit",
  permission: "appointment:manage",
  isolation: "read committed",
  trace: "audited",
  conflicts: {
    appointment_practitioner_free: { code: "slot_taken", free: [] },
    appointment_room_free: { code: "no_room", free: [] },
    appointment_device_free: { code: "no_device", free: [] },
  },
  lookAgain: ["appointment_practitioner_free", "appointment_room_free", "appointment_device_free"],
  async run(work) {
    const { tx, input, tenantId, now, actor } = work;
    const { practitionerId, version } = input;
    const visit = await lockStaffVisit(
      work,
      (row) => ({ action: "update", detail: { from: row.practitionerId, to: practitionerId } }),
      "appointment:manage",
      hoursKept(tenantId, input.appointmentId, [practitionerId]),
    );
    if (visit.version !== version) return refuse({ code: "changed_meanwhile", free: [] });
    // Who hold it together are not taken apart.
    if (visit.withPractitionerIds.length > 0) return refuse({ code: "held_together", free: [] });
    if (!isBooked(visit) || visit.practitionerId === practitionerId)
      return refuse({ code: "not_allowed", free: [] });
    if (!reaches(actor, "appointment:manage", practitionerId))
      return refuse({ code: "not_allowed", free: [] });
    const move = { practitionerId, start: visit.start, by: "staff" } as const;
    const moved = await moveVisitAsStaff(work, visit, move);
    if (moved.ok) return ok({ version: moved.value.version });
    const free = await freeColleagues(tx, { tenantId, now }, visit, visit.timeZone);
    return refuse({
      code: moved.refusal,
      free: free.filter(({ id }) => reaches(actor, "appointment:manage", id)),
    });
  },
});
