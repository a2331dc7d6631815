import { Prisma, type Tx } from "@quietroom/db";
import { isReindexed } from "./reindex.ts";

/** A table that keeps sealed words, and the columns that do. Its rows are known by `id`. */
export type SealedTable = { readonly table: string; readonly columns: readonly string[] };

/** Every column of the database that is declared to hold sealed words: the declaration that the database itself goes by. */
export async function sealedTables(tx: Tx): Promise<readonly SealedTable[]> {
  return await tx.$queryRaw<SealedTable[]>`
    select c.relname::text as "table", array_agg(a.attname::text order by a.attnum) as columns
    from pg_attribute a
    join pg_class c on c.oid = a.attrelid
    where a.atttypid = 'public.sealed_text'::regtype and c.relkind in ('r', 'p') and not c.relispartition
      and c.relnamespace = 'public'::regnamespace and not a.attisdropped
    group by c.relname order by c.relname`;
}

/** A table or column as SQL. Names come from the database's own catalogue. */
export function named(identifier: string): Prisma.Sql {
  if (!/^[a-z_][a-z0-9_]*$/.test(identifier)) throw new Error("not a name of ours");
  return Prisma.raw(`"${identifier}"`);
}

/** A condition that holds for rows that are moved from key to key: those with a sealed word, and all of a table that is found by its words. */
export function movesWithKey({ table, columns }: SealedTable): Prisma.Sql {
  if (isReindexed(table)) return Prisma.sql`true`;
  const words = columns.map((column) => Prisma.sql`${named(column)} is not null`);
  return Prisma.sql`(${Prisma.join(words, " or ")})`;
}

/** A condition that holds for rows with a word that is not sealed under the key. */
export function sealedOtherwise({ columns }: SealedTable, keyId: string): Prisma.Sql {
  return Prisma.join(
    columns.map((column) => Prisma.sql`${named(column)} not like ${`${keyId}:%`}`),
    " or ",
  );
}
