import type { rescheduleAsStaff as contract } from "@quietroom/contracts/scheduling";
import type { InputOf, OutputOf } from "@quietroom/contracts/wire";
import { reaches } from "@quietroom/domain/access";
import { ok, refuse } from "@quietroom/domain/result";
import { defineVerb } from "../define-verb.ts";
import { isThere, moveVisitAsStaff } from "./move-visit.ts";
import { isBooked } from "./rows.ts";
import { lockStaffVisit } from "./staff-visit.ts";

/**
 * Staff move a visit on the version they see (ec-H17): inside the notice, beyond the horizon and off the grid if they like (ec-C14),
 * never onto taken time or outside working hours, and only into a calendar that is theirs to manage.
 */
export const rescheduleAsStaff = defineVerb<InputOf<typeof contract>, OutputOf<typeof contract>>({
  name: "scheduling.reschedule_as_staff",
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
    const { input, actor } = work;
    const { practitionerId, startsAt: start } = input;
    const move = { practitionerId, start, by: "staff" } as const;
    const visit = await lockStaffVisit(work, (row) => ({ action: isThere(row, move) ? "read" : "update" }));
    if (visit.version !== input.version) return refuse({ code: "changed_meanwhile" });
    if (!isBooked(visit)) return refuse({ code: "not_allowed" });
    if (!reaches(actor, "appointment:manage", practitionerId)) return refuse({ code: "not_allowed" });
    const moved = await moveVisitAsStaff(work, visit, move);
    if (moved.ok) return ok({ version: moved.value.version });
    // Staff are never too late and move as often as they like; those rules are for clients.
    const forClients = moved.refusal === "too_late" || moved.refusal === "move_limit";
    return refuse({ code: forClients ? "not_allowed" : moved.refusal });
  },
});
