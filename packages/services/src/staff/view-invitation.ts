import type { viewInvitation as contract } from "@quietroom/contracts/team";
import type { InputOf, OutputOf } from "@quietroom/contracts/wire";
import { inOrder } from "@quietroom/domain/access";
import { ok } from "@quietroom/domain/result";
import { defineVerb } from "../define-verb.ts";
import { found } from "../errors.ts";
import { readPasswordRules } from "./staff-password.ts";
import { readStaffLink, shownStaffLink } from "./staff-link.ts";

/** What somebody is invited to, told to whoever holds the link while it counts. Nothing is used up by looking. */
export const viewInvitation = defineVerb<InputOf<typeof contract>, OutputOf<typeof contract>>({
  name: "staff.view_invitation",
  permission: "invitation:accept",
  isolation: "read committed",
  trace: "public",
  async run({ tx, tenantId, actor }) {
    const link = await readStaffLink(tx, shownStaffLink(actor, "invitation"));
    if (!link.ok) return link;
    const { linkId, email } = link.value;
    const { roles } = found(
      await tx.invitation.findUnique({ where: { tenantId_linkId: { tenantId, linkId } } }),
    );
    const { name: studioName } = found(await tx.tenant.findUnique({ where: { id: tenantId } }));
    const { composition, history } = await readPasswordRules(tx, tenantId);
    const passwordRule = { composition: [...composition], history };
    return ok({ studioName, email, roles: [...inOrder(roles)], passwordRule });
  },
});
