import type { NotificationModel } from "@quietroom/db";
import { contentFor } from "@quietroom/domain/messaging";
import { ok, refuse, type Result } from "@quietroom/domain/result";
import { type Instant, minuteMs, plus } from "@quietroom/domain/time";
import { withoutMail } from "../clients/index.ts";
import { defineVerb, type VerbWork } from "../define-verb.ts";
import { fromInstantColumn, toInstantColumn } from "../instant-column.ts";
import type { OutgoingMessage } from "../ports.ts";
import { goesToClient } from "../preferences/index.ts";
import { forgetSealedToken } from "../staff/index.ts";
import { accountMail, type AddressedMail, type Sites } from "./account-mail.ts";
import { addressedText, type AddressedText, type Until } from "./addressed-text.ts";
import { decideSending } from "./decide-sending.ts";
import { messageContent } from "./message-content.ts";
import { loadMessageFacts } from "./message-facts.ts";
import { readKind } from "./message-kind.ts";
import { removedMeanwhile } from "./removed-meanwhile.ts";
import { auditedAs, forgetWayIn, lockWayIn, type WayIn, wayInMail } from "./way-in-mail.ts";

export type WhichMessage = {
  readonly notificationId: string;
  /** A way in, or a code for a booking: it may be gone, replaced or used, and its message with it. */
  readonly carries?: "way_in";
};

export type Claim =
  | { readonly kind: "claimed"; readonly mail: OutgoingMessage }
  | { readonly kind: "claimed"; readonly text: OutgoingMessage<"sms">; readonly at: Instant }
  | {
      readonly kind: "settled";
      readonly status: "sent" | "skipped" | "failed";
      readonly reason: string | null;
    }
  | {
      readonly kind: "wait";
      readonly code: "not_due" | "claimed_elsewhere" | "retry_later" | "quiet_hours";
      readonly at: Instant;
    };

/**
 * A claim that nobody followed up is over after this long: whoever made it has died. The provider then gets the same message
 * under the same key, and one message it stays.
 */
const claimMs = minuteMs;

/**
 * Takes one planned message to send it: exactly one caller does. What it is about is read again first (NOTIF-03), and a message
 * that is no longer true or no longer useful is skipped with the reason. So is one that hangs on a removed record (COMP-03), and one about
 * care to a stopped address (NOTIF-07), or by a channel that its recipient does not want it by (NOTIF-08, ec-I16); what is about somebody's own account goes all the same: they asked for it, or have to know.
 */
export const claimMessage = defineVerb<Input, Claim>({
  name: "messages.claim",
  permission: "job:run",
  isolation: "read committed",
  trace: "audited",
  async run(work) {
    const { tx, input, now, tenantId, audit, emit } = work;
    const { notificationId: id } = input;
    const wayIn = input.carries === "way_in" ? await lockWayIn(work, id) : null;
    if (wayIn === undefined) {
      audit({ action: "send", resource: "booking_code", resourceId: id });
      return { kind: "settled", status: "skipped", reason: "over" };
    }
    await tx.$queryRaw`select 1 from notification where tenant_id = ${tenantId}::uuid and id = ${id}::uuid for update`;
    const key = { tenantId_id: { tenantId, id } };
    const notification = await tx.notification.findUnique({ where: key });
    if (notification === null) {
      audit({ action: "read", resource: "notification", resourceId: id });
      return { kind: "settled", status: "skipped", reason: await removedMeanwhile(work, id) };
    }
    const { status, reason, clientId, staffUserId, linkId } = notification;
    const about =
      wayIn === null
        ? ({ resource: "notification", resourceId: id, clientId } as const)
        : { resource: auditedAs(wayIn), resourceId: id, clientId: wayIn.clientId };
    audit({ action: wayIn === null ? "read" : "send", ...about });
    if (status === "sent" || status === "skipped" || status === "failed")
      return { kind: "settled", status, reason };
    if (status === "claimed" && notification.claimUntil !== null) {
      const at = fromInstantColumn(notification.claimUntil);
      if (at > now) return { kind: "wait", code: "claimed_elsewhere", at };
    }

    const prepared = await prepare(work, notification, wayIn);
    if (!prepared.ok) {
      const { refusal } = prepared;
      if (typeof refusal === "object") {
        // It is not late until then.
        await tx.notification.update({ where: key, data: { dueAt: toInstantColumn(refusal.until) } });
        return { kind: "wait", code: "quiet_hours", at: refusal.until };
      }
      if (refusal === "not_due")
        return { kind: "wait", code: "not_due", at: fromInstantColumn(notification.dueAt) };
      await tx.notification.update({
        where: key,
        data: { status: "skipped", reason: refusal, toAddress: null, claimUntil: null, nextAttemptAt: null },
      });
      if (linkId !== null) await forgetSealedToken(tx, tenantId, linkId);
      if (wayIn !== null) await forgetWayIn(work, wayIn);
      emit("notification/recorded", { notificationId: id });
      return { kind: "settled", status: "skipped", reason: refusal };
    }
    // Asked again too early, by a job that was tried again itself: the provider's patience is not this process's to spend.
    if (notification.nextAttemptAt !== null && fromInstantColumn(notification.nextAttemptAt) > now)
      return { kind: "wait", code: "retry_later", at: fromInstantColumn(notification.nextAttemptAt) };
    const { as, ...ready } = prepared.value;
    await tx.notification.update({
      where: key,
      data: {
        ...as,
        status: "claimed",
        reason: null,
        claimedAt: toInstantColumn(claimedAt(notification, now)),
        claimUntil: toInstantColumn(plus(now, claimMs)),
      },
    });
    if (wayIn === null)
      audit({ action: "send", ...about, detail: staffUserId === null ? {} : { staffUserId } });
    const which = { idempotencyKey: id, tenantId };
    if ("mail" in ready) return { kind: "claimed", mail: { ...which, ...ready.mail } };
    const since = notification.claimedAt;
    const again = since === null ? {} : { triedSince: fromInstantColumn(since) };
    return { kind: "claimed", text: { ...which, ...again, ...ready.text }, at: now };
  },
});

type Input = WhichMessage & Sites & { readonly texts: "on" | "off" };
type Work = VerbWork<Input>;
type Prepared = ({ readonly mail: AddressedMail } | { readonly text: AddressedText }) & {
  /** What every repeat of the message will say as this one does. */
  readonly as: { readonly overlapStartsAt?: Date | null; readonly overlapEndsAt?: Date | null };
};

async function prepare(
  work: Work,
  notification: NotificationModel,
  wayIn: WayIn | null,
): Promise<Result<Prepared, string | Until>> {
  if (wayIn === null && notification.category !== "account") return await aboutCare(work, notification);
  const mail =
    wayIn === null
      ? await accountMail(work, notification, work.input)
      : await wayInMail(work, wayIn, work.input);
  return mail.ok ? ok({ mail: mail.value, as: {} }) : mail;
}

async function aboutCare(
  work: Work,
  notification: NotificationModel,
): Promise<Result<Prepared, string | Until>> {
  const { tx, now, links, input } = work;
  const facts = await loadMessageFacts(tx, notification, now);
  const decision = decideSending(notification, facts, now);
  if (!decision.ok) return decision;
  const { overlap, client } = facts;
  const byText = notification.channel === "sms";
  if (byText && input.texts === "off") return refuse("texts_off");
  const whom = { tenantId: client.tenantId, clientId: client.id } as const;
  const message = readKind(notification.kind);
  const wanted = await goesToClient(tx, { ...whom, message, channel: byText ? "sms" : "email" }, now);
  if (!wanted.ok) return wanted;
  if (!byText && (await withoutMail(tx, client.tenantId, [client.id])).has(client.id))
    return refuse("address_stopped");
  const { bookingUrl } = input;
  const content = messageContent(notification, facts, { links, bookingUrl }, claimedAt(notification, now));
  if (byText) {
    const text = await addressedText(work, client, content);
    return text.ok ? ok({ text: text.value, as: {} }) : text;
  }
  return ok({
    mail: { to: client.email, content: contentFor("email", content) },
    as: {
      overlapStartsAt: overlap && toInstantColumn(overlap.start),
      overlapEndsAt: overlap && toInstantColumn(overlap.end),
    },
  });
}

/** When sending began: however often it is tried. */
function claimedAt({ claimedAt: first }: NotificationModel, now: Instant): Instant {
  return first === null ? now : fromInstantColumn(first);
}
