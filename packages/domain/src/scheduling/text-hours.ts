import { hourMs, type Instant, type TimeZone } from "../time/index.ts";
import { quietHoursAt } from "./quiet-hours.ts";

/** A visit this near is no matter for tomorrow morning. */
const soonMs = 3 * hourMs;

/**
 * Until when a text message that is due waits for the end of its recipient's quiet hours (NOTIF-10); null: it goes at once. What cannot wait
 * goes at once: an offer, for whose hours the waitlist has a rule of the studio's, and whatever is about a visit in the coming three hours.
 */
export function textWaitsUntil(
  about: { readonly kind: "offer" | "visit"; readonly start: Instant },
  zone: TimeZone,
  now: Instant,
): Instant | null {
  if (about.kind === "offer" || about.start - now <= soonMs) return null;
  return quietHoursAt(now, zone)?.end ?? null;
}
