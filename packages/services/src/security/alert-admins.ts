import { incidentKinds, isSerious } from "@quietroom/domain/access";
import { defineVerb } from "../define-verb.ts";
import { found } from "../errors.ts";
import { planStaffMail } from "../plan-account-mail.ts";

export type AlertOutcome = "alerted" | "not_serious" | "alerted_lately";

/**
 * Writes to every admin about a serious incident: that there is something to look at, and no more. At most once an hour about one kind,
 * whichever incident of it came first, also when several come at the same moment. Safe to call again.
 */
export const alertAdmins = defineVerb<
  { readonly incidentId: string },
  { readonly outcome: AlertOutcome; readonly mails: number }
>({
  name: "security.alert_admins",
  permission: "job:run",
  isolation: "read committed",
  trace: "audited",
  async run({ tx, input, tenantId, audit, emit }) {
    const { incidentId } = input;
    audit({ action: "send", resource: "security_incident", resourceId: incidentId });
    const incident = found(
      await tx.securityIncident.findUnique({ where: { tenantId_id: { tenantId, id: incidentId } } }),
    );
    const kind = incidentKinds.find((known) => known === incident.kind);
    if (kind === undefined || !isSerious(kind)) return { outcome: "not_serious", mails: 0 };
    await tx.$executeRaw`
      select pg_advisory_xact_lock(hashtextextended(${`alert ${tenantId} ${kind}`}, 0))`;
    const first = await tx.$executeRaw`
      update security_incident set alerted_at = clock_timestamp()
      where tenant_id = ${tenantId}::uuid and id = ${incidentId}::uuid and not exists (
        select from security_incident other
        where other.tenant_id = ${tenantId}::uuid and other.kind = ${kind}
          and other.alerted_at > clock_timestamp() - interval '1 hour')`;
    if (first === 0) return { outcome: "alerted_lately", mails: 0 };
    const admins = await tx.staffUser.findMany({
      where: { tenantId, active: true, roles: { has: "admin" } },
      select: { id: true, email: true },
    });
    for (const admin of admins) await planStaffMail({ tx, tenantId, emit }, admin, "security_alert");
    return { outcome: "alerted", mails: admins.length };
  },
});
