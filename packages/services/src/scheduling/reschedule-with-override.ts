import type { rescheduleWithOverride as contract } from "@quietroom/contracts/scheduling";
import type { InputOf, OutputOf } from "@quietroom/contracts/wire";
import { defineVerb } from "../define-verb.ts";
import { moveByStaff, staffMoveConflicts } from "./staff-move.ts";

/**
 * Moves a visit past the rules that stood in its way, knowingly and for a reason that is kept (ec-H20), as `bookWithOverride` books one. What
 * came up since it was looked at refuses it, and an override that it was booked with does not come along: that was for another time.
 */
export const rescheduleWithOverride = defineVerb<InputOf<typeof contract>, OutputOf<typeof contract>>({
  name: "scheduling.reschedule_with_override",
  permission: "appointment:override",
  isolation: "read committed",
  trace: "audited",
  ...staffMoveConflicts,
  async run(work) {
    const { rules, reason } = work.input;
    return await moveByStaff(work, { rules, reason });
  },
});
