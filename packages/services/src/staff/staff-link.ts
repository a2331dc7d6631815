import type { Tx } from "@quietroom/db";
import type { Actor } from "@quietroom/domain/access";
import { ok, refuse, type Result } from "@quietroom/domain/result";
import { randomUUID } from "node:crypto";
import { v7 as uuidv7 } from "uuid";
import { defineVerb, type VerbWork } from "../define-verb.ts";
import { AppError, found } from "../errors.ts";
import type { Runtime } from "../runtime.ts";
import { planStaffMail } from "../plan-account-mail.ts";
import { newStaffLinkToken, staffLinkHash, staffLinkSealedFor, tenantOfToken } from "./staff-link-token.ts";

/** What a link by mail lets its bearer do, once: choose a new password, confirm a new address, accept an invitation. */
export type StaffLinkKind = "reset" | "email_change" | "invitation";

/** A link that was shown to us, whether or not it still counts. */
export type ShownStaffLink = {
  readonly tenantId: string;
  readonly linkId: string;
  readonly kind: StaffLinkKind;
};

/** A link that counts now. */
export type OpenStaffLink = {
  readonly linkId: string;
  /** Null for an invitation: whoever holds it has no account yet. */
  readonly staffUserId: string | null;
  /** Where it was sent, so whose address it proves. In lower case. */
  readonly email: string;
};

export type StaffLinkRefusal = "link_used" | "link_expired";

const notices = { reset: "password_reset", email_change: "email_change", invitation: "invitation" } as const;

/**
 * Writes a link and the mail that carries it to `email`; both leave with the commit. The token has 256 random bits. It is kept sealed
 * until the mail has left and as a keyed digest afterwards, and is in no event, job or log. `lifetimeMs` counts from now, by the
 * database's wall clock.
 */
export async function planStaffLink(
  work: Pick<VerbWork<unknown>, "tx" | "tenantId" | "seal" | "emit">,
  link: {
    readonly kind: StaffLinkKind;
    readonly staffUserId: string | null;
    readonly email: string;
    readonly lifetimeMs: number;
  },
): Promise<{ readonly linkId: string }> {
  const { tx, tenantId, seal } = work;
  const { kind, staffUserId, lifetimeMs } = link;
  const email = link.email.toLowerCase();
  const linkId = uuidv7();
  const token = newStaffLinkToken(tenantId);
  const sealed = seal.seal(token, staffLinkSealedFor(tenantId, linkId));
  await tx.$executeRaw`
    insert into staff_link (tenant_id, id, kind, staff_user_id, email, token_hash, sealed_token, expires_at)
    values (${tenantId}::uuid, ${linkId}::uuid, ${kind}, ${staffUserId}::uuid, ${email}, ${staffLinkHash(seal, tenantId, token)}, ${sealed},
            now() + ${`${lifetimeMs} ms`}::interval)`;
  await planStaffMail(work, { id: staffUserId, email, linkId }, notices[kind]);
  return { linkId };
}

/** The link whose token this is, or null for a text that is none of ours. Looking never uses it up: mail scanners look. */
export async function findStaffLink(runtime: Runtime, token: string): Promise<ShownStaffLink | null> {
  const tenantId = tenantOfToken(token);
  if (tenantId === null) return null;
  const context = { runtime, actor: { kind: "public", tenantId }, requestId: randomUUID() } as const;
  return await readLink(context, { token });
}

/** The link that the actor holds. Throws `forbidden` for anyone who holds none of this kind, which no permission lets get here. */
export function shownStaffLink(actor: Actor, kind: StaffLinkKind): ShownStaffLink {
  if (actor.kind !== "link" || actor.subject.kind !== kind) throw new AppError("forbidden");
  return { tenantId: actor.tenantId, linkId: actor.subject.id, kind };
}

/** The link, if it counts now. Reads only. */
export async function readStaffLink(
  tx: Tx,
  { tenantId, linkId, kind }: ShownStaffLink,
): Promise<Result<OpenStaffLink, StaffLinkRefusal>> {
  const [row] = await tx.$queryRaw<LinkRow[]>`
    select id as "linkId", staff_user_id as "staffUserId", email, used_at is not null as used, expires_at <= now() as expired
    from staff_link where tenant_id = ${tenantId}::uuid and id = ${linkId}::uuid and kind = ${kind}`;
  const { used, expired, ...link } = found(row);
  if (used) return refuse("link_used");
  return expired ? refuse("link_expired") : ok(link);
}

/** The same, used up by the asking: of two that come at once, one has it. A transaction that fails gives it back. */
export async function consumeStaffLink(
  tx: Tx,
  shown: ShownStaffLink,
): Promise<Result<OpenStaffLink, StaffLinkRefusal>> {
  const { tenantId, linkId, kind } = shown;
  const used = await tx.$executeRaw`
    update staff_link set used_at = now(), sealed_token = null
    where tenant_id = ${tenantId}::uuid and id = ${linkId}::uuid and kind = ${kind} and used_at is null and expires_at > now()`;
  if (used === 1) {
    const link = found(await tx.staffLink.findUnique({ where: { tenantId_id: { tenantId, id: linkId } } }));
    return ok({ linkId, staffUserId: link.staffUserId, email: link.email });
  }
  const standing = await readStaffLink(tx, shown);
  return standing.ok ? refuse("link_used") : standing;
}

/** Ends what was sent and not used yet: a person's links of these kinds, or one link. What is over stays as it was. */
export async function endStaffLinks(
  tx: Tx,
  tenantId: string,
  which:
    | { readonly staffUserId: string; readonly kinds: readonly StaffLinkKind[] }
    | { readonly linkId: string },
): Promise<void> {
  const those =
    "linkId" in which
      ? { id: which.linkId }
      : { staffUserId: which.staffUserId, kind: { in: [...which.kinds] } };
  const links = await tx.staffLink.findMany({
    where: { tenantId, usedAt: null, ...those },
    select: { id: true },
  });
  const ids = links.map(({ id }) => id);
  await tx.$executeRaw`
    update staff_link set expires_at = least(expires_at, now()), sealed_token = null
    where tenant_id = ${tenantId}::uuid and id = any(${ids}::uuid[]) and used_at is null`;
}

/** The token of a link whose mail is about to leave; null once it is used, over or already sent. */
export async function openSealedToken(
  { tx, tenantId, seal }: Pick<VerbWork<unknown>, "tx" | "tenantId" | "seal">,
  linkId: string,
): Promise<{ readonly kind: StaffLinkKind; readonly token: string } | null> {
  const [row] = await tx.$queryRaw<{ kind: StaffLinkKind; sealed: string | null }[]>`
    select kind, sealed_token as sealed from staff_link
    where tenant_id = ${tenantId}::uuid and id = ${linkId}::uuid and used_at is null and expires_at > now()`;
  if (row === undefined || row.sealed === null) return null;
  return { kind: row.kind, token: seal.open(row.sealed, staffLinkSealedFor(tenantId, linkId)) };
}

/** Once its mail has left, or never will, nobody but the addressee knows the token. */
export async function forgetSealedToken(tx: Tx, tenantId: string, linkId: string): Promise<void> {
  await tx.staffLink.update({
    where: { tenantId_id: { tenantId, id: linkId } },
    data: { sealedToken: null },
  });
}

type LinkRow = OpenStaffLink & { readonly used: boolean; readonly expired: boolean };

const readLink = defineVerb<{ readonly token: string }, ShownStaffLink | null>({
  name: "staff.find_link",
  permission: "session:start",
  isolation: "read committed",
  trace: "public",
  async run({ tx, input, tenantId, seal }) {
    const tokenHash = staffLinkHash(seal, tenantId, input.token);
    const [link] = await tx.$queryRaw<{ linkId: string; kind: StaffLinkKind }[]>`
      select id as "linkId", kind from staff_link where tenant_id = ${tenantId}::uuid and token_hash = ${tokenHash}`;
    return link === undefined ? null : { tenantId, ...link };
  },
});
