import type { Result } from "@quietroom/domain/result";
import { deliveryRetryMin } from "@quietroom/domain/scheduling";
import { minuteMs } from "@quietroom/domain/time";
import { defineVerb } from "../define-verb.ts";
import { found } from "../errors.ts";
import { toInstantColumn } from "../instant-column.ts";
import type { SendRefusal } from "../ports.ts";

export type SendOutcome =
  | { readonly kind: "sent" }
  | { readonly kind: "skipped"; readonly reason: string }
  | { readonly kind: "failed"; readonly code: string }
  /** Not now; call again then. */
  | { readonly kind: "retry"; readonly code: string; readonly afterMs: number };

/**
 * Writes what the provider answered into the ledger. A failure that may pass is planned again after 1, 5 and 15 minutes, then
 * given up (NOTIF-06). A message that somebody else has settled meanwhile stays as it is.
 */
export const recordSend = defineVerb<
  { readonly notificationId: string; readonly answer: Result<{ readonly providerId: string }, SendRefusal> },
  SendOutcome
>({
  name: "messages.record_send",
  permission: "job:run",
  isolation: "read committed",
  trace: "audited",
  async run({ tx, input, now, tenantId, audit, emit }) {
    const { notificationId: id, answer } = input;
    await tx.$queryRaw`select 1 from notification where tenant_id = ${tenantId}::uuid and id = ${id}::uuid for update`;
    const key = { tenantId_id: { tenantId, id } };
    const notification = found(await tx.notification.findUnique({ where: key }));
    audit({ action: "update", resource: "notification", resourceId: id, clientId: notification.clientId });
    if (notification.status === "sent") return { kind: "sent" };
    if (notification.status === "skipped") return { kind: "skipped", reason: notification.reason ?? "" };

    const attempts = notification.attempts + 1;
    emit("notification/recorded", { notificationId: id });
    if (answer.ok) {
      const { providerId } = answer.value;
      const data = {
        status: "sent",
        sentAt: toInstantColumn(now),
        providerId,
        attempts,
        reason: null,
        claimUntil: null,
      } as const;
      await tx.notification.update({ where: key, data });
      return { kind: "sent" };
    }
    const { code, retryable } = answer.refusal;
    const retryMin = retryable ? deliveryRetryMin(attempts) : null;
    const status = retryMin === null ? "failed" : "planned";
    await tx.notification.update({ where: key, data: { status, attempts, reason: code, claimUntil: null } });
    return retryMin === null
      ? { kind: "failed", code }
      : { kind: "retry", code, afterMs: retryMin * minuteMs };
  },
});
