import type { countCancellations as contract } from "@quietroom/contracts/cancellation-reasons";
import type { InputOf, OutputOf } from "@quietroom/contracts/wire";
import { resolveWallTime } from "@quietroom/domain/time";
import { defineVerb } from "../define-verb.ts";
import { toInstantColumn } from "../instant-column.ts";
import { studioClock } from "../studio-clock.ts";

/**
 * How many visits were cancelled, by anybody, in the dates [from, until) of the studio's zone, by the reason that was named (SCHED-19).
 * A request that was turned down or ran out was no visit, and of a group session its seats are counted.
 */
export const countCancellations = defineVerb<InputOf<typeof contract>, OutputOf<typeof contract>>({
  name: "studio.count_cancellations",
  permission: "studio:manage",
  isolation: "read committed",
  trace: "audited",
  opens: "nothing",
  async run({ tx, input, tenantId, audit }) {
    const { from, until } = input;
    audit({ action: "read", resource: "appointment", resourceId: null, detail: { from, until } });
    const { timeZone } = await studioClock(tx, tenantId);
    const at = (date: string) => toInstantColumn(resolveWallTime(date, "00:00", timeZone));
    const counts = await tx.$queryRaw<{ reason: string | null; visits: number }[]>`
      select r.label as reason, count(*)::integer as visits
      from appointment a left join cancellation_reason r on r.tenant_id = a.tenant_id and r.id = a.cancel_reason_id
      where a.tenant_id = ${tenantId}::uuid and a.status = 'cancelled' and a.request_ended is null and a.capacity is null
        and a.cancelled_at >= ${at(from)}::timestamptz and a.cancelled_at < ${at(until)}::timestamptz
      group by r.id, r.label
      order by visits desc, r.label nulls last`;
    return { counts };
  },
});
