import type { restoreAccess as contract } from "@quietroom/contracts/team";
import type { InputOf, OutputOf } from "@quietroom/contracts/wire";
import { ok, refuse } from "@quietroom/domain/result";
import { defineVerb } from "../define-verb.ts";
import { AppError } from "../errors.ts";
import { isFree } from "./choose-practitioner.ts";
import { isFreshlyProven } from "./fresh-second-factor.ts";
import { lockStanding } from "./lock-standing.ts";
import { planStaffMail } from "../plan-account-mail.ts";

/**
 * Lets somebody who left sign in again, in the roles they had. Password and app are those they had, too: taking the app away would
 * leave the password as the only proof; an admin resets it where it is lost. Sessions, supervision and cover do not come back.
 * Whoever has access keeps it. Throws `not_found`.
 */
export const restoreAccess = defineVerb<InputOf<typeof contract>, OutputOf<typeof contract>>({
  name: "staff.restore_access",
  permission: "staff:manage",
  isolation: "read committed",
  trace: "audited",
  async run({ tx, input, tenantId, actor, audit, emit }) {
    const { staffUserId, reason } = input;
    audit({
      action: "update",
      resource: "staff_user",
      resourceId: staffUserId,
      detail: { active: true, reason },
    });
    const { person } = await lockStanding(tx, tenantId, staffUserId);
    if (actor.kind !== "staff") throw new AppError("forbidden");
    if (person.active) return ok({});
    if (!(await isFreshlyProven(tx, actor))) return refuse("second_factor_needed");
    const { practitionerId, email } = person;
    if (practitionerId !== null && !(await isFree(tx, tenantId, practitionerId)))
      return refuse("practitioner_taken");
    await tx.staffUser.update({
      where: { tenantId_id: { tenantId, id: staffUserId } },
      data: { active: true },
    });
    await planStaffMail({ tx, tenantId, emit }, { id: staffUserId, email }, "access_restored");
    return ok({});
  },
});
