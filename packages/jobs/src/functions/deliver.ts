import type { VerbContext } from "@quietroom/services";
import { type SendOutcome, sendMessage } from "@quietroom/services/messages";
import { RetryAfterError } from "inngest";

export type Delivered = Exclude<SendOutcome, { readonly kind: "retry" }>;

/**
 * The body of a step that sends one message. "Not now" becomes the job engine's own retry, so the wait survives a crash; the
 * ledger decides how often (NOTIF-06), and `deliveryRetries` only has to be enough for it.
 */
export async function deliver(context: VerbContext, notificationId: string): Promise<Delivered> {
  const outcome = await sendMessage(context, { notificationId });
  if (outcome.kind === "retry") throw new RetryAfterError(outcome.code, outcome.afterMs);
  return outcome;
}

/** Three for the provider's failures, the rest for our own: a database that restarts, a claim whose process died. */
export const deliveryRetries = 10;
