import { createHash } from "node:crypto";
import type { Client } from "pg";
import { to as copyTo } from "pg-copy-streams";
import type { BackedUpTable, Closing, Opening, TableSum } from "./manifest.ts";
import { fact, rows } from "./records.ts";
import { listLeftOut, listMigrations, listSequences, listTables } from "./read-schema.ts";
import { columnList, fullName } from "./sql-names.ts";

const pieceBytes = 256 * 1024;

/**
 * All rows of all tables as they stood at one moment, as records. Nobody who works with the database has to wait, but for
 * migrations. `client` is a connection of its own that nothing else is asked on; its role must be one that row security does
 * not bind (a superuser, or `bypassrls`), and PostgreSQL refuses any other rather than leave rows out.
 */
export async function* dumpDatabase(client: Client, product: string): AsyncGenerator<Buffer> {
  await client.query(sessionSettings);
  await client.query("begin isolation level repeatable read, read only");
  const tables = await listTables(client);
  if (tables.length > 0) {
    await client.query(`lock table ${tables.map(fullName).join(", ")} in access share mode`);
  }
  const { rows: moments } = await client.query<{ at: Date; server: string }>(
    "select now() as at, current_setting('server_version') as server",
  );
  yield fact("opening", {
    format: 1,
    product,
    takenAt: moments[0]?.at.toISOString() ?? "",
    server: moments[0]?.server ?? "",
    migrations: [...(await listMigrations(client))],
    tables: [...tables],
    leftOut: [...(await listLeftOut(client))],
  } satisfies Opening);

  const sums: TableSum[] = [];
  for (const table of tables) {
    yield fact("table", table);
    const sum = yield* dumpTable(client, table);
    yield fact("sum", sum);
    sums.push(sum);
  }
  // Last: a sequence knows no snapshot, and one that is further than the rows does no harm.
  yield fact("closing", { tables: sums, sequences: [...(await listSequences(client))] } satisfies Closing);
  await client.query("commit");
}

/** What makes PostgreSQL write a value the same way everywhere, and refuse to leave out what a policy hides. */
export const sessionSettings = `set search_path = ''; set row_security = off; set synchronize_seqscans = off;
  set timezone = 'UTC'; set datestyle = 'ISO, YMD'; set intervalstyle = 'postgres'; set bytea_output = 'hex';
  set extra_float_digits = 1; set statement_timeout = 0; set idle_in_transaction_session_timeout = 0`;

/** How many rows a table has, how long they are as text, and their sum. */
export async function sumOf(client: Client, table: BackedUpTable): Promise<TableSum> {
  const reading = dumpTable(client, table);
  for (let step = await reading.next(); ; step = await reading.next()) if (step.done) return step.value;
}

async function* dumpTable(client: Client, table: BackedUpTable): AsyncGenerator<Buffer, TableSum> {
  const copy = client.query(copyTo(`copy ${fullName(table)} (${columnList(table)}) to stdout`));
  const hash = createHash("sha256");
  let bytes = 0;
  let waiting: Buffer[] = [];
  let waitingBytes = 0;
  for await (const chunk of copy) {
    const content = toBuffer(chunk);
    hash.update(content);
    bytes += content.length;
    waiting.push(content);
    waitingBytes += content.length;
    if (waitingBytes >= pieceBytes) {
      yield* rows(Buffer.concat(waiting));
      waiting = [];
      waitingBytes = 0;
    }
  }
  yield* rows(Buffer.concat(waiting));
  return {
    schema: table.schema,
    name: table.name,
    rows: copy.rowCount,
    bytes,
    sha256: hash.digest("hex"),
  };
}

// What COPY gives out is bytes; its stream is typed as one of anything.
function toBuffer(chunk: unknown): Buffer {
  if (!Buffer.isBuffer(chunk)) throw new TypeError("COPY gave out something else than bytes");
  return chunk;
}
