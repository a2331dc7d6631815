import type { Tx } from "@quietroom/db";
import { ok, refuse, type Result } from "@quietroom/domain/result";
import { licensedThrough } from "@quietroom/domain/scheduling";
import {
  type Occurrence,
  occurrencesOf,
  type RuleRefusal,
  type Series,
  type SeriesRule,
} from "@quietroom/domain/series";
import { addDays, type Instant, type LocalDate, localDate, localTime } from "@quietroom/domain/time";
import { type AppointmentRow, isBooked } from "./rows.ts";
import type { Scene } from "./scene.ts";
import { repeated, seriesScene } from "./series-rows.ts";
import { type Following, followingVisits } from "./following-visits.ts";

/** A series without an end is booked so many days ahead, and carried on as they pass (ec-G14). */
const horizonDays = 91;

/** The last date that is booked now of a series without an end, in its zone. */
export function horizonOf(now: Instant, zone: string): LocalDate {
  return addDays(localDate(now, zone), horizonDays);
}

type Planned = {
  readonly series: Series;
  readonly what: ReturnType<typeof repeated>;
  readonly scene: Scene;
  /** Of a series without an end: the last date that is settled now; what comes after it is booked as the days pass. */
  readonly horizon: LocalDate;
  /** Of a series without an end: the last date of a licence that expires within the horizon, whose renewal the dates after it wait for (ADM-04). */
  readonly licensedUntil: LocalDate | null;
  readonly occurrences: readonly Occurrence[];
  /** The rest of the series that the visit is one of already, which the new one takes the place of. */
  readonly replaced: Following | null;
};

export type PlanRefusal = RuleRefusal | "not_allowed" | "seat_of_group" | "unknown_service" | "studio_closed";

/**
 * The series that a visit would begin by a rule, with its dates; preview and booking both ask here, so that they mean the same. A visit of a
 * series begins another one, which takes the place of what follows. Without an end it reaches to the horizon, or to where the last licence
 * expires before that: the dates after it are no gaps, and are booked once it is renewed. What stands on one of them already, of the series that is replaced, stays
 * within reach, since a visit that is none of the new dates is cancelled.
 */
export async function plannedSeries(
  tx: Tx,
  { tenantId, now }: { readonly tenantId: string; readonly now: Instant },
  visit: AppointmentRow,
  rule: SeriesRule,
): Promise<Result<Planned, PlanRefusal>> {
  if (visit.groupSessionId !== null || visit.capacity !== null) return refuse("seat_of_group");
  if (!isBooked(visit) || (visit.status !== "scheduled" && visit.status !== "confirmed"))
    return refuse("not_allowed");
  const zone = visit.timeZone;
  const { date: first, time } = localTime(visit.start, zone);
  const series = { rule, first, time, zone };
  const rolling = horizonOf(now, zone);
  const occurrences = occurrencesOf(series, rolling > first ? rolling : first);
  if (!occurrences.ok) return occurrences;
  const what = repeated(visit);
  const until = occurrences.value.at(-1)?.date ?? first;
  const scene = await seriesScene(tx, tenantId, what, { from: first, until });
  if (scene === null || !scene.offered || scene.practitioners.length === 0) return refuse("unknown_service");
  if (!scene.studioOpen) return refuse("studio_closed");
  const replaced = await followingVisits(tx, { tenantId, now }, visit);
  const plan = { series, what, scene, replaced };
  const licensed = licensedThrough(scene.practitioners, rolling);
  if (rule.ends.by !== "never" || licensed === rolling)
    return ok({ ...plan, horizon: rolling, licensedUntil: null, occurrences: occurrences.value });
  const starts = new Set(occurrences.value.map(({ start }) => start));
  const standing = replaced?.along.findLast(({ start }) => starts.has(start))?.date ?? first;
  const reach = standing > licensed ? standing : licensed;
  const horizon = reach < rolling ? reach : rolling;
  return ok({
    ...plan,
    horizon,
    licensedUntil: licensed,
    occurrences: occurrences.value.filter(({ date }) => date === first || date <= horizon),
  });
}
