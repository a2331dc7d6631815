import { defineVerb } from "../define-verb.ts";
import { showHidden } from "../show-hidden.ts";
import { movesWithKey, named, type SealedTable, sealedOtherwise, sealedTables } from "./sealed-columns.ts";

/**
 * The tables of which rows are not yet moved to the current key, each with its place in `key_progress`. A table that was finished and
 * has rows under an older key again (a process that had not heard of the rotation wrote them) begins another round.
 */
export const planMoves = defineVerb<{ readonly keyId: string }, readonly SealedTable[]>({
  name: "keys.plan_moves",
  permission: "keys:rotate",
  isolation: "read committed",
  trace: "bookkeeping", // counts rows, opens none
  async run({ tx, input, tenantId }) {
    const { keyId } = input;
    await showHidden(tx); // a removed record is sealed like any other, and may come back
    const open: SealedTable[] = [];
    for (const sealed of await sealedTables(tx)) {
      const where = { tenantId_keyId_tableName: { tenantId, keyId, tableName: sealed.table } };
      const progress = await tx.keyProgress.findUnique({ where });
      if (progress?.finishedAt === null) {
        open.push(sealed);
        continue;
      }
      const [row] = await tx.$queryRaw<{ total: number; left: number }[]>`
        select count(*)::integer as total,
          (count(*) filter (where ${sealedOtherwise(sealed, keyId)}))::integer as left
        from ${named(sealed.table)} where tenant_id = ${tenantId}::uuid and ${movesWithKey(sealed)}`;
      const { total, left } = row ?? { total: 0, left: 0 };
      if (progress === null)
        await tx.keyProgress.create({ data: { tenantId, keyId, tableName: sealed.table, total } });
      else if (left > 0)
        await tx.keyProgress.update({
          where,
          data: { total, done: 0, lastRow: null, finishedAt: null, rounds: progress.rounds + 1 },
        });
      else continue;
      open.push(sealed);
    }
    return open;
  },
});
