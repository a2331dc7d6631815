import type { rescheduleByLink as contract } from "@quietroom/contracts/public-booking";
import type { InputOf, OutputOf } from "@quietroom/contracts/wire";
import { ok, refuse, type Result } from "@quietroom/domain/result";
import { slotRefusals } from "@quietroom/domain/scheduling";
import { defineVerb } from "../define-verb.ts";
import { offeringAlternatives, type Refused } from "./alternatives.ts";
import { lockLinkedVisit } from "./linked-visit.ts";
import { choiceOf, isThere, moveVisit } from "./move-visit.ts";

type Input = Pick<InputOf<typeof contract>, "practitionerId" | "startsAt">;
type Output = OutputOf<typeof contract>;
type Moved = Extract<Output, { ok: true }>["value"];
type Code = Extract<Output, { ok: false }>["refusal"]["code"];

/**
 * A client moves their visit by its manage link, until the cut-off (SCHED-16, SCHED-17). A race for the time or a room is looked
 * at again with what it left; what cannot be had is answered with other times.
 */
export const rescheduleByLink = offeringAlternatives(
  defineVerb<Input, Result<Moved, Refused<Code>>>({
    name: "scheduling.reschedule_by_link",
    permission: "appointment:reschedule_own",
    isolation: "read committed",
    trace: "audited",
    reach: "studio",
    conflicts: {
      appointment_practitioner_free: { code: "slot_taken", wanted: null },
      appointment_room_free: { code: "no_room", wanted: null },
    },
    lookAgain: ["appointment_practitioner_free", "appointment_room_free"],
    async run(work) {
      const { practitionerId, startsAt: start } = work.input;
      const move = { practitionerId, start, by: "client" } as const;
      const visit = await lockLinkedVisit(work, (row) => (isThere(row, move) ? "read" : "update"));
      if (!visit.ok) return refuse({ code: visit.refusal, wanted: null });
      const moved = await moveVisit(work, visit.value, move);
      if (moved.ok) return ok({ startsAt: moved.value.start });
      const code = moved.refusal === "not_allowed" ? "link_invalid" : moved.refusal; // said of holds only
      const wanted = { choice: choiceOf(visit.value, practitionerId), start, except: visit.value.id };
      return refuse({ code, wanted: slotRefusals.some((reason) => reason === code) ? wanted : null });
    },
  }),
);
