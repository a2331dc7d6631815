import { criticalMessages, decideNextAttempt, type DeliveryFailure } from "@quietroom/domain/messaging";
import type { Result } from "@quietroom/domain/result";
import type { Instant } from "@quietroom/domain/time";
import type { SendRefusal } from "../ports.ts";

export type SendOutcome =
  | { readonly kind: "sent" }
  | { readonly kind: "skipped"; readonly reason: string }
  | { readonly kind: "failed"; readonly code: string }
  /** Not now; call again at that moment of the product's clock. `alert`: operators have to hear of it. */
  | { readonly kind: "retry"; readonly code: string; readonly at: Instant; readonly alert?: "operators" };

/** What a provider answered to one message. */
export type SendAnswer = Result<{ readonly providerId: string }, SendRefusal>;

/** What follows from an answer, wherever the message stands written: its columns, and what the job has to do. */
export type Judged = {
  readonly outcome: Exclude<SendOutcome, { readonly kind: "skipped" }>;
  readonly attempts: number;
};

/**
 * Judges a provider's answer to a message of `kind` that was tried `attempts` times before. What may pass is planned again after 1, 5 and 15
 * minutes; then operators are told of what somebody waits for, and it goes on waiting while it is useful (NOTIF-06).
 */
export function judgeAnswer(
  answer: SendAnswer,
  message: {
    readonly kind: string;
    readonly attempts: number;
    readonly dueAt: Instant;
    readonly usefulUntil: Instant | null;
  },
  now: Instant,
): Judged {
  if (answer.ok) return { outcome: { kind: "sent" }, attempts: message.attempts + 1 };
  const { code } = answer.refusal;
  const attempts = message.attempts + (code === "busy" ? 0 : 1);
  const failure = failureOf(answer.refusal);
  const next = decideNextAttempt({ ...message, failure, failures: attempts, now });
  if (next.kind === "give_up") return { outcome: { kind: "failed", code }, attempts };
  const alert = next.alert && criticalMessages.some((kind) => kind === message.kind);
  return {
    outcome: { kind: "retry", code, at: next.at, ...(alert ? { alert: "operators" } : {}) },
    attempts,
  };
}

function failureOf(refusal: SendRefusal): DeliveryFailure {
  if (refusal.code === "busy") return { kind: "busy", afterMs: refusal.afterMs };
  return { kind: refusal.retryable ? "may_pass" : "for_good" };
}
