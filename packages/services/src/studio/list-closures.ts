import type { listClosures as contract } from "@quietroom/contracts/closures";
import type { InputOf, OutputOf } from "@quietroom/contracts/wire";
import { practitionersWithin } from "@quietroom/domain/access";
import { addDays, localDate } from "@quietroom/domain/time";
import { toDateColumn } from "../date-column.ts";
import { defineVerb } from "../define-verb.ts";
import { closureRows } from "./closure-rows.ts";

/**
 * The studio's closed days that are not over anywhere, by date, each with the visits that stand on it: whose permission is their own
 * are told of their own visits. No client is read.
 */
export const listClosures = defineVerb<InputOf<typeof contract>, OutputOf<typeof contract>>({
  name: "studio.list_closures",
  permission: "availability:view",
  isolation: "read committed",
  trace: "public",
  async run({ tx, tenantId, actor, now }) {
    const closures = await tx.closure.findMany({
      where: { tenantId, lastDate: { gte: toDateColumn(addDays(localDate(now, "UTC"), -1)) } },
      orderBy: [{ firstDate: "asc" }, { startTime: { sort: "asc", nulls: "first" } }, { id: "asc" }],
    });
    const practitionerIds = practitionersWithin(actor, "availability:view");
    return {
      locations: await tx.location.findMany({
        where: { tenantId, active: true },
        select: { id: true, name: true },
        orderBy: [{ isPrimary: "desc" }, { name: "asc" }, { id: "asc" }],
      }),
      closures: await closureRows(tx, { tenantId, now, practitionerIds }, closures),
    };
  },
});
