import type { rescheduleOwnVisit as contract } from "@quietroom/contracts/portal";
import type { InputOf, OutputOf } from "@quietroom/contracts/wire";
import { ok, refuse, type Result } from "@quietroom/domain/result";
import { slotRefusals } from "@quietroom/domain/scheduling";
import { defineVerb } from "../define-verb.ts";
import { offeringAlternatives, type Refused } from "./alternatives.ts";
import { choiceOf, isThere, moveVisit } from "./move-visit.ts";
import { lockOwnVisit } from "./own-visit.ts";

type Input = Pick<InputOf<typeof contract>, "appointmentId" | "practitionerId" | "startsAt">;
type Output = OutputOf<typeof contract>;
type Moved = Extract<Output, { ok: true }>["value"];
type Code = Extract<Output, { ok: false }>["refusal"]["code"];

/**
 * The signed-in client moves one of their own visits, by the same rules as by its link (SCHED-16). It looks at the diaries of others,
 * and so runs with the studio's rows; that the visit is the client's own is asked of its row before anything else.
 */
export const rescheduleOwnVisit = offeringAlternatives(
  defineVerb<Input, Result<Moved, Refused<Code>>>({
    name: "scheduling.reschedule_own_visit",
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
      const visit = await lockOwnVisit(work, (row) => (isThere(row, move) ? "read" : "update"));
      const moved = await moveVisit(work, visit, move);
      if (moved.ok) return ok({ startsAt: moved.value.start });
      const code = moved.refusal === "not_allowed" ? "already_started" : moved.refusal; // a booked visit is no hold
      const wanted = { choice: choiceOf(visit, practitionerId), start, except: visit.id };
      return refuse({ code, wanted: slotRefusals.some((reason) => reason === code) ? wanted : null });
    },
  }),
);
