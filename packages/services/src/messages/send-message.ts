import type { OutgoingMessage } from "../ports.ts";
import type { Runtime, VerbContext } from "../runtime.ts";
import { claimMessage, type WhichMessage } from "./claim-message.ts";
import type { SendAnswer, SendOutcome } from "./judge-answer.ts";
import { logOutcome } from "./log-outcome.ts";
import { recordSend } from "./record-send.ts";

/**
 * Sends one message of the ledger: claims it in one transaction, hands it to the provider outside any, records the answer in
 * another. Safe to call again at any time, also after a crash at any point: the provider knows the message by its id. Throws
 * only when the database or the sender itself is broken.
 */
export async function sendMessage(context: VerbContext, which: WhichMessage): Promise<SendOutcome> {
  const { runtime, actor } = context;
  const { sender, texter, log, bookingUrl, dashboardUrl } = runtime;
  if (sender === null) throw new Error("this process has no sender");
  const claim = await claimMessage(context, {
    ...which,
    bookingUrl,
    dashboardUrl,
    texts: texter === null ? "off" : "on",
  });
  if (claim.kind === "wait") return { kind: "retry", code: claim.code, at: claim.at };
  if (claim.kind === "settled") return settled(claim.status, claim.reason);
  const answer = "mail" in claim ? await sender.send(claim.mail) : await sendText(texter, claim.text);
  const texted = "text" in claim ? { to: claim.text.to, at: claim.at } : null;
  const outcome = await recordSend(context, { ...which, answer, texted });
  logOutcome(log, "message", { tenantId: actor.tenantId, notificationId: which.notificationId }, outcome);
  return outcome;
}

/**
 * Mails one way in, or one code for a booking, whose message has its id. What fitted nobody, was used, replaced or is over is not sent; where
 * the row is gone there is nothing to send.
 */
export async function sendWayIn(
  context: VerbContext,
  { wayInId }: { readonly wayInId: string },
): Promise<SendOutcome> {
  return await sendMessage(context, { notificationId: wayInId, carries: "way_in" });
}

async function sendText(texter: Runtime["texter"], text: OutgoingMessage<"sms">): Promise<SendAnswer> {
  if (texter === null) throw new Error("a text was claimed by a process that sends none");
  return await texter.send(text);
}

function settled(status: "sent" | "skipped" | "failed", reason: string | null): SendOutcome {
  if (status === "sent") return { kind: "sent" };
  return status === "skipped"
    ? { kind: "skipped", reason: reason ?? "" }
    : { kind: "failed", code: reason ?? "" };
}
