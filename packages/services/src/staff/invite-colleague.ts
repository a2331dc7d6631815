import type { inviteColleague as contract } from "@quietroom/contracts/team";
import type { InputOf, OutputOf } from "@quietroom/contracts/wire";
import { inOrder } from "@quietroom/domain/access";
import { ok, refuse } from "@quietroom/domain/result";
import { hourMs } from "@quietroom/domain/time";
import { v7 as uuidv7 } from "uuid";
import { defineVerb } from "../define-verb.ts";
import { AppError } from "../errors.ts";
import { isFree } from "./choose-practitioner.ts";
import { isFreshlyProven } from "./fresh-second-factor.ts";
import { areOpen } from "./set-locations.ts";
import { planStaffLink } from "./staff-link.ts";

/** As long as an invitation may be accepted (AUTH-04). */
export const invitationMs = 48 * hourMs;

/**
 * Invites somebody to work here, by a mail with a link (AUTH-04). Needs an admin who has just proven to be there (AUTH-21). What is
 * answered is about this studio alone: whoever has an account elsewhere is invited as anyone is. Throws `not_found` for a practitioner
 * of no or another studio.
 */
export const inviteColleague = defineVerb<InputOf<typeof contract>, OutputOf<typeof contract>>({
  name: "staff.invite_colleague",
  permission: "staff:manage",
  isolation: "read committed",
  trace: "audited",
  conflicts: { invitation_open: "already_invited" },
  async run({ tx, input, tenantId, actor, seal, audit, emit }) {
    const { email, practitioner: choice, locations } = input;
    const roles = [...inOrder(input.roles)];
    const id = uuidv7();
    audit({ action: "create", resource: "invitation", resourceId: id, detail: { roles } });
    if (actor.kind !== "staff") throw new AppError("forbidden");
    const practitionerId = choice.kind === "existing" ? choice.practitionerId : null;
    const isOpen = await areOpen(tx, tenantId, locations);
    const isTaken = practitionerId !== null && !(await isFree(tx, tenantId, practitionerId));
    if (!(await isFreshlyProven(tx, actor))) return refuse("second_factor_needed");
    const known = await tx.staffUser.findUnique({ where: { tenantId_email: { tenantId, email } } });
    if (known !== null) return refuse(known.active ? "already_staff" : "already_left");
    const open = { tenantId, email, acceptedAt: null, withdrawnAt: null };
    if ((await tx.invitation.count({ where: open })) > 0) return refuse("already_invited");
    if (isTaken) return refuse("practitioner_taken");
    if (!isOpen) return refuse("location_closed");
    const link = { kind: "invitation", staffUserId: null, email, lifetimeMs: invitationMs } as const;
    const { linkId } = await planStaffLink({ tx, tenantId, seal, emit }, link);
    await tx.invitation.create({
      data: {
        tenantId,
        id,
        email,
        roles,
        practitionerId,
        makesPractitioner: choice.kind === "new",
        invitedBy: actor.staffUserId,
        linkId,
      },
      select: { id: true },
    });
    await tx.invitationLocation.createMany({
      data: locations.map((locationId) => ({ tenantId, invitationId: id, locationId })),
    });
    const detail = { roles, practitionerId, locations };
    audit({ action: "create", resource: "invitation", resourceId: id, detail });
    return ok({ invitationId: id });
  },
});
