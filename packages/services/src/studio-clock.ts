import type { Tx } from "@quietroom/db";
import type { TimeZone } from "@quietroom/domain/time";
import { found } from "./errors.ts";

/** The zone whose dates a studio's screens mean, and the language that they are written in. */
export type StudioClock = { readonly timeZone: TimeZone; readonly locale: string };

/** The clock of the studio that the transaction belongs to. */
export async function studioClock(tx: Tx, tenantId: string): Promise<StudioClock> {
  const select = { timeZone: true, locale: true } as const;
  return found(await tx.tenant.findUnique({ where: { id: tenantId }, select }));
}
