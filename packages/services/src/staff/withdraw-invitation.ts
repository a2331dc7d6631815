import type { withdrawInvitation as contract } from "@quietroom/contracts/team";
import type { InputOf, OutputOf } from "@quietroom/contracts/wire";
import { ok, refuse } from "@quietroom/domain/result";
import { defineVerb } from "../define-verb.ts";
import { lockInvitation } from "./open-invitation.ts";
import { endStaffLinks } from "./staff-link.ts";

/** Takes an invitation back that nobody has accepted; its link opens nothing any more. Throws `not_found`. */
export const withdrawInvitation = defineVerb<InputOf<typeof contract>, OutputOf<typeof contract>>({
  name: "staff.withdraw_invitation",
  permission: "staff:manage",
  isolation: "read committed",
  trace: "audited",
  async run({ tx, input, tenantId, audit }) {
    const { invitationId: id } = input;
    audit({ action: "delete", resource: "invitation", resourceId: id });
    const { linkId, over } = await lockInvitation(tx, tenantId, { id });
    if (over) return refuse("over");
    await endStaffLinks(tx, tenantId, { linkId });
    await tx.$executeRaw`
      update invitation set withdrawn_at = now() where tenant_id = ${tenantId}::uuid and id = ${id}::uuid`;
    return ok({});
  },
});
