import { otherStudioIncident } from "@quietroom/domain/access";
import { defineVerb } from "../define-verb.ts";
import { raiseIncident } from "../incidents.ts";
import { realNow } from "../real-now.ts";

/**
 * A request for this studio named another one and is about to be refused (TEN-05): kept in the audit each time (TEN-07), and raised as
 * an incident.
 */
export const noteOtherStudio = defineVerb<{ readonly path: string }, void>({
  name: "security.note_other_studio",
  permission: "studio:view",
  isolation: "read committed",
  trace: "audited",
  async run({ tx, input, tenantId, actor, audit }) {
    audit({ action: "attempt", resource: "tenant", resourceId: null, detail: { path: input.path } });
    const staffUserId = actor.kind === "staff" ? actor.staffUserId : null;
    await raiseIncident(tx, tenantId, otherStudioIncident(staffUserId, await realNow(tx)));
  },
});
