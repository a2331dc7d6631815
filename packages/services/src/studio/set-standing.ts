import type { setStanding as contract } from "@quietroom/contracts/practitioners";
import type { InputOf, OutputOf } from "@quietroom/contracts/wire";
import { ok, refuse } from "@quietroom/domain/result";
import { decideStanding } from "@quietroom/domain/scheduling";
import { addDays, instant, interval, localDate } from "@quietroom/domain/time";
import { fromDateColumn, toDateColumn } from "../date-column.ts";
import { defineVerb, type VerbWork } from "../define-verb.ts";
import { found } from "../errors.ts";
import { heldByOne } from "../held-by.ts";
import { toInstantColumn } from "../instant-column.ts";
import { withdrawOffersOver } from "../openings/index.ts";
import { standingOf } from "./standing-rows.ts";
import { hasRoomFor } from "./studio-limits.ts";

type Input = InputOf<typeof contract>;

/**
 * Takes a practitioner off online booking or puts them back, says or takes back their last day, deactivates them or brings them back, as loaded
 * at `version`. No visit is touched: those that stand are counted, for a person to decide about (ec-L9, SCHED-30). What the waitlist was offered
 * of their time is withdrawn once they are not there for it. Whoever returns counts to the studio's limit again (TEN-13).
 */
export const setStanding = defineVerb<Input, OutputOf<typeof contract>>({
  name: "studio.set_standing",
  permission: "studio:manage",
  isolation: "read committed",
  trace: "audited",
  async run(work) {
    const { tx, input, tenantId, now, audit, emit } = work;
    const { practitionerId, version, ...wished } = input;
    audit({ action: "update", resource: "practitioner", resourceId: practitionerId, detail: wished });
    // Whoever carries one of these on has it before the hours of its people: so it is here.
    await tx.$queryRaw`
      select s.id from series s
      where s.tenant_id = ${tenantId}::uuid and s.stopped_because = 'practitioner_leaves' and s.stop_seen_at is null
        and (s.practitioner_id = ${practitionerId}::uuid or ${practitionerId}::uuid = any(s.with_practitioner_ids))
      order by s.id for update`;
    await tx.$queryRaw`
      select id from practitioner
      where tenant_id = ${tenantId}::uuid and id = ${practitionerId}::uuid for no key update`;
    const row = found(
      await tx.practitioner.findUnique({ where: { tenantId_id: { tenantId, id: practitionerId } } }),
    );
    if (row.version !== version) return refuse({ code: "changed_meanwhile", field: null });
    const { timeZone } = await tx.tenant.findUniqueOrThrow({
      where: { id: tenantId },
      select: { timeZone: true },
    });
    const before = { ...row, lastDay: row.lastDay && fromDateColumn(row.lastDay) };
    const decided = decideStanding(before, wished, localDate(now, timeZone));
    if (!decided.ok) return refuse({ code: decided.refusal, field: "lastDay" });
    const { standing, returns } = decided.value;
    if (returns && !(await hasRoomFor(tx, tenantId, "practitioners")))
      return refuse({ code: "limit_reached", field: null });
    const { lastDay } = standing;
    await tx.practitioner.update({
      where: { tenantId_id: { tenantId, id: practitionerId } },
      data: { ...standing, lastDay: lastDay && toDateColumn(lastDay), version: { increment: 1 } },
      select: { id: true },
    });
    if (!standing.active || lastDay !== null) {
      // A place may be a date ahead of UTC: what is offered there on the last day itself is withdrawn rather than kept wrongly.
      const from =
        standing.active && lastDay !== null ? toDateColumn(addDays(lastDay, 1)) : toInstantColumn(now);
      const range = interval(instant(from.getTime()), endOfTime);
      await withdrawOffersOver(work, { practitionerIds: [practitionerId], range });
    }
    if (standing.active) await resumeSeries(work);
    emit("availability/changed", { practitionerId });
    return ok(await standingOf(tx, { tenantId, practitionerId, now }));
  },
});

/** Series that ended with somebody who stays after all go on, unless the studio has seen to them; those that still cross a last day stop again. */
async function resumeSeries({ tx, input, tenantId, audit }: VerbWork<Input>): Promise<void> {
  const where = {
    tenantId,
    ...heldByOne(input.practitionerId),
    stoppedBecause: "practitioner_leaves",
    stopSeenAt: null,
  };
  const stopped = await tx.series.findMany({ where, select: { id: true, clientId: true } });
  if (stopped.length === 0) return;
  await tx.series.updateMany({ where, data: { stoppedBecause: null } });
  for (const { id, clientId } of stopped)
    audit({ action: "update", resource: "series", resourceId: id, clientId });
}

const endOfTime = instant(Date.UTC(2300, 0, 1));
