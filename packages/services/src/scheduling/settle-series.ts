import type { settleSeries as contract } from "@quietroom/contracts/affected-visits";
import type { InputOf, OutputOf } from "@quietroom/contracts/wire";
import { reachesAny } from "@quietroom/domain/access";
import { ok } from "@quietroom/domain/result";
import { toDateColumn } from "../date-column.ts";
import { defineVerb } from "../define-verb.ts";
import { AppError } from "../errors.ts";
import { peopleOf } from "../held-by.ts";
import { toInstantColumn } from "../instant-column.ts";

/**
 * Says that somebody saw to a series: that it stopped (ec-G12), and to the dates of it that the night could not book (ec-G14), those that they
 * were shown and no other. Nobody has them on a list any more. Throws `not_found` for a series that is not there, or whose people are out
 * of the actor's reach.
 */
export const settleSeries = defineVerb<InputOf<typeof contract>, OutputOf<typeof contract>>({
  name: "scheduling.settle_series",
  permission: "appointment:manage",
  isolation: "read committed",
  trace: "audited",
  async run({ tx, input, tenantId, actor, now, audit }) {
    const { seriesId, stopped, dates } = input;
    const series = await tx.series.findUnique({
      where: { tenantId_id: { tenantId, id: seriesId } },
      select: { id: true, practitionerId: true, withPractitionerIds: true, clientId: true },
    });
    audit({
      action: series === null ? "attempt" : "update",
      resource: "series",
      resourceId: seriesId,
      clientId: series?.clientId ?? null,
      detail: { stopped, dates },
    });
    if (series === null || !reachesAny(actor, "appointment:manage", peopleOf(series)))
      throw new AppError("not_found");
    if (actor.kind !== "staff") throw new AppError("forbidden");
    const at = toInstantColumn(now);
    if (stopped)
      await tx.series.updateMany({
        where: { tenantId, id: seriesId, stoppedBecause: { not: null }, stopSeenAt: null },
        data: { stopSeenAt: at },
      });
    await tx.seriesGap.updateMany({
      where: { tenantId, seriesId, seriesDate: { in: dates.map(toDateColumn) }, settledAt: null },
      data: { settledAt: at, settledBy: actor.staffUserId },
    });
    return ok({});
  },
});
