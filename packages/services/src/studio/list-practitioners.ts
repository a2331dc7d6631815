import type { listPractitioners as contract } from "@quietroom/contracts/practitioners";
import type { OutputOf } from "@quietroom/contracts/wire";
import { practitionersWithin } from "@quietroom/domain/access";
import { hasLeft } from "@quietroom/domain/scheduling";
import { localDate } from "@quietroom/domain/time";
import { fromDateColumn } from "../date-column.ts";
import { defineVerb } from "../define-verb.ts";

/** Everybody whose hours the actor sees, in the studio's order: those who are here, and those who have left. */
export const listPractitioners = defineVerb<object, OutputOf<typeof contract>>({
  name: "studio.list_practitioners",
  permission: "availability:view",
  isolation: "read committed",
  trace: "public",
  async run({ tx, tenantId, actor, now }) {
    const within = practitionersWithin(actor, "availability:view");
    const { timeZone } = await tx.tenant.findUniqueOrThrow({
      where: { id: tenantId },
      select: { timeZone: true },
    });
    const today = localDate(now, timeZone);
    const people = await tx.practitioner.findMany({
      where: { tenantId, ...(within === "all" ? {} : { id: { in: [...within] } }) },
      select: { id: true, displayName: true, active: true, lastDay: true },
      orderBy: [{ position: "asc" }, { id: "asc" }],
    });
    return people.map(({ id, displayName, active, lastDay }) => ({
      id,
      displayName,
      hasLeft: hasLeft({ active, lastDay: lastDay && fromDateColumn(lastDay) }, today),
    }));
  },
});
