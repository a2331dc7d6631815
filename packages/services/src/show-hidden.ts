import type { Tx } from "@quietroom/db";

/**
 * From here to the end of this transaction, what hangs on a removed client is there (COMP-03). Only verbs that remove, restore or purge
 * records call it, those that have every sealed word to see to, and who asks of a message whether it is hidden; every other one meets the database's own policy and finds nothing.
 */
export async function showHidden(tx: Tx): Promise<void> {
  await tx.$queryRaw`select set_config('app.hidden_records', 'shown', true)`;
}
