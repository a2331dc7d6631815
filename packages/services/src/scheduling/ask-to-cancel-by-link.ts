import type { askToCancelByLink as contract } from "@quietroom/contracts/public-booking";
import type { InputOf, OutputOf } from "@quietroom/contracts/wire";
import { refuse } from "@quietroom/domain/result";
import { defineVerb } from "../define-verb.ts";
import { askToCancel } from "./ask-to-cancel.ts";
import { lockLinkedVisit } from "./linked-visit.ts";
import { cancellationRequestOf } from "./rows.ts";

type Input = Pick<InputOf<typeof contract>, "reason">;

/** A client asks by their manage link for a visit to be cancelled, after its cut-off (SCHED-17). */
export const askToCancelByLink = defineVerb<Input, OutputOf<typeof contract>>({
  name: "scheduling.ask_to_cancel_by_link",
  permission: "appointment:cancel_own",
  isolation: "read committed",
  trace: "audited",
  async run(work) {
    const visit = await lockLinkedVisit(work, (row) =>
      cancellationRequestOf(row) === "none" ? "update" : "read",
    );
    if (!visit.ok) return refuse({ code: visit.refusal });
    const asked = await askToCancel(work, visit.value);
    return asked.ok ? asked : refuse({ code: asked.refusal });
  },
});
