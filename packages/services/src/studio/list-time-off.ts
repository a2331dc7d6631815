import type { listTimeOff as contract } from "@quietroom/contracts/time-off";
import type { InputOf, OutputOf } from "@quietroom/contracts/wire";
import { practitionersWithin } from "@quietroom/domain/access";
import { addDays, localDate } from "@quietroom/domain/time";
import { toDateColumn } from "../date-column.ts";
import { defineVerb } from "../define-verb.ts";
import { timeOffRows } from "./time-off-rows.ts";

/**
 * Time off that is not over anywhere, by date, of those whose hours the actor may keep: why somebody is away is not for everyone who
 * sees the hours, and nobody's is listed for those who keep none. No client is read.
 */
export const listTimeOff = defineVerb<InputOf<typeof contract>, OutputOf<typeof contract>>({
  name: "studio.list_time_off",
  permission: "availability:view",
  isolation: "read committed",
  trace: "public",
  async run({ tx, tenantId, actor, now }) {
    const within = practitionersWithin(actor, "availability:manage");
    const colleagues = await tx.practitioner.findMany({
      where: { tenantId, active: true },
      select: { id: true, displayName: true },
      orderBy: [{ position: "asc" }, { id: "asc" }],
    });
    return {
      people: colleagues.filter(({ id }) => within === "all" || within.includes(id)),
      colleagues,
      timeOff: await timeOffRows(
        tx,
        { tenantId, now },
        {
          lastDate: { gte: toDateColumn(addDays(localDate(now, "UTC"), -1)) },
          status: { not: "withdrawn" },
          ...(within === "all" ? {} : { practitionerId: { in: [...within] } }),
        },
      ),
    };
  },
});
