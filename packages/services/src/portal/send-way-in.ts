import { bookingCodeMs, wayInLinkMs } from "@quietroom/domain/access";
import { type BookingCode, contentFor, type PortalWayIn } from "@quietroom/domain/messaging";
import { plus } from "@quietroom/domain/time";
import { defineVerb } from "../define-verb.ts";
import { found } from "../errors.ts";
import { judgeAnswer, logOutcome, type SendAnswer, type SendOutcome } from "../messages/index.ts";
import type { OutgoingMessage } from "../ports.ts";
import type { VerbContext } from "../runtime.ts";
import { sealedFor } from "../way-in-secrets.ts";

/**
 * Mails one way in, or one code for a booking: claimed in one transaction, handed to the provider outside any, recorded in another. Safe to
 * call again at any time; the provider knows the mail by its id. What fitted nobody, was used, replaced or is over is not sent. Link and
 * code are unsealed here for the mail alone, and are gone from the row once it has left; so is the address that a code for a booking went to.
 */
export async function sendWayIn(
  context: VerbContext,
  { wayInId }: { readonly wayInId: string },
): Promise<SendOutcome> {
  const { sender, bookingUrl, log } = context.runtime;
  if (sender === null) throw new Error("this process has no sender");
  const claim = await claimWayIn(context, { wayInId, bookingUrl });
  if (claim.kind !== "claimed") return claim;
  const outcome = await recordWayIn(context, { wayInId, answer: await sender.send(claim.message) });
  logOutcome(log, "way_in", { tenantId: context.actor.tenantId, wayInId }, outcome);
  return outcome;
}

type Claim = { readonly kind: "claimed"; readonly message: OutgoingMessage } | SendOutcome;

const claimWayIn = defineVerb<{ readonly wayInId: string; readonly bookingUrl: string }, Claim>({
  name: "portal.claim_way_in",
  permission: "job:run",
  isolation: "read committed",
  trace: "audited",
  async run({ tx, input, now, tenantId, seal, audit }) {
    const { wayInId: id, bookingUrl } = input;
    const [row] = await tx.$queryRaw<Waiting[]>`
      select w.status, w.reason, w.sealed_secrets as "sealedSecrets", w.hold_id as "holdId",
        w.used_at is not null or w.created_at <= now()
          - case when w.hold_id is null then ${`${wayInLinkMs} ms`}::interval else ${`${bookingCodeMs} ms`}::interval end as over,
        coalesce(extract(epoch from w.claim_until - now()) * 1000, 0)::float8 as "afterMs",
        a.client_id as "clientId"
      from client_way_in w
        left join client_account a on a.tenant_id = w.tenant_id and a.id = w.client_account_id
      where w.tenant_id = ${tenantId}::uuid and w.id = ${id}::uuid for update of w`;
    const { status, reason, sealedSecrets, over, afterMs, clientId, holdId } = row ?? gone;
    audit({ action: "send", resource: resourceOf(row), resourceId: id, clientId });
    if (status === "sent") return { kind: "sent" };
    if (status === "failed") return { kind: "failed", code: reason ?? "" };
    if (status === "skipped") return { kind: "skipped", reason: reason ?? "" };
    if (clientId === null && holdId === null) return { kind: "skipped", reason: "nobody" };
    if (over || sealedSecrets === null) {
      await tx.$executeRaw`
        update client_way_in set status = 'skipped', reason = 'over', sealed_secrets = null, claim_until = null,
          to_email = case when hold_id is null then to_email end
        where tenant_id = ${tenantId}::uuid and id = ${id}::uuid`;
      return { kind: "skipped", reason: "over" };
    }
    if (status === "claimed" && afterMs > 0)
      return { kind: "retry", code: "claimed_elsewhere", at: plus(now, Math.ceil(afterMs)) };
    await tx.$executeRaw`
      update client_way_in set status = 'claimed', claim_until = now() + interval '1 minute'
      where tenant_id = ${tenantId}::uuid and id = ${id}::uuid`;
    const { name, slug, locale, primaryColor, email, phone } = found(
      await tx.tenant.findUnique({ where: { id: tenantId } }),
    );
    const byId = (of: string) => ({ where: { tenantId_id: { tenantId, id: of } } });
    const { toEmail } = found(
      await tx.clientWayIn.findUnique({ ...byId(id), select: { id: true, toEmail: true } }),
    );
    const { link, code } = secretsIn(seal.open(sealedSecrets, sealedFor(tenantId, id)));
    const studio = { name, locale, brandColor: primaryColor, email, phone };
    const content: PortalWayIn | BookingCode =
      clientId === null
        ? { template: "booking-code", studio, code }
        : {
            template: "portal-way-in",
            clientFirstName: found(
              await tx.client.findUnique({ ...byId(clientId), select: { id: true, givenName: true } }),
            ).givenName,
            studio,
            code,
            wayInUrl: `${bookingUrl}/${slug}/portal/way-in/${found(link)}`,
          };
    return {
      kind: "claimed",
      message: { idempotencyKey: id, to: found(toEmail), content: contentFor("email", content) },
    };
  },
});

type Waiting = {
  readonly status: "planned" | "claimed" | "sent" | "failed" | "skipped";
  readonly reason: string | null;
  readonly sealedSecrets: string | null;
  readonly over: boolean;
  readonly afterMs: number;
  readonly clientId: string | null;
  /** What a code for a booking is for; null for the way in to the portal. */
  readonly holdId: string | null;
};

const gone: Waiting = {
  status: "skipped",
  reason: "over",
  sealedSecrets: null,
  over: true,
  afterMs: 0,
  clientId: null,
  holdId: null,
};

/** As what it is in the audit. One that is gone was a code: those go with their hold, once it has booked, and when another one is asked for. */
function resourceOf(row: Pick<Waiting, "holdId"> | undefined): "client_way_in" | "booking_code" {
  return row?.holdId === null ? "client_way_in" : "booking_code";
}

const recordWayIn = defineVerb<{ readonly wayInId: string; readonly answer: SendAnswer }, SendOutcome>({
  name: "portal.record_way_in",
  permission: "job:run",
  isolation: "read committed",
  trace: "audited",
  async run({ tx, input, now, tenantId, audit }) {
    const { wayInId: id, answer } = input;
    const [row] = await tx.$queryRaw<{ attempts: number; ageMs: number; holdId: string | null }[]>`
      select attempts, (extract(epoch from now() - created_at) * 1000)::float8 as "ageMs", hold_id as "holdId"
      from client_way_in where tenant_id = ${tenantId}::uuid and id = ${id}::uuid for update`;
    audit({ action: "update", resource: resourceOf(row), resourceId: id });
    // Replaced or used while its mail was on the way.
    if (row === undefined) return answer.ok ? { kind: "sent" } : { kind: "skipped", reason: "over" };
    const { ageMs, attempts: before } = row;
    const forHold = row.holdId !== null;
    const dueAt = plus(now, -ageMs);
    // What has just ended is written off, with its secrets.
    const usefulUntil = plus(dueAt, (forHold ? bookingCodeMs : wayInLinkMs) + 1);
    const { outcome, attempts } = judgeAnswer(
      answer,
      { kind: "way_in", attempts: before, dueAt, usefulUntil },
      now,
    );
    if (answer.ok) {
      const { providerId } = answer.value;
      await tx.$executeRaw`
        update client_way_in set status = 'sent', sent_at = now(), provider_id = ${providerId}, attempts = ${attempts},
          reason = null, claim_until = null, sealed_secrets = null, to_email = case when hold_id is null then to_email end
        where tenant_id = ${tenantId}::uuid and id = ${id}::uuid and status <> 'sent'`;
      return { kind: "sent" };
    }
    const emptied = forHold ? { sealedSecrets: null, toEmail: null } : { sealedSecrets: null };
    const failed = outcome.kind === "retry" ? null : ({ status: "failed", ...emptied } as const);
    await tx.clientWayIn.update({
      where: { tenantId_id: { tenantId, id } },
      data: { status: "planned", attempts, reason: answer.refusal.code, claimUntil: null, ...failed },
      select: { id: true },
    });
    return outcome;
  },
});

/** Sealed by `askWayIn` with a link and by `keepBookingCode` without, in this shape; anything else is a bug. */
function secretsIn(text: string): { readonly link: string | null; readonly code: string } {
  const read: unknown = JSON.parse(text);
  if (typeof read === "object" && read !== null && "code" in read)
    return { link: "link" in read ? String(read.link) : null, code: String(read.code) };
  throw new Error("the sealed secrets of a way in hold no code");
}
