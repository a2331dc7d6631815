import type { askToCancelOwnVisit as contract } from "@quietroom/contracts/portal";
import type { InputOf, OutputOf } from "@quietroom/contracts/wire";
import { refuse } from "@quietroom/domain/result";
import { defineVerb } from "../define-verb.ts";
import { askToCancel } from "./ask-to-cancel.ts";
import { lockOwnVisit } from "./own-visit.ts";
import { cancellationRequestOf } from "./rows.ts";

type Input = Pick<InputOf<typeof contract>, "appointmentId" | "reason">;

/** The signed-in client asks for one of their own visits to be cancelled: the same rules as by its link (SCHED-17). */
export const askToCancelOwnVisit = defineVerb<Input, OutputOf<typeof contract>>({
  name: "scheduling.ask_to_cancel_own_visit",
  permission: "appointment:cancel_own",
  isolation: "read committed",
  trace: "audited",
  async run(work) {
    const visit = await lockOwnVisit(work, (row) =>
      cancellationRequestOf(row) === "none" ? "update" : "read",
    );
    const asked = await askToCancel(work, visit);
    return asked.ok ? asked : refuse({ code: asked.refusal });
  },
});
