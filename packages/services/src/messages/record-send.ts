import type { Instant } from "@quietroom/domain/time";
import { defineVerb, type VerbWork } from "../define-verb.ts";
import { fromInstantColumn, toInstantColumn } from "../instant-column.ts";
import { forgetSealedToken } from "../staff/index.ts";
import { accountMailUsefulUntil } from "./account-mail.ts";
import type { WhichMessage } from "./claim-message.ts";
import { auditedAs, forgetWayIn, lockWayIn, wayInUsefulUntil } from "./way-in-mail.ts";
import { stopNumber } from "./stop-number.ts";
import { judgeAnswer, type SendAnswer, type SendOutcome } from "./judge-answer.ts";
import { removedMeanwhile } from "./removed-meanwhile.ts";

type Sent = WhichMessage & {
  readonly answer: SendAnswer;
  /** Of a text: the number that it went to, in E.164, and when it was claimed. Null for mail. */
  readonly texted: { readonly to: string; readonly at: Instant } | null;
};

/** Writes what the provider answered into the ledger. A message that somebody else has settled meanwhile stays as it is, and so does one whose client's record was removed (COMP-03). */
export const recordSend = defineVerb<Sent, SendOutcome>({
  name: "messages.record_send",
  permission: "job:run",
  isolation: "read committed",
  trace: "audited",
  async run(work) {
    const { tx, input, now, tenantId, audit, emit } = work;
    const { notificationId: id, answer, carries } = input;
    const wayIn = carries === "way_in" ? await lockWayIn(work, id) : null;
    // Replaced or used while its mail was on the way.
    if (wayIn === undefined) {
      audit({ action: "update", resource: "booking_code", resourceId: id });
      return answer.ok ? { kind: "sent" } : { kind: "skipped", reason: "over" };
    }
    await tx.$queryRaw`select 1 from notification where tenant_id = ${tenantId}::uuid and id = ${id}::uuid for update`;
    const key = { tenantId_id: { tenantId, id } };
    const notification = await tx.notification.findUnique({ where: key });
    if (notification === null) {
      audit({ action: "update", resource: "notification", resourceId: id });
      return { kind: "skipped", reason: await removedMeanwhile({ tx, tenantId }, id) };
    }
    const { kind, clientId, dueAt, usefulUntil, category, linkId } = notification;
    audit(
      wayIn === null
        ? { action: "update", resource: "notification", resourceId: id, clientId }
        : { action: "update", resource: auditedAs(wayIn), resourceId: id },
    );
    if (notification.status === "sent") return { kind: "sent" };
    if (notification.status === "skipped") return { kind: "skipped", reason: notification.reason ?? "" };

    emit("notification/recorded", { notificationId: id });
    if (!answer.ok && answer.refusal.code === "stopped") return await stopped(work, key);
    const { outcome, attempts } = judgeAnswer(
      answer,
      {
        kind: linkId === null && wayIn === null ? kind : "way_in",
        attempts: notification.attempts,
        dueAt: fromInstantColumn(dueAt),
        usefulUntil:
          wayIn !== null
            ? wayInUsefulUntil(wayIn, now)
            : category === "account"
              ? await accountMailUsefulUntil(tx, notification, now)
              : usefulUntil && fromInstantColumn(usefulUntil),
      },
      now,
    );
    const settled = { attempts, claimUntil: null, nextAttemptAt: null };
    if (outcome.kind !== "retry" && linkId !== null) await forgetSealedToken(tx, tenantId, linkId);
    if (outcome.kind !== "retry" && wayIn !== null) await forgetWayIn(work, wayIn);
    if (answer.ok) {
      const { providerId } = answer.value;
      const data = {
        ...settled,
        toAddress: null,
        status: "sent",
        sentAt: toInstantColumn(now),
        providerId,
        reason: null,
      } as const;
      await tx.notification.update({ where: key, data });
    } else if (outcome.kind === "retry") {
      const alerted = outcome.alert === undefined ? {} : { alertedAt: toInstantColumn(now) };
      const waiting = {
        ...settled,
        ...alerted,
        status: "planned",
        nextAttemptAt: toInstantColumn(outcome.at),
      } as const;
      await tx.notification.update({ where: key, data: { ...waiting, reason: answer.refusal.code } });
    } else {
      const failed = { ...settled, toAddress: null, status: "failed", reason: answer.refusal.code } as const;
      await tx.notification.update({ where: key, data: failed });
    }
    return outcome;
  },
});

/**
 * The provider knows that the number's owner said STOP: nothing more is tried there. Whoever the text was for may have another number by now,
 * and the owner may have said START since: it is the number that the text went to, as of when it was claimed.
 */
async function stopped(
  work: VerbWork<Sent>,
  key: { readonly tenantId_id: { readonly tenantId: string; readonly id: string } },
): Promise<SendOutcome> {
  const reason = "number_stopped";
  await work.tx.notification.update({
    where: key,
    data: { status: "skipped", reason, claimUntil: null, nextAttemptAt: null },
    select: { id: true },
  });
  const { texted } = work.input;
  if (texted !== null) await stopNumber(work, { number: texted.to, saidAt: texted.at, messageSid: null });
  return { kind: "skipped", reason };
}
