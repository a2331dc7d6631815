import type { cancelOwnVisit as contract } from "@quietroom/contracts/portal";
import type { InputOf, OutputOf } from "@quietroom/contracts/wire";
import { ok, refuse } from "@quietroom/domain/result";
import { defineVerb } from "../define-verb.ts";
import { cancelVisit } from "./cancel-visit.ts";
import { lockOwnVisit } from "./own-visit.ts";

type Input = Pick<InputOf<typeof contract>, "appointmentId" | "reason">;

/** The signed-in client cancels one of their own visits, until its cut-off: the same rules as by its link (SCHED-17). */
export const cancelOwnVisit = defineVerb<Input, OutputOf<typeof contract>>({
  name: "scheduling.cancel_own_visit",
  permission: "appointment:cancel_own",
  isolation: "read committed",
  trace: "audited",
  async run(work) {
    const visit = await lockOwnVisit(work, () => "update");
    const cancelled = await cancelVisit(work, visit, { by: "client", reason: work.input.reason });
    if (cancelled.ok) return ok({ cancelledAt: work.now });
    // A booked visit is never a hold, so "not_allowed" can only mean that it is past cancelling.
    return refuse({ code: cancelled.refusal === "not_allowed" ? "already_started" : cancelled.refusal });
  },
});
