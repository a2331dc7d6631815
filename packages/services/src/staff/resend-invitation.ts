import type { resendInvitation as contract } from "@quietroom/contracts/team";
import type { InputOf, OutputOf } from "@quietroom/contracts/wire";
import { ok, refuse } from "@quietroom/domain/result";
import { defineVerb } from "../define-verb.ts";
import { isFreshlyProven } from "./fresh-second-factor.ts";
import { invitationMs } from "./invite-colleague.ts";
import { lockInvitation } from "./open-invitation.ts";
import { endStaffLinks, planStaffLink } from "./staff-link.ts";

/** Sends an invitation again, by a new link that counts for its own 48 hours; the one before counts no more. Throws `not_found`. */
export const resendInvitation = defineVerb<InputOf<typeof contract>, OutputOf<typeof contract>>({
  name: "staff.resend_invitation",
  permission: "staff:manage",
  isolation: "read committed",
  trace: "audited",
  async run({ tx, input, tenantId, actor, seal, audit, emit }) {
    const { invitationId: id } = input;
    audit({ action: "update", resource: "invitation", resourceId: id });
    const { email, linkId: before, over } = await lockInvitation(tx, tenantId, { id });
    if (over) return refuse("over");
    if (!(await isFreshlyProven(tx, actor))) return refuse("second_factor_needed");
    await endStaffLinks(tx, tenantId, { linkId: before });
    const link = { kind: "invitation", staffUserId: null, email, lifetimeMs: invitationMs } as const;
    const { linkId } = await planStaffLink({ tx, tenantId, seal, emit }, link);
    await tx.invitation.update({ where: { tenantId_id: { tenantId, id } }, data: { linkId } });
    return ok({});
  },
});
