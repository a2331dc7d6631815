import { dayMs, hourMs, minuteMs } from "@quietroom/domain/time";

/** When something becomes due: elapsed milliseconds after the database's now, or an absolute instant (ISO, UTC). */
export type Delay = { readonly afterMs: number } | { readonly at: string };

/**
 * Reads the time of a sleep or a timeout as the SDK writes it: "2d3h30m" or an ISO instant.
 * Undefined when it is neither, for example after `step.sleep(NaN)`.
 */
export function parseDelay(text: string): Delay | undefined {
  if (/^(\d+[wdhms])+$/.test(text)) {
    const parts = [...text.matchAll(/(\d+)([wdhms])/g)];
    return {
      afterMs: parts.reduce((sum, [, count, unit]) => sum + Number(count) * (unitMs[unit ?? ""] ?? 0), 0),
    };
  }
  const at = /^\d{4}-\d\d-\d\dT/.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(at) ? undefined : { at: new Date(at).toISOString() };
}

/**
 * When a failed call is tried again. `retryAfter` is the SDK's header (seconds, or an ISO instant) and wins; otherwise
 * 15 s, 30 s, 1, 2, 5, 10, 20, 40 minutes, 1 h, then 2 h, plus up to 30 s drawn by `random` (0 <= x < 1) so that what
 * failed together does not return together. `attempt` counts from 0. Source: Inngest's own table.
 */
export function retryDelay(attempt: number, retryAfter: string | null, random: () => number): Delay {
  const asked = retryAfter === null ? undefined : askedDelay(retryAfter);
  const base = backoffMs[Math.min(attempt, backoffMs.length - 1)] ?? 2 * hourMs;
  return asked ?? { afterMs: base + Math.floor(random() * jitterMs) };
}

const unitMs: Readonly<Record<string, number>> = { w: 7 * dayMs, d: dayMs, h: hourMs, m: minuteMs, s: 1000 };
const jitterMs = 30_000;
const backoffMs = [15_000, 30_000, ...[1, 2, 5, 10, 20, 40, 60, 120].map((minutes) => minutes * minuteMs)];

function askedDelay(retryAfter: string): Delay | undefined {
  return /^\d+$/.test(retryAfter) ? { afterMs: Number(retryAfter) * 1000 } : parseDelay(retryAfter);
}
