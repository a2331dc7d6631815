import type { VerbContext } from "../runtime.ts";
import { claimMessage } from "./claim-message.ts";
import type { SendOutcome } from "./judge-answer.ts";
import { logOutcome } from "./log-outcome.ts";
import { recordSend } from "./record-send.ts";

/**
 * Sends one message of the ledger: claims it in one transaction, hands it to the provider outside any, records the answer in
 * another. Safe to call again at any time, also after a crash at any point: the provider knows the message by its id. Throws
 * only when the database or the sender itself is broken.
 */
export async function sendMessage(
  context: VerbContext,
  { notificationId }: { readonly notificationId: string },
): Promise<SendOutcome> {
  const { runtime, actor } = context;
  const { sender, log, bookingUrl, dashboardUrl } = runtime;
  if (sender === null) throw new Error("this process has no sender");
  const claim = await claimMessage(context, { notificationId, bookingUrl, dashboardUrl });
  if (claim.kind === "wait") return { kind: "retry", code: claim.code, at: claim.at };
  if (claim.kind === "settled") return settled(claim.status, claim.reason);
  const answer = await sender.send(claim.message);
  const outcome = await recordSend(context, { notificationId, answer });
  logOutcome(log, "message", { tenantId: actor.tenantId, notificationId }, outcome);
  return outcome;
}

function settled(status: "sent" | "skipped" | "failed", reason: string | null): SendOutcome {
  if (status === "sent") return { kind: "sent" };
  return status === "skipped"
    ? { kind: "skipped", reason: reason ?? "" }
    : { kind: "failed", code: reason ?? "" };
}
