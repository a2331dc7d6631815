import type { reviewIncident as contract } from "@quietroom/contracts/security";
import type { InputOf, OutputOf } from "@quietroom/contracts/wire";
import { ok, refuse } from "@quietroom/domain/result";
import { defineVerb } from "../define-verb.ts";
import { AppError, found } from "../errors.ts";
import { toInstantColumn } from "../instant-column.ts";
import { realNow } from "../real-now.ts";

/** Marks an incident as looked at, once: of two who do it at the same moment the first one's note stands. Throws `not_found`. */
export const reviewIncident = defineVerb<InputOf<typeof contract>, OutputOf<typeof contract>>({
  name: "security.review_incident",
  permission: "incident:review",
  isolation: "read committed",
  trace: "audited",
  async run({ tx, input, tenantId, actor, audit, emit }) {
    const { incidentId, note } = input;
    audit({ action: "update", resource: "security_incident", resourceId: incidentId });
    if (actor.kind !== "staff") throw new AppError("forbidden");
    found(await tx.securityIncident.findUnique({ where: { tenantId_id: { tenantId, id: incidentId } } }));
    const { count } = await tx.securityIncident.updateMany({
      where: { tenantId, id: incidentId, reviewedAt: null },
      data: {
        reviewedAt: toInstantColumn(await realNow(tx)),
        reviewedBy: actor.staffUserId,
        reviewNote: note,
      },
    });
    if (count === 0) return refuse("already_reviewed");
    emit("security/incident-reviewed", { incidentId });
    return ok({});
  },
});
