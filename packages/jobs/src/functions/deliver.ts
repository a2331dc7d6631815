import type { SendOutcome } from "@quietroom/services/messages";
import type { GetStepTools } from "inngest";
import type { JobsClient } from "../client.ts";

export type Delivered = Exclude<SendOutcome, { readonly kind: "retry" }>;

/**
 * Sends one message in steps of its own, the first of them called `id`. "Not now" becomes a sleep, so that the wait survives a crash and is no
 * failure of the job: how often and until when is the ledger's to say (NOTIF-06), which ends it with the message's usefulness.
 */
export async function deliver(
  step: GetStepTools<JobsClient>,
  id: string,
  send: () => Promise<SendOutcome>,
): Promise<Delivered> {
  for (let again = 0; again < mostTries; again += 1) {
    const name = again === 0 ? id : `${id}-again-${again}`;
    const outcome = await step.run(name, send);
    if (outcome.kind !== "retry") return outcome;
    await step.sleepUntil(`${name}-later`, new Date(outcome.at));
  }
  throw new Error("a message was tried more often than its usefulness lasts");
}

/** News wait a week at most, looked at every half hour: 336 tries, and some more of a provider that asks for patience. */
const mostTries = 450;

/** For failures of our own: a database that restarts, a sender that is broken. */
export const deliveryRetries = 10;
