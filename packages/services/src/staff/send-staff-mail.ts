import { type StaffAccountNotice, staffNotices } from "@quietroom/domain/messaging";
import type { Result } from "@quietroom/domain/result";
import { deliveryRetryMin } from "@quietroom/domain/scheduling";
import { minuteMs } from "@quietroom/domain/time";
import { defineVerb } from "../define-verb.ts";
import { found } from "../errors.ts";
import type { SendOutcome } from "../messages/index.ts";
import type { OutgoingMessage, SendRefusal } from "../ports.ts";
import type { VerbContext } from "../runtime.ts";
import { forgetSealedToken, openSealedToken, type StaffLinkKind } from "./staff-link.ts";

/**
 * Sends one mail about an account: claimed in one transaction, handed to the provider outside any, recorded in another. Safe to call
 * again at any time; the provider knows the mail by its id. Throws only when the database or the sender itself is broken.
 */
export async function sendStaffMail(
  context: VerbContext,
  { mailId }: { readonly mailId: string },
): Promise<SendOutcome> {
  const { sender, dashboardUrl, log } = context.runtime;
  if (sender === null || dashboardUrl === null) throw new Error("this process sends no mail to staff");
  const claim = await claimStaffMail(context, { mailId, dashboardUrl });
  if (claim.kind !== "claimed") return claim;
  const outcome = await recordStaffMail(context, { mailId, answer: await sender.send(claim.message) });
  const about = { tenantId: context.actor.tenantId, mailId };
  if (outcome.kind === "sent") log.info("staff_mail_sent", about);
  if (outcome.kind === "failed") log.error("staff_mail_failed", { ...about, code: outcome.code });
  return outcome;
}

type Claim = { readonly kind: "claimed"; readonly message: OutgoingMessage } | SendOutcome;

const claimStaffMail = defineVerb<{ readonly mailId: string; readonly dashboardUrl: string }, Claim>({
  name: "staff.claim_mail",
  permission: "job:run",
  isolation: "read committed",
  trace: "audited",
  async run({ tx, input, tenantId, seal, audit }) {
    const { mailId: id, dashboardUrl } = input;
    const [waiting] = await tx.$queryRaw<{ afterMs: number }[]>`
      select coalesce(extract(epoch from claim_until - now()) * 1000, 0)::float8 as "afterMs" from staff_mail
      where tenant_id = ${tenantId}::uuid and id = ${id}::uuid for update`;
    const mail = found(await tx.staffMail.findUnique({ where: { tenantId_id: { tenantId, id } } }));
    const { staffUserId, linkId } = mail;
    audit({ action: "send", resource: "staff_mail", resourceId: id, detail: { staffUserId } });
    if (mail.status === "sent") return { kind: "sent" };
    if (mail.status === "failed") return { kind: "failed", code: mail.reason ?? "" };
    const afterMs = Math.ceil(found(waiting).afterMs);
    if (mail.status === "claimed" && afterMs > 0)
      return { kind: "retry", code: "claimed_elsewhere", afterMs };
    const link = linkId === null ? null : await openSealedToken({ tx, tenantId, seal }, linkId);
    if (linkId !== null && link === null) {
      const over = { status: "failed", reason: "link_over", claimUntil: null } as const;
      await tx.staffMail.update({ where: { tenantId_id: { tenantId, id } }, data: over });
      return { kind: "failed", code: over.reason };
    }
    await tx.$executeRaw`
      update staff_mail set status = 'claimed', claim_until = now() + interval '1 minute'
      where tenant_id = ${tenantId}::uuid and id = ${id}::uuid`;
    const person =
      staffUserId === null
        ? null
        : found(await tx.staffUser.findUnique({ where: { tenantId_id: { tenantId, id: staffUserId } } }));
    const { name, locale, primaryColor, email, phone } = found(
      await tx.tenant.findUnique({ where: { id: tenantId } }),
    );
    const content: StaffAccountNotice = {
      template: "staff-account",
      notice: noticeIn(mail.kind),
      recipientFirstName: person?.displayName.split(" ")[0] ?? "",
      studio: { name, locale, brandColor: primaryColor, email, phone },
      // After the "#", so that no server, log or Referer header ever sees the token.
      actionUrl: `${dashboardUrl}${link === null ? (ownPages[mail.kind] ?? "/account") : `${linkPages[link.kind]}#${link.token}`}`,
    };
    return { kind: "claimed", message: { idempotencyKey: id, to: mail.toEmail, content } };
  },
});

const recordStaffMail = defineVerb<
  { readonly mailId: string; readonly answer: Result<{ readonly providerId: string }, SendRefusal> },
  SendOutcome
>({
  name: "staff.record_mail",
  permission: "job:run",
  isolation: "read committed",
  trace: "audited",
  async run({ tx, input, tenantId, audit }) {
    const { mailId: id, answer } = input;
    const key = { where: { tenantId_id: { tenantId, id } } };
    const { attempts: before, linkId } = found(await tx.staffMail.findUnique(key));
    const attempts = before + 1;
    audit({ action: "update", resource: "staff_mail", resourceId: id });
    const over = answer.ok || !answer.refusal.retryable || deliveryRetryMin(attempts) === null;
    if (over && linkId !== null) await forgetSealedToken(tx, tenantId, linkId);
    if (answer.ok) {
      const { providerId } = answer.value;
      await tx.$executeRaw`
        update staff_mail set status = 'sent', sent_at = now(), provider_id = ${providerId}, attempts = ${attempts},
          reason = null, claim_until = null
        where tenant_id = ${tenantId}::uuid and id = ${id}::uuid and status <> 'sent'`;
      return { kind: "sent" };
    }
    const { code, retryable } = answer.refusal;
    const retryMin = retryable ? deliveryRetryMin(attempts) : null;
    const status = retryMin === null ? "failed" : "planned";
    await tx.staffMail.update({ ...key, data: { status, attempts, reason: code, claimUntil: null } });
    return retryMin === null
      ? { kind: "failed", code }
      : { kind: "retry", code, afterMs: retryMin * minuteMs };
  },
});

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

/** Only this feature writes them; another text is a bug. */
function noticeIn(kind: string) {
  const notice = staffNotices.find((known) => known === kind);
  if (notice === undefined) throw new Error("the ledger holds an unknown kind of mail");
  return notice;
}
