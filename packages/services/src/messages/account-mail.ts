import type { NotificationModel, Tx } from "@quietroom/db";
import {
  contentFor,
  isStale,
  newsUsefulUntil,
  type PortalAccountNotice,
  portalNotices,
  type StaffAccountNotice,
  staffNotices,
} from "@quietroom/domain/messaging";
import { ok, refuse, type Result } from "@quietroom/domain/result";
import { type Instant, plus } from "@quietroom/domain/time";
import type { VerbWork } from "../define-verb.ts";
import { found } from "../errors.ts";
import { fromInstantColumn } from "../instant-column.ts";
import type { OutgoingMessage } from "../ports.ts";
import { openSealedToken, type StaffLinkKind } from "../staff/index.ts";

/** The origins of the two sites, without a trailing slash; no dashboard where no mail to staff is sent. */
export type Sites = { readonly bookingUrl: string; readonly dashboardUrl: string | null };

export type AddressedMail = Pick<OutgoingMessage, "to" | "content">;
type Link = { readonly kind: StaffLinkKind; readonly token: string };

/**
 * A mail about somebody's own account, as it leaves now. `link_over`: the link that it carries was used, replaced or has ended. `stale`: it is
 * old news.
 */
export async function accountMail(
  { tx, tenantId, seal, now }: Pick<VerbWork<unknown>, "tx" | "tenantId" | "seal" | "now">,
  mail: NotificationModel,
  sites: Sites,
): Promise<Result<AddressedMail, "link_over" | "stale">> {
  const link = mail.linkId === null ? null : await openSealedToken({ tx, tenantId, seal }, mail.linkId);
  if (mail.linkId !== null && link === null) return refuse("link_over");
  if (isStale(await accountMailUsefulUntil(tx, mail, now), now)) return refuse("stale");
  return ok(
    mail.clientId === null
      ? await toStaff(tx, mail, { link, ...sites })
      : await toClient(tx, { ...mail, clientId: mail.clientId }, sites),
  );
}

/**
 * Until when such a mail is of use: as long as its link opens, looked at once more when that has just ended; without one, as long as news are.
 * Links live by the wall clock and the ledger by the product's, so what is left of a link counts from `now`.
 */
export async function accountMailUsefulUntil(
  tx: Tx,
  { tenantId, linkId, dueAt }: NotificationModel,
  now: Instant,
): Promise<Instant> {
  if (linkId === null) return newsUsefulUntil(fromInstantColumn(dueAt), null);
  const [link] = await tx.$queryRaw<{ leftMs: number }[]>`
    select (extract(epoch from expires_at - now()) * 1000)::float8 as "leftMs"
    from staff_link where tenant_id = ${tenantId}::uuid and id = ${linkId}::uuid`;
  return plus(now, Math.ceil(found(link).leftMs) + 1);
}

async function toStaff(
  tx: Tx,
  { tenantId, kind, staffUserId, linkId, toAddress }: NotificationModel,
  { link, dashboardUrl }: Sites & { readonly link: Link | null },
): Promise<AddressedMail> {
  if (dashboardUrl === null) throw new Error("this process sends no mail to staff");
  const byId = (id: string) => ({ where: { tenantId_id: { tenantId, id } } });
  const person = staffUserId === null ? null : found(await tx.staffUser.findUnique(byId(staffUserId)));
  const content: StaffAccountNotice = {
    template: "staff-account",
    notice: noticeAmong(staffNotices, kind),
    recipientFirstName: person?.displayName.split(" ")[0] ?? "",
    studio: (await senderOf(tx, tenantId)).studio,
    // After the "#", so that no server, log or Referer header ever sees the token.
    actionUrl: `${dashboardUrl}${link === null ? (ownPages[kind] ?? "/account") : `${linkPages[link.kind]}#${link.token}`}`,
  };
  const proves = linkId === null ? null : await tx.staffLink.findUnique(byId(linkId));
  return {
    to: found(toAddress ?? proves?.email ?? person?.email ?? null),
    content: contentFor("email", content),
  };
}

async function toClient(
  tx: Tx,
  { tenantId, kind, clientId, toAddress }: NotificationModel & { readonly clientId: string },
  { bookingUrl }: Sites,
): Promise<AddressedMail> {
  const { givenName } = found(
    await tx.client.findUnique({
      where: { tenantId_id: { tenantId, id: clientId } },
      select: { id: true, givenName: true },
    }),
  );
  const account = found(
    await tx.clientAccount.findUnique({
      where: { tenantId_clientId: { tenantId, clientId } },
      select: { id: true, email: true },
    }),
  );
  const { slug, studio } = await senderOf(tx, tenantId);
  const content: PortalAccountNotice = {
    template: "portal-account",
    notice: noticeAmong(portalNotices, kind),
    clientFirstName: givenName,
    studio,
    accountUrl: `${bookingUrl}/${slug}/portal/account`,
  };
  return { to: toAddress ?? account.email, content: contentFor("email", content) };
}

/** The studio as mail about accounts says who writes, and its address on the booking site. */
export async function senderOf(tx: Tx, tenantId: string) {
  const { name, slug, locale, primaryColor, email, phone } = found(
    await tx.tenant.findUnique({ where: { id: tenantId } }),
  );
  return { slug, studio: { name, locale, brandColor: primaryColor, email, phone } };
}

/** Only the product writes them; another text is a bug. */
function noticeAmong<Notice extends string>(notices: readonly Notice[], kind: string): Notice {
  const notice = notices.find((known) => known === kind);
  if (notice === undefined) throw new Error("the ledger holds an unknown kind of mail");
  return notice;
}

/** Where a mail without a link leads, when it is not about one's own account. */
const ownPages: Readonly<Record<string, string>> = {
  security_alert: "/security",
  password_ended: "/forgot-password",
  clock_rules_changed: "/calendar",
};

/** Where each kind of link leads on the dashboard. */
const linkPages: Readonly<Record<StaffLinkKind, string>> = {
  reset: "/new-password",
  email_change: "/confirm-email",
  invitation: "/invitation",
};
