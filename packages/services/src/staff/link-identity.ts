import type { allowLinking as contract } from "@quietroom/contracts/staff-identity";
import type { OutputOf } from "@quietroom/contracts/wire";
import { isUuid } from "@quietroom/domain/ids";
import { ok, refuse, type Result } from "@quietroom/domain/result";
import { randomUUID } from "node:crypto";
import { defineVerb } from "../define-verb.ts";
import { AppError } from "../errors.ts";
import type { Runtime } from "../runtime.ts";
import { isFreshlyProven } from "./fresh-second-factor.ts";
import { planStaffMail } from "../plan-account-mail.ts";
import type { SignedIn } from "./sign-in.ts";
import { identityDigest, type StaffIdentity } from "./staff-identity.ts";
import { stands } from "./standing-session.ts";

/**
 * Lets the person who is signed in link one identity within ten minutes, from this very session: they leave for the provider and come
 * back by a link, which must not be enough by itself. Asks for a fresh second factor (AUTH-21).
 */
export const allowLinking = defineVerb<object, OutputOf<typeof contract>>({
  name: "staff.allow_linking",
  permission: "session:own",
  isolation: "read committed",
  trace: "audited",
  async run({ tx, tenantId, actor, audit }) {
    if (actor.kind !== "staff") throw new AppError("forbidden");
    audit({ action: "attempt", resource: "staff_identity", resourceId: actor.staffUserId });
    if (!(await isFreshlyProven(tx, actor))) return refuse("second_factor_needed");
    await tx.$executeRaw`
      update session set linking_until = now() + interval '10 minutes'
      where tenant_id = ${tenantId}::uuid and id = ${actor.sessionId}::uuid`;
    return ok({});
  },
});

/**
 * `not_asked`: the session is over or asked for no link. `unverified` and `other_email`: the provider does not vouch for the account's
 * own address, so that whoever else is signed in there is not taken for its person. `taken`: linked to somebody already.
 */
export type LinkRefusal = "not_asked" | "unverified" | "other_email" | "taken";

/** Links an identity to the person behind a session that asked for it, who is told by mail. The asking is used up whatever comes of it. */
export async function linkIdentity(
  runtime: Runtime,
  { tenantId, sessionId }: SignedIn,
  identity: StaffIdentity,
): Promise<Result<object, LinkRefusal>> {
  if (!isUuid(tenantId) || !isUuid(sessionId)) return refuse("not_asked");
  const context = { runtime, actor: { kind: "public", tenantId }, requestId: randomUUID() } as const;
  return await recordLink(context, { sessionId, identity });
}

const recordLink = defineVerb<
  { readonly sessionId: string; readonly identity: StaffIdentity },
  Result<object, LinkRefusal>
>({
  name: "staff.link_identity",
  permission: "session:start",
  isolation: "read committed",
  trace: "audited",
  conflicts: { staff_identity_one_owner: "taken", staff_identity_one_each: "taken" },
  async run({ tx, input, tenantId, seal, audit, emit }) {
    const { issuer, subject, verifiedEmail } = input.identity;
    const [person] = await tx.$queryRaw<{ id: string; email: string }[]>`
      update session s set linking_until = null
      from staff_user u
      where s.tenant_id = ${tenantId}::uuid and s.id = ${input.sessionId}::uuid and ${stands}
        and s.mfa_passed_at is not null and s.linking_until > now()
        and u.tenant_id = s.tenant_id and u.id = s.staff_user_id and u.active
      returning u.id, u.email`;
    audit({ action: "create", resource: "staff_identity", resourceId: person?.id ?? null });
    if (person === undefined) return refuse("not_asked");
    if (verifiedEmail === null) return refuse("unverified");
    if (verifiedEmail !== person.email) return refuse("other_email");
    const data = { tenantId, staffUserId: person.id };
    const already = {
      OR: [
        { issuer, subject },
        { issuer, staffUserId: person.id },
      ],
    };
    if ((await tx.staffIdentity.count({ where: { tenantId, ...already } })) > 0) return refuse("taken");
    await tx.staffIdentity.create({ data: { ...data, issuer, subject } });
    await tx.identityDirectory.create({
      data: { ...data, digest: identityDigest(seal, { issuer, subject }) },
    });
    await planStaffMail({ tx, tenantId, emit }, person, "identity_linked");
    return ok({});
  },
});

/** Whether a session has asked for a link that is still to come: then the provider's answer is about that, and not a sign-in. */
export async function asksToLink(runtime: Runtime, { tenantId, sessionId }: SignedIn): Promise<boolean> {
  if (!isUuid(tenantId) || !isUuid(sessionId)) return false;
  const context = { runtime, actor: { kind: "public", tenantId }, requestId: randomUUID() } as const;
  return await readAsking(context, { sessionId });
}

const readAsking = defineVerb<{ readonly sessionId: string }, boolean>({
  name: "staff.asks_to_link",
  permission: "session:start",
  isolation: "read committed",
  trace: "public",
  async run({ tx, input, tenantId }) {
    const rows = await tx.$queryRaw<unknown[]>`
      select 1 from session s
      where s.tenant_id = ${tenantId}::uuid and s.id = ${input.sessionId}::uuid and ${stands}
        and s.mfa_passed_at is not null and s.linking_until > now()`;
    return rows.length === 1;
  },
});
