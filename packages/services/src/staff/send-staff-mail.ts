import {
  contentFor,
  isStale,
  newsUsefulUntil,
  type StaffAccountNotice,
  staffNotices,
} from "@quietroom/domain/messaging";
import { type Instant, plus } from "@quietroom/domain/time";
import { defineVerb } from "../define-verb.ts";
import { found } from "../errors.ts";
import { judgeAnswer, logOutcome, type SendAnswer, type SendOutcome } from "../messages/index.ts";
import type { OutgoingMessage } from "../ports.ts";
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
  logOutcome(log, "staff_mail", { tenantId: context.actor.tenantId, mailId }, outcome);
  return outcome;
}

type Claim = { readonly kind: "claimed"; readonly message: OutgoingMessage } | SendOutcome;

const claimStaffMail = defineVerb<{ readonly mailId: string; readonly dashboardUrl: string }, Claim>({
  name: "staff.claim_mail",
  permission: "job:run",
  isolation: "read committed",
  trace: "audited",
  async run({ tx, input, now, tenantId, seal, audit }) {
    const { mailId: id, dashboardUrl } = input;
    const [waiting] = await tx.$queryRaw<{ afterMs: number; ageMs: number }[]>`
      select coalesce(extract(epoch from claim_until - now()) * 1000, 0)::float8 as "afterMs",
        (extract(epoch from now() - created_at) * 1000)::float8 as "ageMs"
      from staff_mail where tenant_id = ${tenantId}::uuid and id = ${id}::uuid for update`;
    const mail = found(await tx.staffMail.findUnique({ where: { tenantId_id: { tenantId, id } } }));
    const { staffUserId, linkId } = mail;
    audit({ action: "send", resource: "staff_mail", resourceId: id, detail: { staffUserId } });
    if (mail.status === "sent") return { kind: "sent" };
    if (mail.status === "failed") return { kind: "failed", code: mail.reason ?? "" };
    if (mail.status === "skipped") return { kind: "skipped", reason: mail.reason ?? "" };
    const { afterMs, ageMs } = found(waiting);
    if (mail.status === "claimed" && afterMs > 0)
      return { kind: "retry", code: "claimed_elsewhere", at: plus(now, Math.ceil(afterMs)) };
    const link = linkId === null ? null : await openSealedToken({ tx, tenantId, seal }, linkId);
    if (linkId !== null && link === null) {
      const over = { status: "failed", reason: "link_over", claimUntil: null } as const;
      await tx.staffMail.update({ where: { tenantId_id: { tenantId, id } }, data: over });
      await forgetSealedToken(tx, tenantId, found(linkId));
      return { kind: "failed", code: over.reason };
    }
    if (isStale(usefulUntil({ now, ageMs }), now)) {
      const stale = { status: "skipped", reason: "stale", claimUntil: null } as const;
      await tx.staffMail.update({ where: { tenantId_id: { tenantId, id } }, data: stale });
      return { kind: "skipped", reason: stale.reason };
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
    return {
      kind: "claimed",
      message: { idempotencyKey: id, to: mail.toEmail, content: contentFor("email", content) },
    };
  },
});

const recordStaffMail = defineVerb<{ readonly mailId: string; readonly answer: SendAnswer }, SendOutcome>({
  name: "staff.record_mail",
  permission: "job:run",
  isolation: "read committed",
  trace: "audited",
  async run({ tx, input, now, tenantId, audit }) {
    const { mailId: id, answer } = input;
    const [row] = await tx.$queryRaw<Written[]>`
      select m.kind, m.attempts, m.link_id as "linkId",
        (extract(epoch from now() - m.created_at) * 1000)::float8 as "ageMs",
        (extract(epoch from l.expires_at - now()) * 1000)::float8 as "linkMs"
      from staff_mail m left join staff_link l on l.tenant_id = m.tenant_id and l.id = m.link_id
      where m.tenant_id = ${tenantId}::uuid and m.id = ${id}::uuid`;
    const mail = found(row);
    audit({ action: "update", resource: "staff_mail", resourceId: id });
    const { outcome, attempts } = judgeAnswer(
      answer,
      {
        kind: mail.linkId === null ? mail.kind : "way_in",
        attempts: mail.attempts,
        dueAt: plus(now, -mail.ageMs),
        // Looked at once more when the link has just ended, never before.
        usefulUntil:
          mail.linkMs === null ? usefulUntil({ now, ageMs: mail.ageMs }) : plus(now, mail.linkMs + 1),
      },
      now,
    );
    if (outcome.kind !== "retry" && mail.linkId !== null) await forgetSealedToken(tx, tenantId, mail.linkId);
    if (answer.ok) {
      const { providerId } = answer.value;
      await tx.$executeRaw`
        update staff_mail set status = 'sent', sent_at = now(), provider_id = ${providerId}, attempts = ${attempts},
          reason = null, claim_until = null
        where tenant_id = ${tenantId}::uuid and id = ${id}::uuid and status <> 'sent'`;
      return { kind: "sent" };
    }
    const status = outcome.kind === "retry" ? "planned" : "failed";
    await tx.staffMail.update({
      where: { tenantId_id: { tenantId, id } },
      data: { status, attempts, reason: answer.refusal.code, claimUntil: null },
    });
    return outcome;
  },
});

type Written = {
  readonly kind: string;
  readonly attempts: number;
  readonly linkId: string | null;
  readonly ageMs: number;
  /** How long its link still opens; null where it has none. */
  readonly linkMs: number | null;
};

/** News of an account without a link: as old news are. Its rows are written by the wall clock, and jobs wait by the product's. */
function usefulUntil({ now, ageMs }: { readonly now: Instant; readonly ageMs: number }): Instant {
  return plus(newsUsefulUntil(now, null), -ageMs);
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

/** Only this feature writes them; another text is a bug. */
function noticeIn(kind: string) {
  const notice = staffNotices.find((known) => known === kind);
  if (notice === undefined) throw new Error("the ledger holds an unknown kind of mail");
  return notice;
}
