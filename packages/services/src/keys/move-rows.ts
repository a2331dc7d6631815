import { Prisma, type Tx } from "@quietroom/db";
import { openField, sealField, type TenantKeys } from "@quietroom/vault";
import { defineVerb } from "../define-verb.ts";
import { keepNameTokens } from "../clients/index.ts";
import { showHidden } from "../show-hidden.ts";
import { reindex } from "./reindex.ts";
import { movesWithKey, named, type SealedTable } from "./sealed-columns.ts";

type Row = Readonly<Record<string, string | null>> & { readonly id: string };
type Moved = { readonly rows: number; readonly finished: boolean };

/** Rows whose words changed between reading and writing are looked at again this often; after that the last look finds them. */
const looks = 5;

/**
 * Moves the next rows of a table to the current key: opens, seals again, and writes each row only where it is still what was read,
 * so that whoever writes meanwhile is never overwritten and never waited for. Where it has been and how many rows it has done is kept
 * in the same transaction: killed anywhere, it goes on from there.
 */
export const moveRows = defineVerb<
  {
    readonly keys: TenantKeys;
    readonly sealed: SealedTable;
    readonly atMost: number;
  },
  Moved
>({
  name: "keys.move_rows",
  permission: "keys:rotate",
  isolation: "read committed",
  trace: "audited",
  async run({ tx, input, tenantId, audit }) {
    const { keys, sealed, atMost } = input;
    await showHidden(tx);
    const keyId = keys.current.keyId;
    const where = { tenantId_keyId_tableName: { tenantId, keyId, tableName: sealed.table } };
    const progress = await tx.keyProgress.findUniqueOrThrow({ where });
    const rows = await readRows(
      tx,
      sealed,
      Prisma.sql`tenant_id = ${tenantId}::uuid
      and (${progress.lastRow}::uuid is null or id > ${progress.lastRow}::uuid) order by id limit ${atMost}`,
    );
    audit({
      action: "update",
      resource: "data_key",
      resourceId: null,
      changed: [],
      detail: { table: sealed.table, rows: rows.length, keyId },
    });
    let waiting = rows;
    for (let look = 1; waiting.length > 0 && look <= looks; look += 1) {
      const written = await writeRows(tx, { keys, sealed }, waiting);
      if (sealed.table === "client") {
        const moved = waiting.filter(({ id }) => written.has(id));
        await keepNameTokens(
          tx,
          keys,
          moved.map((row) => namesIn(openedRow(keys, sealed, row), row.id)),
        );
      }
      const lost = waiting.filter(({ id }) => !written.has(id)).map(({ id }) => id);
      waiting =
        lost.length === 0
          ? []
          : await readRows(
              tx,
              sealed,
              Prisma.sql`tenant_id = ${tenantId}::uuid and id = any(${lost}::uuid[])`,
            );
    }
    const finished = rows.length < atMost;
    await tx.keyProgress.update({
      where,
      data: {
        done: progress.done + rows.length,
        // Rows come and go while they are moved: a total that is passed was too small.
        total: finished ? progress.done + rows.length : Math.max(progress.total, progress.done + rows.length),
        lastRow: rows.at(-1)?.id ?? progress.lastRow,
        ...(finished ? { finishedAt: await wallClock(tx) } : {}),
      },
    });
    return { rows: rows.length, finished };
  },
});

async function readRows(tx: Tx, sealed: SealedTable, where: Prisma.Sql): Promise<readonly Row[]> {
  const { table, columns } = sealed;
  const list = Prisma.join(columns.map((column) => Prisma.sql`${named(column)}::text as ${named(column)}`));
  return await tx.$queryRaw<
    Row[]
  >`select id::text as id, ${list} from ${named(table)} where ${movesWithKey(sealed)} and ${where}`;
}

/** Writes what is still as it was read. Answers the ids of those rows. */
async function writeRows(
  tx: Tx,
  { keys, sealed }: { readonly keys: TenantKeys; readonly sealed: SealedTable },
  rows: readonly Row[],
): Promise<ReadonlySet<string>> {
  const { table, columns } = sealed;
  const fresh = rows.map((row) => movedRow(keys, sealed, row));
  const changed = Object.keys(fresh[0] ?? {}).filter((column) => column !== "id");
  const sets = Prisma.join(changed.map((column) => Prisma.sql`${named(column)} = n.${named(column)}`));
  const unchanged = Prisma.join(
    columns.map((column) => Prisma.sql`t.${named(column)} is not distinct from o.${named(column)}`),
    " and ",
  );
  const written = await tx.$queryRaw<{ id: string }[]>`
    update ${named(table)} t set ${sets}
    from jsonb_populate_recordset(null::${named(table)}, ${JSON.stringify(fresh)}::jsonb) n
    join jsonb_populate_recordset(null::${named(table)}, ${JSON.stringify(rows)}::jsonb) o on o.id = n.id
    where t.tenant_id = ${keys.tenantId}::uuid and t.id = n.id and ${unchanged}
    returning t.id::text as id`;
  return new Set(written.map(({ id }) => id));
}

type Opened = Readonly<Record<string, string | null>>;

function openedRow(keys: TenantKeys, { table, columns }: SealedTable, row: Row): Opened {
  return Object.fromEntries(
    columns.map((column) => {
      const word = row[column];
      return [column, word == null ? null : openField(keys, word, { table, column, rowId: row.id })];
    }),
  );
}

function namesIn(opened: Opened, id: string) {
  return { id, givenName: opened["given_name"] ?? "", familyName: opened["family_name"] ?? "" };
}

function movedRow(keys: TenantKeys, sealed: SealedTable, row: Row): Readonly<Record<string, unknown>> {
  const { table } = sealed;
  const opened = openedRow(keys, sealed, row);
  const moved = Object.entries(opened).map(([column, text]) => [
    column,
    text === null ? null : sealField(keys, text, { table, column, rowId: row.id }),
  ]);
  return { id: row.id, ...Object.fromEntries(moved), ...reindex(keys, table, opened) };
}

async function wallClock(tx: Tx): Promise<Date> {
  const [row] = await tx.$queryRaw<{ at: Date }[]>`select clock_timestamp() as at`;
  if (row === undefined) throw new Error("the database did not tell the time");
  return row.at;
}
