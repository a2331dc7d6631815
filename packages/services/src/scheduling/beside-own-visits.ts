import type { Tx } from "@quietroom/db";
import { type BesideRules, decideBesideOwnVisits, ownOverlapRules } from "@quietroom/domain/scheduling";
import type { Instant, Interval } from "@quietroom/domain/time";
import { found } from "../errors.ts";
import { fromInstantColumn, toInstantColumn } from "../instant-column.ts";
import type { BookedRow } from "./rows.ts";

/** What the studio lets clients book beside their visits; null where it has no such rule, and nobody has to be looked up. */
export async function besideRules(tx: Tx, tenantId: string): Promise<BesideRules | null> {
  const select = { ownOverlaps: true, clientVisitLimit: true } as const;
  const row = found(await tx.tenant.findUnique({ where: { id: tenantId }, select }));
  const { clientVisitLimit } = row;
  const ownOverlaps = ownOverlapRules.find((rule) => rule === row.ownOverlaps) ?? "warn";
  return ownOverlaps === "warn" && clientVisitLimit === null ? null : { ownOverlaps, clientVisitLimit };
}

type Who = {
  readonly tenantId: string;
  readonly clientId: string | null;
  readonly now: Instant;
  readonly wanted: Interval & { readonly id: string };
};

/**
 * Whether a time fits beside the client's visits by the studio's rules; always for whom the studio does not know. What the same client books
 * or moves at the same time waits, so that what is seen stays as it is.
 */
export async function fitsBeside(tx: Tx, rules: BesideRules, who: Who): Promise<boolean> {
  const { tenantId, clientId } = who;
  if (clientId === null) return true;
  await lockOwnVisits(tx, tenantId, clientId);
  return await wouldFitBeside(tx, rules, { ...who, clientId });
}

/** The same as it looks now, for somebody who is only asked: nobody waits, and it is asked again when they answer. */
export async function wouldFitBeside(
  tx: Tx,
  rules: BesideRules,
  { tenantId, clientId, now, wanted }: Who & { readonly clientId: string },
): Promise<boolean> {
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

/** The same for a visit that its client moves by themselves, who may see no other of theirs; its own old time is not in its way (ec-E14, ec-J6). */
export async function movesBeside(
  tx: Tx,
  tenantId: string,
  visit: Pick<BookedRow, "id" | "clientId">,
  { start, end }: Interval,
): Promise<boolean> {
  await lockOwnVisits(tx, tenantId, visit.clientId);
  const [answer] = await tx.$queryRaw<{ fits: boolean }[]>`
    select app.fits_own_visits(${visit.id}::uuid, ${toInstantColumn(start)}::timestamptz, ${toInstantColumn(end)}::timestamptz) as fits`;
  return answer?.fits ?? false;
}

/** After the locks of calendars and caps, which are taken first everywhere, so that nobody waits in a circle. */
async function lockOwnVisits(tx: Tx, tenantId: string, clientId: string): Promise<void> {
  await tx.$executeRaw`select pg_advisory_xact_lock(hashtextextended(${`visits ${tenantId} ${clientId}`}, 0))`;
}
