import type { cancelByLink as contract } from "@quietroom/contracts/public-booking";
import type { InputOf, OutputOf } from "@quietroom/contracts/wire";
import { ok, refuse } from "@quietroom/domain/result";
import { defineVerb } from "../define-verb.ts";
import { cancelVisit } from "./cancel-visit.ts";
import { lockLinkedVisit } from "./linked-visit.ts";

type Input = Pick<InputOf<typeof contract>, "reason">;

/** A client cancels by their manage link, until the cut-off that was fixed when they booked (SCHED-17, ec-J1, ec-J2). */
export const cancelByLink = defineVerb<Input, OutputOf<typeof contract>>({
  name: "scheduling.cancel_by_link",
  permission: "appointment:cancel_own",
  isolation: "read committed",
  trace: "audited",
  async run(work) {
    const visit = await lockLinkedVisit(work, () => "update");
    if (!visit.ok) return refuse({ code: visit.refusal });
    const cancelled = await cancelVisit(work, visit.value, { by: "client", reason: work.input.reason });
    if (cancelled.ok) return ok({ cancelledAt: work.now });
    // A visit's link never stands for a hold, so "not_allowed" can only mean that the visit is past cancelling.
    return refuse({ code: cancelled.refusal === "not_allowed" ? "already_started" : cancelled.refusal });
  },
});
