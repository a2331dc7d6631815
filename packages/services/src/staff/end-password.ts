import type { endPassword as contract } from "@quietroom/contracts/credentials";
import type { InputOf, OutputOf } from "@quietroom/contracts/wire";
import { compromiseIncident } from "@quietroom/domain/access";
import { ok, refuse } from "@quietroom/domain/result";
import { defineVerb } from "../define-verb.ts";
import { AppError } from "../errors.ts";
import { raiseIncident } from "../incidents.ts";
import { realNow } from "../real-now.ts";
import { endEverySession } from "./end-every-session.ts";
import { isFreshlyProven } from "./fresh-second-factor.ts";
import { lockStanding } from "./lock-standing.ts";
import { planStaffMail } from "../plan-account-mail.ts";
import { endStaffLinks } from "./staff-link.ts";

/**
 * Ends everything by which a colleague can sign in, because somebody else may know it (AUTH-03): password, second factors, trusted
 * browsers, identities elsewhere and sessions. The way back is another password by a mailed link, and enrolling anew. Needs a reason and
 * an admin who has just proven to be there; the colleague is told, and an incident is raised for what may have been done meanwhile.
 * Nobody does it to themselves: they change their password. So whoever does it stays in, and the studio keeps an admin (AUTH-60).
 */
export const endPassword = defineVerb<InputOf<typeof contract>, OutputOf<typeof contract>>({
  name: "staff.end_password",
  permission: "staff:manage",
  isolation: "read committed",
  trace: "audited",
  async run({ tx, input, tenantId, actor, audit, emit }) {
    const { staffUserId, reason } = input;
    audit({ action: "delete", resource: "password", resourceId: staffUserId, detail: { reason } });
    // Of two admins who do it to each other at once, the second finds their own session ended.
    const { person } = await lockStanding(tx, tenantId, staffUserId);
    if (actor.kind !== "staff") throw new AppError("forbidden");
    if (actor.staffUserId === staffUserId) return refuse("own_account");
    if (!(await isFreshlyProven(tx, actor))) return refuse("second_factor_needed");
    await tx.$executeRaw`
      update staff_user set password_ended_at = now() where tenant_id = ${tenantId}::uuid and id = ${staffUserId}::uuid`;
    const theirs = { where: { tenantId, staffUserId } };
    await tx.staffTotp.deleteMany(theirs);
    await tx.staffRecoveryCode.deleteMany(theirs);
    await tx.staffPasskey.deleteMany(theirs);
    await tx.staffDevice.deleteMany(theirs);
    await tx.trustedDevice.deleteMany(theirs);
    await tx.staffIdentity.deleteMany(theirs);
    await tx.identityDirectory.deleteMany(theirs);
    await endStaffLinks(tx, tenantId, { staffUserId, kinds: ["reset", "email_change"] });
    await endEverySession(tx, { tenantId, staffUserId }, "password_ended");
    await raiseIncident(tx, tenantId, compromiseIncident(staffUserId, await realNow(tx)));
    await planStaffMail({ tx, tenantId, emit }, { id: staffUserId, email: person.email }, "password_ended");
    return ok({});
  },
});
