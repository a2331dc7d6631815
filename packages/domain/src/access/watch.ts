import { hourMs, type Instant, minuteMs } from "../time/instant.ts";
import { localDate, localTime } from "../time/zone.ts";
import type { TimeZone } from "../time/local-time.ts";
import type { Incident } from "./incidents.ts";
import type { StaffRole } from "./roles.ts";

/** What somebody's use of records is watched for (AUD-11). Whoever wants other limits changes them here. */
export const watchLimits = {
  /** Different clients' records that one person may open within the window; one more is too many. */
  charts: 50,
  /**
   * Different clients that searches may show one person within the window. A search shows twenty at most: ten callers within ten minutes,
   * and for each a whole page of others.
   */
  found: 200,
  /**
   * Different clients that anything at all may show one person within the window: records, searches, the calendar, lists. A full front
   * desk sees 200 visits a week, the next week's may all be of other people, and a hundred more are callers and the line. However often
   * the same week is opened, its clients are the same.
   */
  shown: 500,
  /** Over which those three count, milliseconds. */
  windowMs: 10 * minuteMs,
  /** Records that an export may hold before it counts as one of many. */
  exportRows: 50,
  /** When a studio's day begins and ends, by its own clock: an export of many outside it is odd. */
  dayFrom: "06:00",
  dayUntil: "21:00",
} as const;

/** Roles that see clients because they care for them, and for no other reason. */
const careRoles: readonly StaffRole[] = ["supervisor", "therapist", "associate"];

/** A client who was shown to somebody: by opening their record, by a search, or in a list such as the calendar. */
export type ClientShown = {
  readonly at: Instant;
  readonly clientId: string;
  readonly by: "record" | "search" | "list";
};

/**
 * The most different clients within any ten minutes. `shown` is in the order of time. Two exactly ten minutes apart are in no window
 * together.
 */
export function mostClients(shown: readonly Pick<ClientShown, "at" | "clientId">[]): number {
  const within = new Map<string, number>();
  let most = 0;
  let first = 0;
  for (const { at, clientId } of shown) {
    within.set(clientId, (within.get(clientId) ?? 0) + 1);
    for (let left = shown[first]; left !== undefined && at - left.at >= watchLimits.windowMs; ) {
      const times = (within.get(left.clientId) ?? 0) - 1;
      if (times > 0) within.set(left.clientId, times);
      else within.delete(left.clientId);
      first += 1;
      left = shown[first];
    }
    most = Math.max(most, within.size);
  }
  return most;
}

/**
 * Somebody who was shown more clients than anybody's work asks for (AUD-11): records opened, clients found by searching, clients shown in
 * whatever way. `shown` is everything that one person was shown lately, in the order of time. Each kind once a person and hour.
 */
export function volumeIncidents(
  { staffUserId, shown }: { readonly staffUserId: string; readonly shown: readonly ClientShown[] },
  now: Instant,
): readonly Incident[] {
  const most = {
    many_charts: mostClients(shown.filter(({ by }) => by === "record")),
    many_found: mostClients(shown.filter(({ by }) => by === "search")),
    many_shown: mostClients(shown),
  };
  const limits = {
    many_charts: watchLimits.charts,
    many_found: watchLimits.found,
    many_shown: watchLimits.shown,
  };
  return (["many_charts", "many_found", "many_shown"] as const)
    .filter((kind) => most[kind] > limits[kind])
    .map((kind) => ({
      kind,
      staffUserId,
      dedupeKey: `${kind}:${staffUserId}:${Math.floor(now / hourMs)}`,
      detail: { clients: most[kind] },
    }));
}

/** Whether these roles reach clients by care alone, so that a record without it was not theirs to open. */
export function seesByCareAlone(roles: readonly StaffRole[]): boolean {
  return roles.length > 0 && roles.every((role) => careRoles.includes(role));
}

/**
 * A record opened by somebody whose clients it is not among, nor among those they supervise or cover for (AUD-11). Once a person, client
 * and day: the product refuses it, so one is a hole in it or a way around it.
 */
export function careIncident(
  { staffUserId, clientId }: { readonly staffUserId: string; readonly clientId: string },
  now: Instant,
): Incident {
  const dedupeKey = `no_care_relation:${staffUserId}:${clientId}:${Math.floor(now / (24 * hourMs))}`;
  return { kind: "no_care_relation", staffUserId, dedupeKey, detail: {} };
}

/** An export of many records while the studio sleeps (AUD-11). Once a person and the studio's day; `rows` null: nobody counted. */
export function exportIncident({
  staffUserId,
  rows,
  at,
  zone,
}: {
  readonly staffUserId: string;
  readonly rows: number | null;
  readonly at: Instant;
  readonly zone: TimeZone;
}): Incident | null {
  if (rows !== null && rows <= watchLimits.exportRows) return null;
  const { time } = localTime(at, zone);
  if (time >= watchLimits.dayFrom && time < watchLimits.dayUntil) return null;
  const dedupeKey = `odd_hours_export:${staffUserId}:${localDate(at, zone)}`;
  return { kind: "odd_hours_export", staffUserId, dedupeKey, detail: rows === null ? {} : { rows } };
}
