import type { settleStoppedSeries as contract } from "@quietroom/contracts/affected-visits";
import type { InputOf, OutputOf } from "@quietroom/contracts/wire";
import { reachesAny } from "@quietroom/domain/access";
import { ok } from "@quietroom/domain/result";
import { defineVerb } from "../define-verb.ts";
import { AppError } from "../errors.ts";
import { peopleOf } from "../held-by.ts";
import { toInstantColumn } from "../instant-column.ts";

/**
 * Says that somebody saw to a series that stopped: it is on nobody's list any more (ec-G12). Throws `not_found` for one
 * that is not there, has not stopped, or whose practitioner is out of the actor's reach.
 */
export const settleStoppedSeries = defineVerb<InputOf<typeof contract>, OutputOf<typeof contract>>({
  name: "scheduling.settle_stopped_series",
  permission: "appointment:manage",
  isolation: "read committed",
  trace: "audited",
  async run({ tx, input, tenantId, actor, now, audit }) {
    const { seriesId } = input;
    const where = { tenantId, id: seriesId, stoppedBecause: { not: null } };
    const series = await tx.series.findFirst({
      where,
      select: { id: true, practitionerId: true, withPractitionerIds: true, clientId: true },
    });
    audit({
      action: series === null ? "attempt" : "update",
      resource: "series",
      resourceId: seriesId,
      clientId: series?.clientId ?? null,
    });
    if (series === null || !reachesAny(actor, "appointment:manage", peopleOf(series)))
      throw new AppError("not_found");
    await tx.series.updateMany({
      where: { ...where, stopSeenAt: null },
      data: { stopSeenAt: toInstantColumn(now) },
    });
    return ok({});
  },
});
