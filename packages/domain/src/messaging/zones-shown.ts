import type { MessageTime } from "./message-content.ts";

/**
 * The zones a time is told in, most important first. In person the venue's clock leads, because that is the clock on
 * its wall (ec-A25); online each person's own clock leads (ec-A26). The second is null when there is nothing to add.
 */
export function zonesShown(time: Pick<MessageTime, "place" | "timeZone" | "clientTimeZone">): {
  readonly first: string;
  readonly second: string | null;
} {
  const venue = time.timeZone;
  const client = time.clientTimeZone;
  if (client === null || client === venue) return { first: venue, second: null };
  return time.place.kind === "online" ? { first: client, second: venue } : { first: venue, second: client };
}
