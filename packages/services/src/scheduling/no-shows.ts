import type { Tx } from "@quietroom/db";
import { decideAfterNoShows, type NoShowRule } from "@quietroom/domain/scheduling";
import { type Instant, localDate, type TimeZone } from "@quietroom/domain/time";
import { found } from "../errors.ts";
import { fromInstantColumn } from "../instant-column.ts";

/** The rule as a studio has set it, with the zone of its calendar. */
type StudioRule = NoShowRule & { readonly timeZone: TimeZone };

/** After how many missed visits the studio books for a client; null where it has no such rule, and nobody has to be looked up. */
export async function noShowRule(tx: Tx, tenantId: string): Promise<StudioRule | null> {
  const select = { noShowLimit: true, noShowMonths: true, timeZone: true } as const;
  const row = found(await tx.tenant.findUnique({ where: { id: tenantId }, select }));
  return row.noShowLimit === null
    ? null
    : { limit: row.noShowLimit, months: row.noShowMonths, timeZone: row.timeZone };
}

/** Whether a client has missed so many visits that they book through the studio (SCHED-20); never whom the studio does not know. */
export async function missedTooOften(
  tx: Tx,
  rule: StudioRule,
  who: { readonly tenantId: string; readonly clientId: string | null; readonly now: Instant },
): Promise<boolean> {
  const { tenantId, clientId, now } = who;
  if (clientId === null) return false;
  const missed = await tx.appointment.findMany({
    where: { tenantId, clientId, status: "no_show" },
    select: { id: true, startsAt: true },
  });
  const dates = missed.map(({ startsAt }) => localDate(fromInstantColumn(startsAt), rule.timeZone));
  return !decideAfterNoShows(dates, rule, localDate(now, rule.timeZone)).ok;
}
