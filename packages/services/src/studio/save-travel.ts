import type { saveTravel as contract } from "@quietroom/contracts/travel";
import type { InputOf, OutputOf } from "@quietroom/contracts/wire";
import { ok, refuse } from "@quietroom/domain/result";
import { travelRefusal } from "@quietroom/domain/scheduling";
import { defineVerb } from "../define-verb.ts";
import { AppError } from "../errors.ts";
import { travelView } from "./travel-view.ts";

/**
 * Says how many minutes the way between places takes, for both directions, and at which of them telehealth can be given between visits
 * (SCHED-25, ec-E9 to ec-E11). Visits that are booked stay. Throws `not_found` for a place of no or another studio.
 */
export const saveTravel = defineVerb<InputOf<typeof contract>, OutputOf<typeof contract>>({
  name: "studio.save_travel",
  permission: "studio:manage",
  isolation: "read committed",
  trace: "audited",
  async run({ tx, input, tenantId, audit }) {
    const { unknownMin, ways, telehealth } = input;
    audit({ action: "update", resource: "tenant", resourceId: tenantId });
    const named = new Set([
      ...ways.flatMap(({ oneId, otherId }) => [oneId, otherId]),
      ...telehealth.map(({ locationId }) => locationId),
    ]);
    const known = await tx.location.count({ where: { tenantId, id: { in: [...named] } } });
    if (known < named.size) throw new AppError("not_found");
    const refusal = travelRefusal(ways);
    if (refusal !== null) return refuse({ code: refusal });
    await tx.tenant.update({
      where: { id: tenantId },
      data: { unknownTravelMin: unknownMin },
      select: { id: true },
    });
    for (const { minutes, ...pair } of ways) {
      const [oneId = "", otherId = ""] = [pair.oneId, pair.otherId].toSorted();
      const way = { tenantId, oneId, otherId };
      if (minutes === null) await tx.travelTime.deleteMany({ where: way });
      else
        await tx.travelTime.upsert({
          where: { tenantId_oneId_otherId: way },
          create: { ...way, minutes },
          update: { minutes },
          select: { id: true },
        });
    }
    for (const { locationId, possible } of telehealth)
      await tx.location.update({
        where: { tenantId_id: { tenantId, id: locationId } },
        data: { telehealthPossible: possible },
        select: { id: true },
      });
    return ok(await travelView(tx, tenantId));
  },
});
