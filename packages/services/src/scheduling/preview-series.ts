import type { previewSeries as contract } from "@quietroom/contracts/series";
import type { InputOf, OutputOf } from "@quietroom/contracts/wire";
import { reachesAny } from "@quietroom/domain/access";
import { ok, refuse } from "@quietroom/domain/result";
import { defineVerb } from "../define-verb.ts";
import { AppError, found } from "../errors.ts";
import { peopleOf } from "../held-by.ts";
import { leavingVisits } from "./leaving-visits.ts";
import { planOccurrences } from "./plan-occurrences.ts";
import { findAppointment } from "./rows.ts";
import { plannedSeries } from "./planned-series.ts";

/**
 * Every date of a rule by which a visit would repeat, with what stands in the way of it and where it could be instead, before anything is
 * saved (SCHED-15); of a visit that is in a series already, also which of what follows would be cancelled.
 * Of one without an end it says where a licence expires before the horizon. Nothing of the visit's client is read. Throws `not_found` for a visit that is not there or not within reach.
 */
export const previewSeries = defineVerb<InputOf<typeof contract>, OutputOf<typeof contract>>({
  name: "scheduling.preview_series",
  permission: "appointment:manage",
  isolation: "read committed",
  trace: "public",
  async run({ tx, input, now, tenantId, actor }) {
    const visit = found(await findAppointment(tx, tenantId, input.appointmentId));
    if (!reachesAny(actor, "appointment:manage", peopleOf(visit))) throw new AppError("not_found");
    const planned = await plannedSeries(tx, { tenantId, now }, visit, input.rule);
    if (!planned.ok) return refuse(planned.refusal);
    const { series, scene, horizon, licensedUntil, occurrences, replaced } = planned.value;
    const along = replaced?.along ?? [];
    const starts = new Set(occurrences.map(({ start }) => start));
    const leaving = along.filter(({ start }) => !starts.has(start));
    // The visit itself stands, and of the series that it is one of already whatever the new rule has as well.
    const stands = new Set([visit.start, ...along.map(({ start }) => start)]);
    const others = occurrences.filter(({ start }) => !stands.has(start));
    const left = await leavingVisits(tx, tenantId, leaving);
    const judged = await planOccurrences(tx, { tenantId, now }, scene, others, left);
    const planOf = new Map(judged.map((one) => [one.number, one]));
    return ok({
      timeZone: series.zone,
      horizon: input.rule.ends.by === "never" ? horizon : null,
      licensedUntil,
      occurrences: occurrences.map((occurrence) => {
        const standing = { ...occurrence, problems: [], canBook: true, proposal: null };
        const { start, problems, ...one } = planOf.get(occurrence.number) ?? standing;
        return { ...one, startsAt: start, problems: [...problems] };
      }),
      leaves: leaving.map(({ start }) => start),
      kept: replaced?.kept ?? 0,
    });
  },
});
