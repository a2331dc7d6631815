import type {
  resetPassword as contract,
  viewPasswordReset as viewContract,
} from "@quietroom/contracts/credentials";
import type { InputOf, OutputOf } from "@quietroom/contracts/wire";
import { ok, refuse, type Result } from "@quietroom/domain/result";
import { defineVerb } from "../define-verb.ts";
import { found } from "../errors.ts";
import type { VerbContext } from "../runtime.ts";
import { endEverySession } from "./end-every-session.ts";
import { keepPassword } from "./keep-password.ts";
import { hashPassword } from "./password.ts";
import { planStaffMail } from "../plan-account-mail.ts";
import {
  formerPasswords,
  readPasswordRules,
  type StaffPasswordOwner,
  staffPasswordRefusal,
} from "./staff-password.ts";
import { consumeStaffLink, readStaffLink, type StaffLinkRefusal, shownStaffLink } from "./staff-link.ts";

/** Whose password a link is about, if it counts now. Uses nothing up. */
export const viewPasswordReset = Object.assign(
  async (context: VerbContext): Promise<OutputOf<typeof viewContract>> => {
    const owner = await readOwner(context, {});
    if (!owner.ok) return owner;
    const { email, studioName, composition, history } = owner.value;
    return ok({ email, studioName, passwordRule: { composition: [...composition], history } });
  },
  { verbName: "staff.view_password_reset", permission: "password:reset" } as const,
);

/**
 * Gives the person whose link this is a new password, once (AUTH-05): every session of theirs ends, and they are told by mail. Nobody is
 * signed in by it, and the second factor is asked at the next sign-in as always (check 50). A password that is refused leaves the
 * link as it was. The hash is made outside the transaction.
 */
export const resetPassword = Object.assign(
  async (context: VerbContext, input: InputOf<typeof contract>): Promise<OutputOf<typeof contract>> => {
    const owner = await readOwner(context, {});
    if (!owner.ok) return owner;
    const refusal = await staffPasswordRefusal(input.password, owner.value);
    if (refusal !== null) return refuse(refusal);
    return await recordReset(context, { passwordHash: await hashPassword(input.password) });
  },
  { verbName: "staff.reset_password", permission: "password:reset" } as const,
);

const readOwner = defineVerb<
  object,
  Result<StaffPasswordOwner & { readonly history: number }, StaffLinkRefusal>
>({
  name: "staff.view_password_reset",
  permission: "password:reset",
  isolation: "read committed",
  trace: "public",
  async run({ tx, tenantId, actor }) {
    const link = await readStaffLink(tx, shownStaffLink(actor, "reset"));
    if (!link.ok) return link;
    const person = await tx.staffUser.findFirst({
      where: { tenantId, id: found(link.value.staffUserId), active: true },
    });
    if (person === null) return refuse("link_expired");
    const { email, displayName } = person;
    const { name } = found(await tx.tenant.findUnique({ where: { id: tenantId } }));
    const { composition, history } = await readPasswordRules(tx, tenantId);
    const former = await formerPasswords(tx, tenantId, person.id);
    return ok({ email, displayName, studioName: name, composition, history, former });
  },
});

const recordReset = defineVerb<
  { readonly passwordHash: string },
  Result<Record<string, never>, StaffLinkRefusal>
>({
  name: "staff.reset_password",
  permission: "password:reset",
  isolation: "read committed",
  trace: "audited",
  async run({ tx, input, tenantId, actor, audit, emit }) {
    const { passwordHash } = input;
    const shown = shownStaffLink(actor, "reset");
    const link = await consumeStaffLink(tx, shown);
    if (!link.ok) {
      audit({ action: "update", resource: "password", resourceId: null });
      return link;
    }
    const staffUserId = found(link.value.staffUserId);
    audit({ action: "update", resource: "password", resourceId: staffUserId, detail: { by: "reset" } });
    const person = await tx.staffUser.findFirst({ where: { tenantId, id: staffUserId, active: true } });
    if (person === null) return refuse("link_expired");
    await keepPassword(tx, { tenantId, staffUserId, passwordHash });
    await endEverySession(tx, { tenantId, staffUserId }, "password_changed");
    await planStaffMail({ tx, tenantId, emit }, person, "password_changed");
    return ok({});
  },
});
