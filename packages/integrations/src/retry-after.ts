import { dayMs } from "@quietroom/domain/time";

/**
 * What a vendor's `retry-after` asks for (RFC 9110, 10.2.3), in milliseconds from `now` (epoch milliseconds): so many seconds, or until a date.
 * At most a day; null where there is none, or nothing that can be read.
 */
export function retryAfterMs(header: string | undefined, now: number): number | null {
  if (header === undefined) return null;
  const ms = /^\d{1,9}$/.test(header.trim()) ? Number(header) * 1000 : Date.parse(header) - now;
  return Number.isNaN(ms) ? null : Math.min(Math.max(ms, 0), dayMs);
}
