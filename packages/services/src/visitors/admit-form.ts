import type { BotCheck } from "@quietroom/contracts/bot-check";
import type { Result } from "@quietroom/domain/result";
import { decideForm, freeContactForms, freeForms, freeFormsMs } from "@quietroom/domain/scheduling";
import { normalizedEmail } from "@quietroom/vault";
import type { Runtime } from "../runtime.ts";
import { spendPuzzle } from "../staff/index.ts";

/**
 * Looks at a form of the booking site before anything is done with it (BOOK-12). Forms are counted by the address they come from and by the
 * email address they name, for all studios together and in one place for all processes; a form that work was done for is not, and its
 * puzzle counts once. Where nobody saw an address nothing is asked for it.
 */
export async function admitForm(
  runtime: Runtime,
  { proof = "", remark = "", details }: BotCheck,
): Promise<Result<null, "proof_needed">> {
  const trap = remark === "" ? "empty" : "filled";
  const counts = trap === "empty" ? await countForm(runtime, details?.email ?? null) : uncounted;
  const unproven = decideForm({ trap, ...counts }, "none");
  if (unproven.ok || proof === "" || trap === "filled") return unproven;
  return decideForm({ trap, ...counts }, (await spendPuzzle(runtime, proof)) ? "done" : "none");
}

type Counts = Omit<Parameters<typeof decideForm>[0], "trap">;
const uncounted: Counts = { formsBefore: null, contactFormsBefore: null };

/** How many forms came from the address, and were about the email address, before this one, which is counted while there is room in both. */
async function countForm({ db, seal, origin }: Runtime, email: string | null): Promise<Counts> {
  const keyOf = (source: string, recordId: string) =>
    `forms:${seal.digest(source, { tenantId: "", recordId, field: "limits.bucket" })}`;
  const ip = origin?.ip ?? null;
  const address = ip === null ? null : { key: keyOf(ip, "forms"), free: freeForms };
  const contact =
    email === null ? null : { key: keyOf(normalizedEmail(email), "contact_forms"), free: freeContactForms };
  const buckets = [address, contact].filter((bucket) => bucket !== null);
  if (buckets.length === 0) return uncounted;
  const keys = buckets.map(({ key }) => key);
  const free = buckets.map((bucket) => bucket.free);
  const rows = await db.withCounters(
    async ({ tx }) =>
      await tx.$queryRaw<{ key: string; used: number; full: boolean }[]>`
        select key, used, "full" from limits.take(${keys}, ${free}::integer[], ${freeFormsMs}::integer)`,
  );
  const before = (bucket: typeof address) => {
    const row = rows.find(({ key }) => key === bucket?.key);
    return row === undefined ? null : row.full ? row.used : row.used - 1;
  };
  return { formsBefore: before(address), contactFormsBefore: before(contact) };
}
