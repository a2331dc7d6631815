import type { resetSecondFactor as contract } from "@quietroom/contracts/staff";
import type { InputOf, OutputOf } from "@quietroom/contracts/wire";
import { ok, refuse } from "@quietroom/domain/result";
import { defineVerb } from "../define-verb.ts";
import { AppError, found } from "../errors.ts";
import { endEverySession } from "./end-every-session.ts";
import { isFreshlyProven } from "./fresh-second-factor.ts";
import { planStaffMail } from "../plan-account-mail.ts";

/**
 * Takes a colleague's authenticator app, passkeys, recovery codes and trusted browsers away and ends their sessions, so that they enrol anew at their next
 * sign-in. Needs a reason and an admin who has just proven to be there; the colleague is told (AUTH-23). Nobody resets their own.
 */
export const resetSecondFactor = defineVerb<InputOf<typeof contract>, OutputOf<typeof contract>>({
  name: "staff.reset_second_factor",
  permission: "staff:manage",
  isolation: "read committed",
  trace: "audited",
  async run({ tx, input, tenantId, actor, audit, emit }) {
    const { staffUserId, reason } = input;
    const person = found(
      await tx.staffUser.findUnique({ where: { tenantId_id: { tenantId, id: staffUserId } } }),
    );
    // What an admin gives as a reason is about the account, and belongs to its history.
    audit({ action: "delete", resource: "second_factor", resourceId: staffUserId, detail: { reason } });
    if (actor.kind !== "staff") throw new AppError("forbidden");
    if (actor.staffUserId === staffUserId) return refuse("own_account");
    if (!(await isFreshlyProven(tx, actor))) return refuse("second_factor_needed");
    const theirs = { where: { tenantId, staffUserId } };
    await tx.staffTotp.deleteMany(theirs);
    await tx.staffRecoveryCode.deleteMany(theirs);
    await tx.staffPasskey.deleteMany(theirs);
    await tx.staffDevice.deleteMany(theirs);
    await tx.trustedDevice.deleteMany(theirs);
    await endEverySession(tx, { tenantId, staffUserId }, "second_factor_reset");
    await planStaffMail({ tx, tenantId, emit }, person, "second_factor_reset");
    return ok({});
  },
});
