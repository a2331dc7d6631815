import type { SendRefusal } from "@quietroom/services/ports";
import { z } from "zod";
import { retryAfterMs } from "./retry-after.ts";

// The SDK hands on whatever JSON came with an error status, so nothing about its shape is certain.
const vendorError = z.object({
  statusCode: z.number().nullable().catch(null),
  name: z.string().catch(""),
  message: z.string().catch(""),
});

/**
 * What a failed send means for us. `unavailable`: nobody answered; try again under the same key. `busy`: the vendor took no look at it and
 * asked for patience, with a 429 or a `retry-after`. `misconfigured`: the key or the sending domain is wrong, so every message would fail. `rejected`: this message
 * will never be taken. The vendor's words stay here; they may repeat an address.
 */
export function resendRefusal(
  error: unknown,
  headers: Readonly<Record<string, string>> | null,
  now: number = Date.now(),
): SendRefusal {
  const parsed = vendorError.safeParse(error);
  if (!parsed.success) return { code: "unavailable", retryable: true };
  const { statusCode, name, message } = parsed.data;
  const afterMs = retryAfterMs(headers?.["retry-after"], now);
  if (statusCode === 429 || (statusCode === 503 && afterMs !== null)) return { code: "busy", afterMs };
  if (
    statusCode === null ||
    statusCode >= 500 ||
    patience.has(statusCode) ||
    name === "concurrent_idempotent_requests"
  ) {
    return { code: "unavailable", retryable: true };
  }
  // A wrong key is answered as a validation error and told apart by words alone.
  const wrongKey = name === "validation_error" && /api key/i.test(message);
  if (wrongKey || setup.has(statusCode) || name === "invalid_from_address")
    return { code: "misconfigured", retryable: false };
  return { code: "rejected", retryable: false };
}

const patience: ReadonlySet<number> = new Set([408, 425]);
const setup: ReadonlySet<number> = new Set([401, 403, 404, 405]);
