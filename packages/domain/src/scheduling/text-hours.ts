import { hourMs, type Instant, minuteMs, type TimeZone } from "../time/index.ts";
import { quietHoursAt } from "./quiet-hours.ts";

/** A visit this near is no matter for tomorrow morning. */
const soonMs = 3 * hourMs;
/** Read in the morning, a text is of use so long before what it is about, or it goes at night. */
const leftInMorningMs = { visit: hourMs, offer: 30 * minuteMs };

/**
 * Until when a text message that is due waits for the end of its recipient's quiet hours (NOTIF-10); null: it goes at once. `by`: when it is of no
 * use any more, which of a visit is its start, or the one that it was moved from where that is sooner, and of an offer the end of its time. What
 * would come too late in the morning goes at once, and so does whatever is about a visit in the coming three hours.
 */
export function textWaitsUntil(
  { kind, by }: { readonly kind: "offer" | "visit"; readonly by: Instant },
  zone: TimeZone,
  now: Instant,
): Instant | null {
  const night = quietHoursAt(now, zone);
  if (night === null || by - night.end < leftInMorningMs[kind]) return null;
  return kind === "visit" && by - now <= soonMs ? null : night.end;
}
