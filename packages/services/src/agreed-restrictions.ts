import type { Tx } from "@quietroom/db";
import { restrictionEndings, stillBinds } from "@quietroom/domain/records";
import type { Instant } from "@quietroom/domain/time";
import { fromInstantColumn } from "./instant-column.ts";

/** What a client asked the studio to use or show less of, and the studio agreed to: it binds whoever works with the record (45 CFR 164.522). */
export type AgreedRestriction = {
  readonly agreedAt: Instant;
  readonly wish: string;
  readonly answer: string;
  /** Set: it binds for what was written before then, and no longer for what is written since. */
  readonly endedAt: Instant | null;
};

type Of = { readonly tenantId: string; readonly clientId: string };

const agreed = {
  kind: "restriction",
  state: "approved",
  OR: [
    { endedBecause: null },
    { endedBecause: { in: restrictionEndings.filter((ending) => stillBinds(ending)) } },
  ],
};

/** Those of one client that bind, the newest first, with the client's words and the studio's. */
export async function agreedRestrictions(tx: Tx, whose: Of): Promise<AgreedRestriction[]> {
  const rows = await tx.rightsRequest.findMany({
    where: { ...whose, ...agreed },
    select: { id: true, wish: true, answer: true, decidedAt: true, askedAt: true, endedAt: true },
    orderBy: [{ decidedAt: "desc" }, { id: "desc" }],
  });
  return rows.map(({ wish, answer, decidedAt, askedAt, endedAt }) => ({
    agreedAt: fromInstantColumn(decidedAt ?? askedAt),
    wish,
    answer: answer ?? "",
    endedAt: endedAt && fromInstantColumn(endedAt),
  }));
}

/** Those of the clients who have one, and none of its words. */
export async function restrictedAmong(
  tx: Tx,
  { tenantId, clientIds }: { readonly tenantId: string; readonly clientIds: readonly string[] },
): Promise<ReadonlySet<string>> {
  const rows = await tx.rightsRequest.findMany({
    where: { tenantId, clientId: { in: [...clientIds] }, ...agreed },
    select: { id: true, clientId: true },
  });
  return new Set(rows.map(({ clientId }) => clientId));
}
