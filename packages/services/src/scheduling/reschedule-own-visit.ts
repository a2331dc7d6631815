import type { rescheduleOwnVisit as contract } from "@quietroom/contracts/portal";
import type { InputOf, OutputOf } from "@quietroom/contracts/wire";
import type { Result } from "@quietroom/domain/result";
import { defineVerb } from "../define-verb.ts";
import { offeringAlternatives, type Refused } from "./alternatives.ts";
import { type ClientMove, keepHoursFor, lookForMove, writeClientMove } from "./client-move.ts";
import { isThere } from "./move-visit.ts";
import { lockOwnVisit } from "./own-visit.ts";

type Input = ClientMove & Pick<InputOf<typeof contract>, "appointmentId">;
type Output = OutputOf<typeof contract>;
type Moved = Extract<Output, { ok: true }>["value"];
type Code = Extract<Output, { ok: false }>["refusal"]["code"];

/** The signed-in client moves one of their own visits, by the same rules as by its link (SCHED-16). */
export const rescheduleOwnVisit = offeringAlternatives(
  defineVerb<Input, Result<Moved, Refused<Code>>>({
    name: "scheduling.reschedule_own_visit",
    permission: "appointment:reschedule_own",
    isolation: "read committed",
    trace: "audited",
    conflicts: {
      appointment_practitioner_free: { code: "slot_taken", wanted: null },
      appointment_room_free: { code: "no_room", wanted: null },
      appointment_device_free: { code: "no_device", wanted: null },
    },
    lookAgain: ["appointment_practitioner_free", "appointment_room_free", "appointment_device_free"],
    look: async (context, input) => await lookForMove(context, input, input.appointmentId),
    async run(work) {
      const { practitionerId, startsAt: start } = work.input;
      await keepHoursFor(work);
      const visit = await lockOwnVisit(work, (row) =>
        isThere(row, { practitionerId, start }) ? "read" : "update",
      );
      return await writeClientMove<Code>(work, visit, "already_started");
    },
  }),
);
