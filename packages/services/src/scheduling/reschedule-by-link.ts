import type { rescheduleByLink as contract } from "@quietroom/contracts/public-booking";
import type { OutputOf } from "@quietroom/contracts/wire";
import { refuse, type Result } from "@quietroom/domain/result";
import { defineVerb } from "../define-verb.ts";
import { offeringAlternatives, type Refused } from "./alternatives.ts";
import { type ClientMove, keepHoursFor, lookForMove, writeClientMove } from "./client-move.ts";
import { lockLinkedVisit } from "./linked-visit.ts";
import { isThere } from "./move-visit.ts";

type Output = OutputOf<typeof contract>;
type Moved = Extract<Output, { ok: true }>["value"];
type Code = Extract<Output, { ok: false }>["refusal"]["code"];

/**
 * A client moves their visit by its manage link, until the cut-off (SCHED-16, SCHED-17). A race for the time or a room is looked
 * at again with what it left; what cannot be had is answered with other times.
 */
export const rescheduleByLink = offeringAlternatives(
  defineVerb<ClientMove, Result<Moved, Refused<Code>>>({
    name: "scheduling.reschedule_by_link",
    permission: "appointment:reschedule_own",
    isolation: "read committed",
    trace: "audited",
    conflicts: {
      appointment_practitioner_free: { code: "slot_taken", wanted: null },
      appointment_room_free: { code: "no_room", wanted: null },
      appointment_device_free: { code: "no_device", wanted: null },
    },
    lookAgain: ["appointment_practitioner_free", "appointment_room_free", "appointment_device_free"],
    look: async (context, input) => await lookForMove(context, input, null),
    async run(work) {
      const { practitionerId, startsAt: start } = work.input;
      await keepHoursFor(work);
      const visit = await lockLinkedVisit(work, (row) =>
        isThere(row, { practitionerId, start }) ? "read" : "update",
      );
      if (!visit.ok) return refuse({ code: visit.refusal, wanted: null });
      return await writeClientMove<Code>(work, visit.value, "link_invalid");
    },
  }),
);
