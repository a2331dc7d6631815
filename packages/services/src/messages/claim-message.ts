import { contentFor } from "@quietroom/domain/messaging";
import { type Instant, minuteMs, plus } from "@quietroom/domain/time";
import { defineVerb } from "../define-verb.ts";
import { found } from "../errors.ts";
import { fromInstantColumn, toInstantColumn } from "../instant-column.ts";
import type { OutgoingMessage } from "../ports.ts";
import { decideSending } from "./decide-sending.ts";
import { messageContent } from "./message-content.ts";
import { loadMessageFacts } from "./message-facts.ts";

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
 * that is no longer true or no longer useful is skipped with the reason.
 */
export const claimMessage = defineVerb<
  { readonly notificationId: string; readonly bookingUrl: string },
  Claim
>({
  name: "messages.claim",
  permission: "job:run",
  isolation: "read committed",
  trace: "audited",
  async run({ tx, input, now, tenantId, links, audit, emit }) {
    const { notificationId: id, bookingUrl } = input;
    await tx.$queryRaw`select 1 from notification where tenant_id = ${tenantId}::uuid and id = ${id}::uuid for update`;
    const key = { tenantId_id: { tenantId, id } };
    const notification = found(await tx.notification.findUnique({ where: key }));
    const { status, reason, clientId } = notification;
    audit({ action: "read", resource: "notification", resourceId: id, clientId });
    if (status === "sent" || status === "skipped" || status === "failed")
      return { kind: "settled", status, reason };
    if (status === "claimed" && notification.claimUntil !== null) {
      const at = fromInstantColumn(notification.claimUntil);
      if (at > now) return { kind: "wait", code: "claimed_elsewhere", at };
    }

    const facts = await loadMessageFacts(tx, notification, now);
    const decision = decideSending(notification, facts, now);
    if (!decision.ok && decision.refusal === "not_due") {
      return { kind: "wait", code: "not_due", at: fromInstantColumn(notification.dueAt) };
    }
    if (!decision.ok) {
      await tx.notification.update({
        where: key,
        data: { status: "skipped", reason: decision.refusal, claimUntil: null, nextAttemptAt: null },
      });
      emit("notification/recorded", { notificationId: id });
      return { kind: "settled", status: "skipped", reason: decision.refusal };
    }
    // Asked again too early, by a job that was tried again itself: the provider's patience is not this process's to spend.
    if (notification.nextAttemptAt !== null && fromInstantColumn(notification.nextAttemptAt) > now)
      return { kind: "wait", code: "retry_later", at: fromInstantColumn(notification.nextAttemptAt) };
    const claimedAt: Instant =
      notification.claimedAt === null ? now : fromInstantColumn(notification.claimedAt);
    const { overlap } = facts;
    await tx.notification.update({
      where: key,
      data: {
        status: "claimed",
        reason: null,
        claimedAt: toInstantColumn(claimedAt),
        claimUntil: toInstantColumn(plus(now, claimMs)),
        overlapStartsAt: overlap && toInstantColumn(overlap.start),
        overlapEndsAt: overlap && toInstantColumn(overlap.end),
      },
    });
    audit({ action: "send", resource: "notification", resourceId: id, clientId });
    const content = messageContent(notification, facts, { links, bookingUrl }, claimedAt);
    return {
      kind: "claimed",
      message: { idempotencyKey: id, to: facts.client.email, content: contentFor("email", content) },
    };
  },
});
