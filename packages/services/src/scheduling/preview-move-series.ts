import type { previewMoveSeries as contract } from "@quietroom/contracts/series";
import type { InputOf, OutputOf } from "@quietroom/contracts/wire";
import { ok, refuse } from "@quietroom/domain/result";
import { type Occurrence, occurrenceAt, splitSeries } from "@quietroom/domain/series";
import { addDays } from "@quietroom/domain/time";
import { defineVerb } from "../define-verb.ts";
import { peopleOf } from "../held-by.ts";
import { leavingVisits } from "./leaving-visits.ts";
import { planOccurrences } from "./plan-occurrences.ts";
import { lockSeriesPart } from "./series-part.ts";
import { seriesScene, type SeriesVisitRow } from "./series-rows.ts";

/**
 * Where each visit of a series would go, with what stands in its way, before any is moved (SCHED-15). The times that they leave are free for
 * one another, as they are when they are moved; a date that a colleague has by now is judged in that colleague's diary. Refused for what `moveSeries` refuses.
 */
export const previewMoveSeries = defineVerb<InputOf<typeof contract>, OutputOf<typeof contract>>({
  name: "scheduling.preview_move_series",
  permission: "appointment:manage",
  isolation: "read committed",
  trace: "audited",
  async run(work) {
    const { tx, input, now, tenantId } = work;
    const part = await lockSeriesPart(work, "read");
    if (!part.ok) return refuse(part.refusal);
    const { series, date, from, visits, along } = part.value;
    const split = splitSeries(series, { at: from, moved: date, start: input.startsAt });
    if (!split.ok) return refuse(split.refusal === "other_day" ? "other_day" : "not_allowed");
    const { after, shiftDays } = split.value;
    const moved = along.map((visit, index) => ({
      visit,
      occurrence: occurrenceAt(after, addDays(visit.date, shiftDays), index + 1),
    }));
    const dates = moved.map(({ occurrence }) => occurrence.date).toSorted();
    const stretch = { from: dates[0] ?? from, until: dates.at(-1) ?? from };
    const leaving = await leavingVisits(tx, tenantId, along);
    const planned = [];
    for (const theirs of byPeople(moved)) {
      const { practitionerId, withPractitionerIds } = theirs[0].visit;
      const what = { ...series, practitionerId, withPractitionerIds };
      const scene = await seriesScene(tx, tenantId, what, stretch);
      if (scene === null || !scene.offered || scene.practitioners.length === 0)
        return refuse("unknown_service");
      const wanted = theirs.map(({ occurrence }) => occurrence);
      planned.push(...(await planOccurrences(tx, { tenantId, now }, scene, wanted, leaving)));
    }
    const stand = visits.filter(({ status }) => status !== "cancelled").length;
    return ok({
      kept: stand - along.length,
      dates: planned
        .toSorted((a, b) => a.number - b.number)
        .map(({ start, problems, canBook, movedByClocks }, index) => ({
          was: moved[index]?.visit.start ?? start,
          startsAt: start,
          problems: [...problems],
          canMove: canBook,
          movedByClocks,
        })),
    });
  },
});

type Moved = { readonly visit: SeriesVisitRow; readonly occurrence: Occurrence };

/** Visits of the same people together: each is moved with those who hold it. */
function byPeople(moved: readonly Moved[]): readonly (readonly [Moved, ...Moved[]])[] {
  const groups = new Map<string, [Moved, ...Moved[]]>();
  for (const one of moved) {
    const key = peopleOf(one.visit).join(" ");
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [one]);
    else group.push(one);
  }
  return [...groups.values()];
}
