import type { SendRefusal } from "@quietroom/services/ports";
import { z } from "zod";
import { retryAfterMs } from "./retry-after.ts";

/** What Twilio answered that was no yes, before its SDK makes an exception of it that forgets the headers. */
export class TwilioAnswer extends Error {
  readonly status: number;
  /** Twilio's own number of the error; null where the answer is not Twilio's. */
  readonly code: number | null;
  readonly retryAfter: string | undefined;

  constructor(answer: { readonly statusCode: number; readonly body: unknown; readonly headers: unknown }) {
    super("Twilio refused");
    this.status = answer.statusCode;
    this.code = errorBody.safeParse(answer.body).data?.code ?? null;
    this.retryAfter = errorHeaders.safeParse(answer.headers).data?.["retry-after"];
  }
}

const errorBody = z.object({ code: z.number() });
const errorHeaders = z.object({ "retry-after": z.string().optional() });

/**
 * What a failed text means for us. `unavailable`: nobody answered, or not Twilio. `busy`: it took no look and asks for patience, or has too many of ours in its queue (21611). `stopped`: the
 * number's owner said STOP (21610). `misconfigured`: account, key or sender are wrong, so every text would fail. `rejected`: this one will never
 * be taken. Twilio's words stay here; they repeat the number.
 */
export function twilioRefusal(error: unknown, now: number = Date.now()): SendRefusal {
  if (!(error instanceof TwilioAnswer)) return { code: "unavailable", retryable: true };
  const { status, code, retryAfter } = error;
  const afterMs = retryAfterMs(retryAfter, now);
  if (status === 429 || (status === 503 && afterMs !== null)) return { code: "busy", afterMs };
  if (code === 21_611) return { code: "busy", afterMs };
  if (status < 400 || status >= 500 || status === 408 || status === 425)
    return { code: "unavailable", retryable: true };
  if (code === 21_610) return { code: "stopped", retryable: false };
  if ([401, 403, 404, 405].includes(status) || (code !== null && badSender.has(code)))
    return { code: "misconfigured", retryable: false };
  return { code: "rejected", retryable: false };
}

// 21212: the sender is no number at all; 21606 and 21659: not a number of the account that can send texts; 21603: no sender; 21701 to 21705: no such messaging service, or none of its numbers.
const badSender: ReadonlySet<number> = new Set([
  21_212, 21_603, 21_606, 21_659, 21_701, 21_702, 21_703, 21_704, 21_705,
]);
