import type { previewMoveSeries as contract } from "@quietroom/contracts/series";
import type { InputOf, OutputOf } from "@quietroom/contracts/wire";
import { ok, refuse } from "@quietroom/domain/result";
import { occurrenceAt, splitSeries } from "@quietroom/domain/series";
import { addDays } from "@quietroom/domain/time";
import { defineVerb } from "../define-verb.ts";
import { leavingVisits } from "./leaving-visits.ts";
import { planOccurrences } from "./plan-occurrences.ts";
import { lockSeriesPart } from "./series-part.ts";
import { seriesScene } from "./series-rows.ts";

/**
 * Where each visit of a series would go, with what stands in its way, before any is moved (SCHED-15). The times that they leave are free for
 * one another, as they are when they are moved. Refused for what `moveSeries` refuses.
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
    const scene = await seriesScene(tx, tenantId, series, stretch);
    if (scene === null || !scene.offered || scene.practitioners.length === 0)
      return refuse("unknown_service");
    const planned = await planOccurrences(
      tx,
      { tenantId, now },
      scene,
      moved.map(({ occurrence }) => occurrence),
      await leavingVisits(tx, tenantId, along),
    );
    const stand = visits.filter(({ status }) => status !== "cancelled").length;
    return ok({
      kept: stand - along.length,
      dates: planned.map(({ start, problems, canBook, movedByClocks }, index) => ({
        was: moved[index]?.visit.start ?? start,
        startsAt: start,
        problems: [...problems],
        canMove: canBook,
        movedByClocks,
      })),
    });
  },
});
