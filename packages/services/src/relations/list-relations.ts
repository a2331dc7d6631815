import type { listRelations as contract } from "@quietroom/contracts/relations";
import type { OutputOf } from "@quietroom/contracts/wire";
import { practitionersWithin } from "@quietroom/domain/access";
import { defineVerb } from "../define-verb.ts";
import { fromInstantColumn } from "../instant-column.ts";

const most = 100;

/** Who supervises and who covers for whom, the newest hundred of each, those over included. A supervisor sees their team's. */
export const listRelations = defineVerb<object, OutputOf<typeof contract>>({
  name: "relations.list",
  permission: "supervision:view",
  isolation: "read committed",
  trace: "audited",
  async run({ tx, actor, tenantId, audit }) {
    const within = practitionersWithin(actor, "supervision:view");
    const whose = within === "all" ? {} : { in: [...within] };
    const supervisions = await tx.supervision.findMany({
      where: { tenantId, superviseeId: whose },
      orderBy: [{ startsAt: "desc" }, { id: "desc" }],
      take: most,
    });
    const covers = await tx.cover.findMany({
      where: { tenantId, coveredId: whose },
      orderBy: [{ startsAt: "desc" }, { id: "desc" }],
      take: most,
    });
    audit({ action: "read", resource: "supervision", resourceId: null });
    return {
      supervisions: supervisions.map(({ startsAt, endsAt, ...row }) => ({
        ...row,
        startsAt: fromInstantColumn(startsAt),
        endsAt: endsAt && fromInstantColumn(endsAt),
      })),
      covers: covers.map(({ startsAt, endsAt, ...row }) => ({
        ...row,
        startsAt: fromInstantColumn(startsAt),
        endsAt: fromInstantColumn(endsAt),
      })),
    };
  },
});
