import type { BotCheck } from "@quietroom/contracts/bot-check";
import type { Result } from "@quietroom/domain/result";
import { decideForm, freeForms, freeFormsMs } from "@quietroom/domain/scheduling";
import type { Runtime } from "../runtime.ts";
import { spendPuzzle } from "../staff/index.ts";

/**
 * Looks at a form of the booking site before anything is done with it (BOOK-12). Forms are counted by the address they come from, for all
 * studios together and in one place for all processes; a form that work was done for is not, and its puzzle counts once. Where nobody saw
 * an address nothing is asked.
 */
export async function admitForm(
  runtime: Runtime,
  { proof = "", remark = "" }: BotCheck,
): Promise<Result<null, "proof_needed">> {
  const trap = remark === "" ? "empty" : "filled";
  const formsBefore = trap === "empty" ? await countForm(runtime) : null;
  const unproven = decideForm({ trap, formsBefore }, "none");
  if (unproven.ok || proof === "" || trap === "filled") return unproven;
  return decideForm({ trap, formsBefore }, (await spendPuzzle(runtime, proof)) ? "done" : "none");
}

/** How many forms came from the address within the hour before this one, which is counted while there is room. */
async function countForm({ db, seal, origin }: Runtime): Promise<number | null> {
  if (origin === undefined || origin.ip === null) return null;
  const key = `forms:${seal.digest(origin.ip, { tenantId: "", recordId: "forms", field: "limits.bucket" })}`;
  const [bucket] = await db.withCounters(
    async ({ tx }) =>
      await tx.$queryRaw<{ used: number; full: boolean }[]>`
        select used, "full" from limits.take(array[${key}], array[${freeForms}::integer], ${freeFormsMs}::integer)`,
  );
  if (bucket === undefined) throw new Error("a form that was counted has no count");
  return bucket.full ? bucket.used : bucket.used - 1;
}
