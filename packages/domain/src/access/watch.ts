import { hourMs, type Instant, minuteMs } from "../time/instant.ts";
import { localDate, localTime } from "../time/zone.ts";
import type { TimeZone } from "../time/local-time.ts";
import type { Incident } from "./incidents.ts";
import type { StaffRole } from "./roles.ts";

/** What somebody's use of records is watched for (AUD-11). Whoever wants other limits changes them here. */
export const watchLimits = {
  /** Different clients' records that one person may open within the window; one more is too many. */
  charts: 50,
  /** Milliseconds. */
  chartsWindowMs: 10 * minuteMs,
  /** Records that an export may hold before it counts as one of many. */
  exportRows: 50,
  /** When a studio's day begins and ends, by its own clock: an export of many outside it is odd. */
  dayFrom: "06:00",
  dayUntil: "21:00",
} as const;

/** Roles that see clients because they care for them, and for no other reason. */
const careRoles: readonly StaffRole[] = ["supervisor", "therapist", "associate"];

/** Somebody's opening of one client's record. */
export type ChartOpened = { readonly at: Instant; readonly clientId: string };

/**
 * The most different clients whose records were opened within any ten minutes. `opened` is in the order of time. Two openings exactly
 * ten minutes apart are in no window together.
 */
export function mostCharts(opened: readonly ChartOpened[]): number {
  const within = new Map<string, number>();
  let most = 0;
  let first = 0;
  for (const { at, clientId } of opened) {
    within.set(clientId, (within.get(clientId) ?? 0) + 1);
    for (let left = opened[first]; left !== undefined && at - left.at >= watchLimits.chartsWindowMs; ) {
      const times = (within.get(left.clientId) ?? 0) - 1;
      if (times > 0) within.set(left.clientId, times);
      else within.delete(left.clientId);
      first += 1;
      left = opened[first];
    }
    most = Math.max(most, within.size);
  }
  return most;
}

/** Somebody who opened more records than anybody's work asks for (AUD-11). Once a person and hour. */
export function chartsIncident(
  { staffUserId, charts }: { readonly staffUserId: string; readonly charts: number },
  now: Instant,
): Incident | null {
  if (charts <= watchLimits.charts) return null;
  const dedupeKey = `many_charts:${staffUserId}:${Math.floor(now / hourMs)}`;
  return { kind: "many_charts", staffUserId, dedupeKey, detail: { charts } };
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
