import type { Tx } from "@quietroom/db";
import { type BesideRules, decideBesideOwnVisits, ownOverlapRules } from "@quietroom/domain/scheduling";
import type { Instant, Interval } from "@quietroom/domain/time";
import { found } from "../errors.ts";
import { fromInstantColumn } from "../instant-column.ts";

/** What the studio lets clients book beside their visits; null where it has no such rule, and nobody has to be looked up. */
export async function besideRules(tx: Tx, tenantId: string): Promise<BesideRules | null> {
  const select = { ownOverlaps: true, clientVisitLimit: true } as const;
  const row = found(await tx.tenant.findUnique({ where: { id: tenantId }, select }));
  const { clientVisitLimit } = row;
  const ownOverlaps = ownOverlapRules.find((rule) => rule === row.ownOverlaps) ?? "warn";
  return ownOverlaps === "warn" && clientVisitLimit === null ? null : { ownOverlaps, clientVisitLimit };
}

/** Whether a time fits beside the client's visits by the studio's rules; always for whom the studio does not know. Whoever looked the client up waits for who did so before. */
export async function fitsBeside(
  tx: Tx,
  rules: BesideRules,
  who: {
    readonly tenantId: string;
    readonly clientId: string | null;
    readonly now: Instant;
    readonly wanted: Interval & { readonly id: string };
  },
): Promise<boolean> {
  const { tenantId, clientId, now, wanted } = who;
  if (clientId === null) return true;
  const rows = await tx.appointment.findMany({
    where: { tenantId, clientId, endsAt: { gt: new Date(Math.min(now, wanted.start)) } },
    select: { id: true, status: true, startsAt: true, endsAt: true },
  });
  const visits = rows.map(({ startsAt, endsAt, ...row }) => ({
    ...row,
    start: fromInstantColumn(startsAt),
    end: fromInstantColumn(endsAt),
  }));
  return decideBesideOwnVisits(wanted, visits, rules, now).ok;
}
