import type {
  askEmailChange as askContract,
  confirmEmailChange as confirmContract,
  viewEmailChange as viewContract,
} from "@quietroom/contracts/credentials";
import type { InputOf, OutputOf } from "@quietroom/contracts/wire";
import { ok, refuse } from "@quietroom/domain/result";
import { hourMs } from "@quietroom/domain/time";
import { defineVerb } from "../define-verb.ts";
import { AppError, found } from "../errors.ts";
import { endEverySession } from "./end-every-session.ts";
import { isFreshlyProven } from "./fresh-second-factor.ts";
import { planStaffMail } from "../plan-account-mail.ts";
import {
  consumeStaffLink,
  endStaffLinks,
  planStaffLink,
  readStaffLink,
  shownStaffLink,
} from "./staff-link.ts";

const askedAnHour = 3;

/**
 * Sends a link to an address that the signed-in person wants to sign in with; nothing changes until it is used (AUTH-11). An address
 * that somebody else has is written to all the same, so that asking tells nobody who works here (AUTH-43). An earlier link ends.
 */
export const askEmailChange = defineVerb<InputOf<typeof askContract>, OutputOf<typeof askContract>>({
  name: "staff.ask_email_change",
  permission: "session:own",
  isolation: "read committed",
  trace: "audited",
  async run(work) {
    const { tx, input, tenantId, actor, audit } = work;
    if (actor.kind !== "staff") throw new AppError("forbidden");
    const { staffUserId } = actor;
    audit({ action: "create", resource: "email_change", resourceId: staffUserId });
    if (!(await isFreshlyProven(tx, actor))) return refuse("second_factor_needed");
    // One at a time, so that of many that come at once no more are sent.
    const [person] = await tx.$queryRaw<{ email: string }[]>`
      select email from staff_user where tenant_id = ${tenantId}::uuid and id = ${staffUserId}::uuid for update`;
    if (found(person).email === input.email) return refuse("same_email");
    const [asked] = await tx.$queryRaw<{ times: number }[]>`
      select count(*)::int as times from staff_link
      where tenant_id = ${tenantId}::uuid and staff_user_id = ${staffUserId}::uuid and kind = 'email_change'
        and created_at > now() - interval '1 hour'`;
    if (found(asked).times >= askedAnHour) return refuse("too_many");
    await endStaffLinks(tx, tenantId, { staffUserId, kinds: ["email_change"] });
    await planStaffLink(work, { kind: "email_change", staffUserId, email: input.email, lifetimeMs: hourMs });
    return ok({});
  },
});

/** Which address a link is to confirm, if it counts now. Uses nothing up. */
export const viewEmailChange = defineVerb<InputOf<typeof viewContract>, OutputOf<typeof viewContract>>({
  name: "staff.view_email_change",
  permission: "email:confirm",
  isolation: "read committed",
  trace: "public",
  async run({ tx, tenantId, actor }) {
    const link = await readStaffLink(tx, shownStaffLink(actor, "email_change"));
    if (!link.ok) return link;
    const { name } = found(await tx.tenant.findUnique({ where: { id: tenantId } }));
    return ok({ email: link.value.email, studioName: name });
  },
});

/**
 * Makes the confirmed address the one that its person signs in with. Every session of theirs ends, other links with it, and the old
 * address is told (AUTH-11).
 */
export const confirmEmailChange = defineVerb<
  InputOf<typeof confirmContract>,
  OutputOf<typeof confirmContract>
>({
  name: "staff.confirm_email_change",
  permission: "email:confirm",
  isolation: "read committed",
  trace: "audited",
  conflicts: { staff_user_tenant_id_email_key: "not_available" },
  async run({ tx, tenantId, actor, audit, emit }) {
    const link = await consumeStaffLink(tx, shownStaffLink(actor, "email_change"));
    if (!link.ok) {
      audit({ action: "update", resource: "staff_email", resourceId: null });
      return link;
    }
    const { email } = link.value;
    const staffUserId = found(link.value.staffUserId);
    audit({ action: "update", resource: "staff_email", resourceId: staffUserId });
    const person = await tx.staffUser.findFirst({ where: { tenantId, id: staffUserId, active: true } });
    if (person === null) return refuse("link_expired");
    await tx.staffUser.update({ where: { tenantId_id: { tenantId, id: staffUserId } }, data: { email } });
    await tx.staffDirectory.deleteMany({ where: { tenantId, staffUserId } });
    await tx.staffDirectory.create({ data: { tenantId, staffUserId, email } });
    await endStaffLinks(tx, tenantId, { staffUserId, kinds: ["reset", "email_change"] });
    await tx.trustedDevice.deleteMany({ where: { tenantId, staffUserId } });
    await endEverySession(tx, { tenantId, staffUserId }, "email_changed");
    await planStaffMail({ tx, tenantId, emit }, person, "email_changed");
    return ok({});
  },
});
