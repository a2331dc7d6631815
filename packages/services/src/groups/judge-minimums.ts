import { decideMinimum } from "@quietroom/domain/scheduling";
import { defineVerb } from "../define-verb.ts";
import { toInstantColumn } from "../instant-column.ts";
import { lockGroupSession } from "../scheduling/index.ts";
import { callOff } from "./call-off.ts";
import { minimumOf } from "./minimum-of.ts";

/** Seats in which nobody is sure to come. */
const notComing = ["held", "requested", "cancelled"] as const;

/** So many sessions are decided at once; more wait for the next minute. */
const mostAtOnce = 100;

/**
 * Decides the sessions whose cut-off has come: those with too few people are called off, everybody told and nobody late (ec-F7). Each is
 * decided once: run twice, late or after a stop it comes to the same, and what has begun is left alone. Only seats that are booked count: a request that waits for
 * the studio at the cut-off may still be declined or lapse, so it keeps no session, and ends with one that is called off.
 */
export const judgeMinimums = defineVerb<object, { readonly held: number; readonly calledOff: number }>({
  name: "groups.judge_minimums",
  permission: "job:run",
  isolation: "read committed",
  trace: "sweep",
  async run(work) {
    const { tx, now, tenantId, audit } = work;
    const at = toInstantColumn(now);
    const due = await tx.$queryRaw<{ id: string }[]>`
      select id from appointment
      where tenant_id = ${tenantId}::uuid and minimum is not null and minimum_judged_at is null and status = 'scheduled'
        and starts_at > ${at}::timestamptz and starts_at <= ${at}::timestamptz + make_interval(hours => minimum_hours)
      order by starts_at, id limit ${mostAtOnce}`;
    const decided = { held: 0, calledOff: 0 };
    for (const { id } of due) {
      const session = await lockGroupSession(tx, tenantId, id);
      const minimum = session && minimumOf(session);
      // Decided, called off or set anew while this one waited for its row.
      if (!session || !minimum || session.minimumJudgedAt !== null || session.status !== "scheduled")
        continue;
      const { _sum: sum } = await tx.appointment.aggregate({
        where: { tenantId, groupSessionId: id, status: { notIn: [...notComing] } },
        _sum: { partySize: true },
      });
      const decision = decideMinimum({ startsAt: session.start, minimum, people: sum.partySize ?? 0 }, now);
      if (decision !== "held" && decision !== "called_off") continue;
      await tx.appointment.updateMany({ where: { tenantId, id }, data: { minimumJudgedAt: at } });
      audit({ action: "update", resource: "appointment", resourceId: id, detail: { to: decision } });
      if (decision === "called_off") await callOff(work, session, null);
      decided[decision === "held" ? "held" : "calledOff"] += 1;
    }
    return decided;
  },
});
