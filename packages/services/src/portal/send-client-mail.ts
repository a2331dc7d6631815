import {
  contentFor,
  isStale,
  newsUsefulUntil,
  type PortalAccountNotice,
  portalNotices,
} from "@quietroom/domain/messaging";
import { type Instant, plus } from "@quietroom/domain/time";
import { defineVerb } from "../define-verb.ts";
import { found } from "../errors.ts";
import { judgeAnswer, logOutcome, type SendAnswer, type SendOutcome } from "../messages/index.ts";
import type { OutgoingMessage } from "../ports.ts";
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
  logOutcome(log, "client_mail", { tenantId: context.actor.tenantId, mailId }, outcome);
  return outcome;
}

type Claim = { readonly kind: "claimed"; readonly message: OutgoingMessage } | SendOutcome;

type Waiting = {
  readonly kind: string;
  readonly status: "planned" | "claimed" | "sent" | "failed" | "skipped";
  readonly reason: string | null;
  readonly afterMs: number;
  readonly ageMs: number;
  readonly clientId: string;
};

const claimClientMail = defineVerb<{ readonly mailId: string; readonly bookingUrl: string }, Claim>({
  name: "portal.claim_mail",
  permission: "job:run",
  isolation: "read committed",
  trace: "audited",
  async run({ tx, input, now, tenantId, audit }) {
    const { mailId: id, bookingUrl } = input;
    const [row] = await tx.$queryRaw<Waiting[]>`
      select m.kind, m.status, m.reason,
        coalesce(extract(epoch from m.claim_until - now()) * 1000, 0)::float8 as "afterMs",
        (extract(epoch from now() - m.created_at) * 1000)::float8 as "ageMs",
        a.client_id as "clientId"
      from client_mail m
        join client_account a on a.tenant_id = m.tenant_id and a.id = m.client_account_id
      where m.tenant_id = ${tenantId}::uuid and m.id = ${id}::uuid for update of m`;
    const mail = found(row);
    audit({ action: "send", resource: "client_mail", resourceId: id, clientId: mail.clientId });
    if (mail.status === "sent") return { kind: "sent" };
    if (mail.status === "failed") return { kind: "failed", code: mail.reason ?? "" };
    if (mail.status === "claimed" && mail.afterMs > 0)
      return { kind: "retry", code: "claimed_elsewhere", at: plus(now, Math.ceil(mail.afterMs)) };
    if (mail.status === "skipped") return { kind: "skipped", reason: mail.reason ?? "" };
    if (isStale(usefulUntil(now, mail.ageMs), now)) {
      const stale = { status: "skipped", reason: "stale", claimUntil: null } as const;
      await tx.clientMail.update({
        where: { tenantId_id: { tenantId, id } },
        data: stale,
        select: { id: true },
      });
      return { kind: "skipped", reason: stale.reason };
    }
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
    return {
      kind: "claimed",
      message: { idempotencyKey: id, to: toEmail, content: contentFor("email", content) },
    };
  },
});

const recordClientMail = defineVerb<{ readonly mailId: string; readonly answer: SendAnswer }, SendOutcome>({
  name: "portal.record_mail",
  permission: "job:run",
  isolation: "read committed",
  trace: "audited",
  async run({ tx, input, now, tenantId, audit }) {
    const { mailId: id, answer } = input;
    const [row] = await tx.$queryRaw<{ kind: string; attempts: number; ageMs: number }[]>`
      select kind, attempts, (extract(epoch from now() - created_at) * 1000)::float8 as "ageMs"
      from client_mail where tenant_id = ${tenantId}::uuid and id = ${id}::uuid`;
    const { ageMs, ...mail } = found(row);
    audit({ action: "update", resource: "client_mail", resourceId: id });
    const { outcome, attempts } = judgeAnswer(
      answer,
      { ...mail, dueAt: plus(now, -ageMs), usefulUntil: usefulUntil(now, ageMs) },
      now,
    );
    if (answer.ok) {
      const { providerId } = answer.value;
      await tx.$executeRaw`
        update client_mail set status = 'sent', sent_at = now(), provider_id = ${providerId}, attempts = ${attempts},
          reason = null, claim_until = null
        where tenant_id = ${tenantId}::uuid and id = ${id}::uuid and status <> 'sent'`;
      return { kind: "sent" };
    }
    const status = outcome.kind === "retry" ? "planned" : "failed";
    await tx.clientMail.update({
      where: { tenantId_id: { tenantId, id } },
      data: { status, attempts, reason: answer.refusal.code, claimUntil: null },
      select: { id: true },
    });
    return outcome;
  },
});

/** As long as news are. Its rows are written by the wall clock, and jobs wait by the product's. */
function usefulUntil(now: Instant, ageMs: number): Instant {
  return plus(newsUsefulUntil(now, null), -ageMs);
}

/** Only this feature writes them; another text is a bug. */
function noticeIn(kind: string) {
  const notice = portalNotices.find((known) => known === kind);
  if (notice === undefined) throw new Error("the ledger holds an unknown kind of mail");
  return notice;
}
