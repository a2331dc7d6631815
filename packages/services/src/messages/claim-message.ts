import type { NotificationModel } from "@quietroom/db";
import { contentFor } from "@quietroom/domain/messaging";
import { ok, refuse, type Result } from "@quietroom/domain/result";
import { type Instant, minuteMs, plus } from "@quietroom/domain/time";
import { withoutMail } from "../clients/index.ts";
import { defineVerb, type VerbWork } from "../define-verb.ts";
import { fromInstantColumn, toInstantColumn } from "../instant-column.ts";
import type { OutgoingMessage } from "../ports.ts";
import { forgetSealedToken } from "../staff/index.ts";
import { accountMail, type AddressedMail, type Sites } from "./account-mail.ts";
import { decideSending } from "./decide-sending.ts";
import { messageContent } from "./message-content.ts";
import { loadMessageFacts } from "./message-facts.ts";
import { removedMeanwhile } from "./removed-meanwhile.ts";
import { auditedAs, forgetWayIn, lockWayIn, type WayIn, wayInMail } from "./way-in-mail.ts";

export type WhichMessage = {
  readonly notificationId: string;
  /** A way in, or a code for a booking: it may be gone, replaced or used, and its message with it. */
  readonly carries?: "way_in";
};

export type Claim =
  | { readonly kind: "claimed"; readonly message: OutgoingMessage }
  | {
      readonly kind: "settled";
      readonly status: "sent" | "skipped" | "failed";
      readonly reason: string | null;
    }
  | {
      readonly kind: "wait";
      readonly code: "not_due" | "claimed_elsewhere" | "retry_later";
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
 * care to a stopped address (NOTIF-07); what is about somebody's own account goes all the same: they asked for it, or have to know.
 */
export const claimMessage = defineVerb<WhichMessage & Sites, Claim>({
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
    if (!prepared.ok && prepared.refusal === "not_due") {
      return { kind: "wait", code: "not_due", at: fromInstantColumn(notification.dueAt) };
    }
    if (!prepared.ok) {
      await tx.notification.update({
        where: key,
        data: {
          status: "skipped",
          reason: prepared.refusal,
          toAddress: null,
          claimUntil: null,
          nextAttemptAt: null,
        },
      });
      if (linkId !== null) await forgetSealedToken(tx, tenantId, linkId);
      if (wayIn !== null) await forgetWayIn(work, wayIn);
      emit("notification/recorded", { notificationId: id });
      return { kind: "settled", status: "skipped", reason: prepared.refusal };
    }
    // Asked again too early, by a job that was tried again itself: the provider's patience is not this process's to spend.
    if (notification.nextAttemptAt !== null && fromInstantColumn(notification.nextAttemptAt) > now)
      return { kind: "wait", code: "retry_later", at: fromInstantColumn(notification.nextAttemptAt) };
    const { message, as } = prepared.value;
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
    return { kind: "claimed", message: { idempotencyKey: id, tenantId, ...message } };
  },
});

type Work = VerbWork<Sites>;
type Prepared = {
  readonly message: AddressedMail;
  /** What every repeat of the message will say as this one does. */
  readonly as: { readonly overlapStartsAt?: Date | null; readonly overlapEndsAt?: Date | null };
};

async function prepare(
  work: Work,
  notification: NotificationModel,
  wayIn: WayIn | null,
): Promise<Result<Prepared, string>> {
  if (wayIn === null && notification.category !== "account") return await aboutCare(work, notification);
  const mail =
    wayIn === null
      ? await accountMail(work, notification, work.input)
      : await wayInMail(work, wayIn, work.input);
  return mail.ok ? ok({ message: mail.value, as: {} }) : mail;
}

async function aboutCare(
  { tx, now, links, input }: Work,
  notification: NotificationModel,
): Promise<Result<Prepared, string>> {
  const facts = await loadMessageFacts(tx, notification, now);
  const decision = decideSending(notification, facts, now);
  if (!decision.ok) return decision;
  const { overlap, client } = facts;
  if ((await withoutMail(tx, client.tenantId, [client.id])).has(client.id)) return refuse("address_stopped");
  const { bookingUrl } = input;
  const content = messageContent(notification, facts, { links, bookingUrl }, claimedAt(notification, now));
  return ok({
    message: { to: client.email, content: contentFor("email", content) },
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
