import type { changeRoles as contract } from "@quietroom/contracts/team";
import type { InputOf, OutputOf } from "@quietroom/contracts/wire";
import { decideRoles } from "@quietroom/domain/access";
import { ok, refuse } from "@quietroom/domain/result";
import { defineVerb } from "../define-verb.ts";
import { AppError } from "../errors.ts";
import { choosePractitioner } from "./choose-practitioner.ts";
import { endEverySession } from "./end-every-session.ts";
import { isFreshlyProven } from "./fresh-second-factor.ts";
import { lockStanding } from "./lock-standing.ts";
import { planStaffMail } from "../plan-account-mail.ts";

/**
 * Gives a colleague other roles, and a record to see clients under if they have none. Needs an admin who has just proven to be there
 * (AUTH-21); never for oneself, and never the last admin's away (AUTH-60). The colleague's sessions end, so that no cookie of the old
 * roles opens anything (AUTH-34, AUTH-36), and they are told. Throws `not_found`.
 */
export const changeRoles = defineVerb<InputOf<typeof contract>, OutputOf<typeof contract>>({
  name: "staff.change_roles",
  permission: "staff:manage",
  isolation: "read committed",
  trace: "audited",
  conflicts: { practitioner_tenant_id_slug_key: "practitioner_taken" },
  lookAgain: ["practitioner_tenant_id_slug_key"],
  async run({ tx, input, tenantId, actor, audit, emit }) {
    const { staffUserId, roles: asked, practitioner: choice } = input;
    const roles = [...asked];
    audit({ action: "update", resource: "staff_user", resourceId: staffUserId, detail: { roles } });
    const { person, otherAdmins } = await lockStanding(tx, tenantId, staffUserId);
    if (actor.kind !== "staff") throw new AppError("forbidden");
    const decision = decideRoles({ person, changedBy: actor.staffUserId, otherAdmins, roles });
    if (!decision.ok) return decision;
    if (choice.kind !== "none" && person.practitionerId !== null) return refuse("has_practitioner");
    if (!(await isFreshlyProven(tx, actor))) return refuse("second_factor_needed");
    const record = await choosePractitioner(tx, tenantId, { choice, displayName: person.displayName });
    if (!record.ok) return record;
    audit({
      action: "update",
      resource: "staff_user",
      resourceId: staffUserId,
      detail: { before: [...person.roles], practitionerId: record.value },
    });
    await tx.staffUser.update({
      where: { tenantId_id: { tenantId, id: staffUserId } },
      data: { roles: [...decision.value], practitionerId: record.value ?? person.practitionerId },
    });
    await endEverySession(tx, { tenantId, staffUserId }, "roles_changed");
    await planStaffMail({ tx, tenantId, emit }, { id: staffUserId, email: person.email }, "roles_changed");
    return ok({});
  },
});
