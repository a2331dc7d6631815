import { Prisma } from "@quietroom/db";
import type { Runtime } from "@quietroom/services";
import { openField } from "@quietroom/vault";
import { withKeys } from "./clients.ts";

/** What a sealed column of one row says, opened with its studio's keys; null where it is empty. Throws for a row that is not there. */
export async function sealedWord(
  runtime: Runtime,
  tenantId: string,
  place: { readonly table: string; readonly column: string; readonly rowId: string },
): Promise<string | null> {
  const { table, column, rowId } = place;
  return await withKeys(runtime, tenantId, async ({ tx, keys }) => {
    const [row] = await tx.$queryRaw<{ word: string | null }[]>`
      select ${Prisma.raw(`"${column}"`)}::text as word from ${Prisma.raw(`"${table}"`)}
      where tenant_id = ${tenantId}::uuid and id = ${rowId}::uuid`;
    if (row === undefined) throw new Error(`no row ${rowId} in ${table}`);
    return row.word === null ? null : openField(keys, row.word, place);
  });
}
