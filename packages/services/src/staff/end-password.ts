import type { endPassword as contract } from "@quietroom/contracts/credentials";
import type { InputOf, OutputOf } from "@quietroom/contracts/wire";
import { ok, refuse } from "@quietroom/domain/result";
import { defineVerb } from "../define-verb.ts";
import { AppError, found } from "../errors.ts";
import { endEverySession } from "./end-every-session.ts";
import { isFreshlyProven } from "./fresh-second-factor.ts";
import { planStaffMail } from "./plan-staff-mail.ts";
import { endStaffLinks } from "./staff-link.ts";

/**
 * Ends everything by which a colleague can sign in, because somebody else may know it (AUTH-03): password, second factors, trusted
 * browsers, identities elsewhere and sessions. The way back is a new password by a mailed link, and enrolling anew. Needs a reason and
 * an admin who has just proven to be there; the colleague is told. Nobody does it to themselves: they change their password.
 */
export const endPassword = defineVerb<InputOf<typeof contract>, OutputOf<typeof contract>>({
  name: "staff.end_password",
  permission: "staff:manage",
  isolation: "read committed",
  trace: "audited",
  async run({ tx, input, tenantId, actor, audit, emit }) {
    const { staffUserId, reason } = input;
    audit({ action: "delete", resource: "password", resourceId: staffUserId, detail: { reason } });
    const person = found(
      await tx.staffUser.findUnique({ where: { tenantId_id: { tenantId, id: staffUserId } } }),
    );
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
    await planStaffMail({ tx, tenantId, emit }, person, "password_ended");
    return ok({});
  },
});
