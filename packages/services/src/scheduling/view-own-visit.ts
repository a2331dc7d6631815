import type { viewOwnVisit as contract } from "@quietroom/contracts/portal";
import type { InputOf, OutputOf } from "@quietroom/contracts/wire";
import { defineVerb } from "../define-verb.ts";
import { findOwnVisit } from "./own-visit.ts";
import { shownVisit } from "./view-appointment.ts";

type Input = Pick<InputOf<typeof contract>, "appointmentId">;

/** One of the signed-in client's own visits, also when it is over. */
export const viewOwnVisit = defineVerb<Input, OutputOf<typeof contract>>({
  name: "scheduling.view_own_visit",
  permission: "appointment:view_own",
  isolation: "read committed",
  trace: "audited",
  async run(work) {
    const row = await findOwnVisit(work);
    const { tenantId, links } = work;
    const moving = links.sign({ kind: "moved", tenantId, id: row.id });
    return { ...(await shownVisit(work.tx, row, { ...work, seenBy: "client" })), moving };
  },
});
