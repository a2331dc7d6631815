import { hourMs, type Instant, minuteMs, plus } from "../time/instant.ts";

/** A session is over this long after its person last did something (AUTH-30). */
export const idleMs = 15 * minuteMs;
/** A session is over this long after it began, whatever happens in it (AUTH-30). */
export const sessionMs = 8 * hourMs;
/** A person is asked whether they are still there this long before an idle session ends (AUTH-31). */
export const idleWarningMs = 2 * minuteMs;
/** As many sessions one person may have open; the next one ends the oldest (AUTH-33). */
export const openSessions = 2;

export type SessionTimes = { readonly lastActiveAt: Instant; readonly expiresAt: Instant };

/** When a session ends by itself unless its person does something. The end itself is outside. */
export function idleEnd({ lastActiveAt, expiresAt }: SessionTimes): Instant {
  const end = plus(lastActiveAt, idleMs);
  return end < expiresAt ? end : expiresAt;
}
