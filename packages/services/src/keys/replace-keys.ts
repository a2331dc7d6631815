import { setTimeout as passed } from "node:timers/promises";
import type { VerbContext } from "../runtime.ts";
import { beginRotation } from "./begin-rotation.ts";
import { dueRotation } from "./due-rotation.ts";
import { moveRows } from "./move-rows.ts";
import { planMoves } from "./plan-moves.ts";

// Enough that a batch is worth its flush to the disk, few enough that whoever writes one of the rows does not wait for long.
const rowsAtOnce = 400;

/**
 * After a batch, so many times as long as it took is everybody else's: people are at work and moving is never urgent, so fewer than one act
 * in twenty shall meet a batch at all.
 */
const restsFor = 24;

/**
 * Gives a studio new keys and answers the id of the data key that rows are to be moved to. Where rows are still on their way to the
 * current key it answers that one. Safe to call again. Throws `VaultUnavailable`.
 */
export async function replaceKeys(context: VerbContext): Promise<string> {
  const { vault } = context.runtime;
  const { tenantId } = context.actor;
  const rotation = await dueRotation(context, {});
  if (rotation?.due === "moving") return rotation.keyId;
  vault.forget(tenantId);
  const { current } = await vault.keysOf(tenantId);
  await beginRotation(context, { insteadOf: current.keyId, keys: await vault.newKeys(tenantId) });
  vault.forget(tenantId);
  return (await vault.keysOf(tenantId)).current.keyId;
}

/**
 * Moves up to `batches` batches of rows to the key, table by table, with a rest after each. "moved" when nothing is left to move now; "superseded" where the
 * key is not the current one any more. Throws `VaultUnavailable`; what was moved before stays moved.
 */
export async function moveToKey(
  context: VerbContext,
  { keyId, batches }: { readonly keyId: string; readonly batches: number },
): Promise<"more" | "moved" | "superseded"> {
  const { vault } = context.runtime;
  const { tenantId } = context.actor;
  const tables = await planMoves(context, { keyId });
  let left = batches;
  for (const sealed of tables) {
    for (let finished = false; !finished; left -= 1) {
      if (left === 0) return "more";
      const keys = await vault.keysOf(tenantId, { including: keyId });
      if (keys.current.keyId !== keyId) return "superseded";
      const began = performance.now();
      ({ finished } = await moveRows(context, { keys, sealed, atMost: rowsAtOnce }));
      if (!finished) await passed(restsFor * (performance.now() - began));
    }
  }
  return "moved";
}
