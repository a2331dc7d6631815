import type { acceptInvitation as contract } from "@quietroom/contracts/team";
import type { InputOf, OutputOf } from "@quietroom/contracts/wire";
import { type StaffPolicy, staffPolicies } from "@quietroom/domain/access";
import { asId } from "@quietroom/domain/ids";
import { ok, refuse } from "@quietroom/domain/result";
import { defineVerb } from "../define-verb.ts";
import { found } from "../errors.ts";
import type { VerbContext } from "../runtime.ts";
import { choosePractitioner, type PractitionerChoice } from "./choose-practitioner.ts";
import { type Invitation, lockInvitation } from "./open-invitation.ts";
import { hashPassword } from "./password.ts";
import { consumeStaffLink, shownStaffLink } from "./staff-link.ts";
import { staffPasswordRefusal } from "./staff-password.ts";
import { viewInvitation } from "./view-invitation.ts";

type Acceptance = InputOf<typeof contract>;
type Answer = OutputOf<typeof contract>;

/**
 * Makes the account that an invitation is for: its address and its roles, under the name and the password that its person chooses, with
 * what they agreed to (AUTH-04). It is always a new account of this studio: one that is there already, here or elsewhere, is neither
 * looked up nor changed (check 41). It opens nothing before its person has set up a second factor.
 */
export const acceptInvitation = Object.assign(
  async (context: VerbContext, acceptance: Acceptance): Promise<Answer> => {
    const { token, displayName, password, accepts } = acceptance;
    const invited = await viewInvitation(context, { token });
    if (!invited.ok) return invited;
    if (policies.some((policy) => accepts[policy] !== staffPolicies[policy]))
      return refuse("policies_changed");
    const { composition } = invited.value.passwordRule;
    const about = { ...invited.value, displayName, composition, former: [] };
    const refusal = await staffPasswordRefusal(password, about);
    if (refusal !== null) return refuse(refusal);
    return await recordAcceptance(context, { displayName, passwordHash: await hashPassword(password) });
  },
  { verbName: "staff.accept_invitation", permission: "invitation:accept" } as const,
);

const policies: readonly StaffPolicy[] = ["terms", "security"];

const recordAcceptance = defineVerb<{ readonly displayName: string; readonly passwordHash: string }, Answer>({
  name: "staff.accept_invitation",
  permission: "invitation:accept",
  isolation: "read committed",
  trace: "audited",
  conflicts: {
    staff_user_tenant_id_email_key: "email_taken",
    practitioner_tenant_id_slug_key: "practitioner_taken",
  },
  lookAgain: ["practitioner_tenant_id_slug_key"],
  async run({ tx, input, tenantId, actor, audit }) {
    const { displayName } = input;
    const shown = shownStaffLink(actor, "invitation");
    audit({ action: "create", resource: "staff_user", resourceId: null });
    const { status, slug: studio } = found(await tx.tenant.findUnique({ where: { id: tenantId } }));
    if (status !== "active") return refuse("studio_closed");
    const invitation = await lockInvitation(tx, tenantId, { linkId: shown.linkId });
    const { id: invitationId, email, roles } = invitation;
    const known = await tx.staffUser.count({ where: { tenantId, email } });
    if (known > 0 && !invitation.over) return refuse("email_taken");
    // A refusal keeps what was written so far, so the link is used up before anything is.
    const link = await consumeStaffLink(tx, shown);
    if (!link.ok) return link;
    // Without the record that they were to have, if somebody else has it by now: an admin gives them another.
    const record = await choosePractitioner(tx, tenantId, { choice: choiceIn(invitation), displayName });
    const practitionerId = record.ok ? record.value : null;
    const { id } = await tx.staffUser.create({
      data: { ...input, tenantId, email, roles: [...roles], practitionerId },
      select: { id: true },
    });
    await tx.staffDirectory.create({ data: { email, tenantId, staffUserId: id } });
    await tx.$executeRaw`
      insert into staff_location (tenant_id, staff_user_id, location_id)
      select tenant_id, ${id}::uuid, location_id from invitation_location
      where tenant_id = ${tenantId}::uuid and invitation_id = ${invitationId}::uuid`;
    await tx.$executeRaw`
      update invitation set accepted_at = now(), staff_user_id = ${id}::uuid
      where tenant_id = ${tenantId}::uuid and id = ${invitationId}::uuid`;
    await tx.policyAcceptance.createMany({
      data: policies.map((policy) => ({ tenantId, staffUserId: id, policy, version: staffPolicies[policy] })),
    });
    audit({
      action: "create",
      resource: "staff_user",
      resourceId: id,
      detail: { roles: [...roles], practitionerId, invitationId, ...staffPolicies },
    });
    return ok({ email, studio });
  },
});

function choiceIn({ practitionerId, makesPractitioner }: Invitation): PractitionerChoice {
  if (practitionerId !== null) return { kind: "existing", practitionerId: asId(practitionerId) };
  return { kind: makesPractitioner ? "new" : "none" };
}
