import type { rescheduleAsStaff as contract } from "@quietroom/contracts/scheduling";
import type { InputOf, OutputOf } from "@quietroom/contracts/wire";
import { defineVerb } from "../define-verb.ts";
import { moveByStaff, staffMoveConflicts } from "./staff-move.ts";

/**
 * Staff move a visit on the version they see (ec-H17): inside the notice, beyond the horizon and off the grid if they like (ec-C14),
 * never onto taken time or outside working hours, and only into a calendar that is theirs to manage. A time that cannot be had comes back
 * with every rule in its way.
 */
export const rescheduleAsStaff = defineVerb<InputOf<typeof contract>, OutputOf<typeof contract>>({
  name: "scheduling.reschedule_as_staff",
  permission: "appointment:manage",
  isolation: "read committed",
  trace: "audited",
  ...staffMoveConflicts,
  run: async (work) => await moveByStaff(work, null),
});
