import type { SettledAs } from "@quietroom/contracts/dead-letters";
import type { DeadLetterModel } from "@quietroom/db";
import type { VerbWork } from "../define-verb.ts";
import { AppError, found } from "../errors.ts";
import { toInstantColumn } from "../instant-column.ts";

type Work = Pick<VerbWork<unknown>, "tx" | "now" | "actor" | "tenantId" | "audit">;

/**
 * Settles a dead letter, once: of two who do it at the same moment the first one's word stands, and the other gets null. Audited. Throws
 * `not_found`, of another studio's too.
 */
export async function settle(
  { tx, now, actor, tenantId, audit }: Work,
  id: string,
  as: SettledAs,
): Promise<DeadLetterModel | null> {
  audit({ action: "update", resource: "dead_letter", resourceId: id, detail: { as } });
  if (actor.kind !== "staff") throw new AppError("forbidden");
  const letter = found(await tx.deadLetter.findUnique({ where: { tenantId_id: { tenantId, id } } }));
  const { count } = await tx.deadLetter.updateMany({
    where: { tenantId, id, settledAt: null },
    data: { settledAt: toInstantColumn(now), settledBy: actor.staffUserId, settledAs: as },
  });
  return count === 0 ? null : letter;
}
