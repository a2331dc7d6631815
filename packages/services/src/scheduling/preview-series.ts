import type { previewSeries as contract } from "@quietroom/contracts/series";
import type { InputOf, OutputOf } from "@quietroom/contracts/wire";
import { reaches } from "@quietroom/domain/access";
import { ok, refuse } from "@quietroom/domain/result";
import { defineVerb } from "../define-verb.ts";
import { AppError, found } from "../errors.ts";
import { planOccurrences } from "./plan-occurrences.ts";
import { findAppointment } from "./rows.ts";
import { plannedSeries } from "./planned-series.ts";

/**
 * Every date of a rule by which a visit would repeat, with what stands in the way of it and where it could be instead, before anything is
 * saved (SCHED-15). Nothing of the visit's client is read. Throws `not_found` for a visit that is not there or not within reach.
 */
export const previewSeries = defineVerb<InputOf<typeof contract>, OutputOf<typeof contract>>({
  name: "scheduling.preview_series",
  permission: "appointment:manage",
  isolation: "read committed",
  trace: "public",
  async run({ tx, input, now, tenantId, actor }) {
    const visit = found(await findAppointment(tx, tenantId, input.appointmentId));
    if (!reaches(actor, "appointment:manage", visit.practitionerId)) throw new AppError("not_found");
    const planned = await plannedSeries(tx, { tenantId, now }, visit, input.rule);
    if (!planned.ok) return refuse(planned.refusal);
    const { series, scene, horizon, occurrences } = planned.value;
    const [itself, ...others] = occurrences;
    const rest = await planOccurrences(tx, { tenantId, now }, scene, others);
    const first = itself && { ...itself, problems: [], canBook: true, proposal: null };
    return ok({
      timeZone: series.zone,
      horizon: input.rule.ends.by === "never" ? horizon : null,
      occurrences: [...(first === undefined ? [] : [first]), ...rest].map(({ start, problems, ...one }) => ({
        ...one,
        startsAt: start,
        problems: [...problems],
      })),
    });
  },
});
