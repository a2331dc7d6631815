import type { reviewIncident as contract } from "@quietroom/contracts/security";
import type { InputOf, OutputOf } from "@quietroom/contracts/wire";
import { ok, refuse } from "@quietroom/domain/result";
import { defineVerb } from "../define-verb.ts";
import { AppError, found } from "../errors.ts";

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
    const reviewed = await tx.$executeRaw`
      update security_incident set reviewed_at = now(), reviewed_by = ${actor.staffUserId}::uuid, review_note = ${note}
      where tenant_id = ${tenantId}::uuid and id = ${incidentId}::uuid and reviewed_at is null`;
    if (reviewed === 0) return refuse("already_reviewed");
    emit("security/incident-reviewed", { incidentId });
    return ok({});
  },
});
