import { type PortalAccountNotice, portalNotices } from "@quietroom/domain/messaging";
import type { Result } from "@quietroom/domain/result";
import { deliveryRetryMin } from "@quietroom/domain/scheduling";
import { minuteMs } from "@quietroom/domain/time";
import { defineVerb } from "../define-verb.ts";
import { found } from "../errors.ts";
import type { SendOutcome } from "../messages/index.ts";
import type { OutgoingMessage, SendRefusal } from "../ports.ts";
import type { VerbContext } from "../runtime.ts";

/**
 * Sends one mail about a client's account: claimed in one transaction, handed to the provider outside any, recorded in another. Safe to
 * call again at any time; the provider knows the mail by its id. Throws only when the database or the sender itself is broken.
 */
export async function sendClientMail(
  context: VerbContext,
  { mailId }: { readonly mailId: string },
): Promise<SendOutcome> {
  const { sender, bookingUrl, log } = context.runtime;
  if (sender === null) throw new Error("this process has no sender");
  const claim = await claimClientMail(context, { mailId, bookingUrl });
  if (claim.kind !== "claimed") return claim;
  const outcome = await recordClientMail(context, { mailId, answer: await sender.send(claim.message) });
  const about = { tenantId: context.actor.tenantId, mailId };
  if (outcome.kind === "sent") log.info("client_mail_sent", about);
  if (outcome.kind === "failed") log.error("client_mail_failed", { ...about, code: outcome.code });
  return outcome;
}

type Claim = { readonly kind: "claimed"; readonly message: OutgoingMessage } | SendOutcome;

type Waiting = {
  readonly kind: string;
  readonly status: "planned" | "claimed" | "sent" | "failed" | "skipped";
  readonly reason: string | null;
  readonly afterMs: number;
  readonly clientId: string;
};

const claimClientMail = defineVerb<{ readonly mailId: string; readonly bookingUrl: string }, Claim>({
  name: "portal.claim_mail",
  permission: "job:run",
  isolation: "read committed",
  trace: "audited",
  async run({ tx, input, tenantId, audit }) {
    const { mailId: id, bookingUrl } = input;
    const [row] = await tx.$queryRaw<Waiting[]>`
      select m.kind, m.status, m.reason,
        coalesce(extract(epoch from m.claim_until - now()) * 1000, 0)::float8 as "afterMs",
        a.client_id as "clientId"
      from client_mail m
        join client_account a on a.tenant_id = m.tenant_id and a.id = m.client_account_id
      where m.tenant_id = ${tenantId}::uuid and m.id = ${id}::uuid for update of m`;
    const mail = found(row);
    audit({ action: "send", resource: "client_mail", resourceId: id, clientId: mail.clientId });
    if (mail.status === "sent") return { kind: "sent" };
    if (mail.status === "failed") return { kind: "failed", code: mail.reason ?? "" };
    if (mail.status === "claimed" && mail.afterMs > 0)
      return { kind: "retry", code: "claimed_elsewhere", afterMs: Math.ceil(mail.afterMs) };
    await tx.$executeRaw`
      update client_mail set status = 'claimed', claim_until = now() + interval '1 minute'
      where tenant_id = ${tenantId}::uuid and id = ${id}::uuid`;
    const byId = (of: string) => ({ where: { tenantId_id: { tenantId, id: of } } });
    const { toEmail } = found(
      await tx.clientMail.findUnique({ ...byId(id), select: { id: true, toEmail: true } }),
    );
    const { givenName } = found(
      await tx.client.findUnique({ ...byId(mail.clientId), select: { id: true, givenName: true } }),
    );
    const { name, slug, locale, primaryColor, email, phone } = found(
      await tx.tenant.findUnique({ where: { id: tenantId } }),
    );
    const content: PortalAccountNotice = {
      template: "portal-account",
      notice: noticeIn(mail.kind),
      clientFirstName: givenName,
      studio: { name, locale, brandColor: primaryColor, email, phone },
      accountUrl: `${bookingUrl}/${slug}/portal/account`,
    };
    return { kind: "claimed", message: { idempotencyKey: id, to: toEmail, content } };
  },
});

const recordClientMail = defineVerb<
  { readonly mailId: string; readonly answer: Result<{ readonly providerId: string }, SendRefusal> },
  SendOutcome
>({
  name: "portal.record_mail",
  permission: "job:run",
  isolation: "read committed",
  trace: "audited",
  async run({ tx, input, tenantId, audit }) {
    const { mailId: id, answer } = input;
    const key = { where: { tenantId_id: { tenantId, id } } };
    const { attempts: before } = found(await tx.clientMail.findUnique(key));
    const attempts = before + 1;
    audit({ action: "update", resource: "client_mail", resourceId: id });
    if (answer.ok) {
      const { providerId } = answer.value;
      await tx.$executeRaw`
        update client_mail set status = 'sent', sent_at = now(), provider_id = ${providerId}, attempts = ${attempts},
          reason = null, claim_until = null
        where tenant_id = ${tenantId}::uuid and id = ${id}::uuid and status <> 'sent'`;
      return { kind: "sent" };
    }
    const { code, retryable } = answer.refusal;
    const retryMin = retryable ? deliveryRetryMin(attempts) : null;
    const status = retryMin === null ? "failed" : "planned";
    await tx.clientMail.update({ ...key, data: { status, attempts, reason: code, claimUntil: null } });
    return retryMin === null
      ? { kind: "failed", code }
      : { kind: "retry", code, afterMs: retryMin * minuteMs };
  },
});

/** Only this feature writes them; another text is a bug. */
function noticeIn(kind: string) {
  const notice = portalNotices.find((known) => known === kind);
  if (notice === undefined) throw new Error("the ledger holds an unknown kind of mail");
  return notice;
}
