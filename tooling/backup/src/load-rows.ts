import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { Client } from "pg";
import { from as copyFrom } from "pg-copy-streams";
import { sessionSettings, sumOf } from "./dump-database.ts";
import { shortName, type BackedUpTable, type Closing, type TableSum } from "./manifest.ts";
import { readLifted, type Lifted } from "./lift-rules.ts";
import { listTables } from "./read-schema.ts";
import { columnList, fullName } from "./sql-names.ts";

export type Loading = {
  table(table: BackedUpTable, rows: AsyncIterable<Buffer>): Promise<void>;
  /** Puts every rule back, which checks the rows against it, compares the rows with those of the backup, and commits. */
  finish(closing: Closing): Promise<{ readonly rows: number; readonly bytes: number }>;
};

/**
 * Begins to load rows into a migrated database, in one transaction: what watches over single rows (triggers, foreign keys, forced
 * row security) is lifted for as long as that takes. `owner` acts as quietroom_owner; whoever ends its session before
 * `finish` leaves the database as it was.
 */
export async function beginLoading(owner: Client, expected: readonly BackedUpTable[]): Promise<Loading> {
  await owner.query(sessionSettings);
  // The owner's own row security is lifted below; what is not must not make it refuse.
  await owner.query("begin");
  await refuseOtherTables(owner, expected);
  const lifted = await readLifted(owner);
  await runAll(owner, lifted.lift);
  if (expected.length > 0) await owner.query(`truncate ${expected.map(fullName).join(", ")}`);

  return {
    table: async (table, rows) => {
      const copy = owner.query(copyFrom(`copy ${fullName(table)} (${columnList(table)}) from stdin`));
      await pipeline(Readable.from(rows, { objectMode: false }), copy);
    },
    finish: async (closing) => {
      await putBack(owner, lifted);
      for (const told of closing.tables) await compare(owner, expected, told);
      for (const { schema, name, lastValue, called } of closing.sequences) {
        await owner.query("select setval($1::regclass, $2::bigint, $3)", [
          fullName({ schema, name }),
          lastValue,
          called,
        ]);
      }
      await runAll(owner, lifted.guard);
      await owner.query("commit");
      return {
        rows: closing.tables.reduce((total, { rows }) => total + rows, 0),
        bytes: closing.tables.reduce((total, { bytes }) => total + bytes, 0),
      };
    },
  };
}

async function refuseOtherTables(owner: Client, expected: readonly BackedUpTable[]): Promise<void> {
  const there = new Set((await listTables(owner)).map(fullName));
  const missing = expected.filter((table) => !there.has(fullName(table)));
  if (missing.length > 0) {
    throw new Error(
      `The backup has tables that its migrations do not make: ${missing.map(shortName).join(", ")}. Somebody added them by hand; nothing was restored.`,
    );
  }
}

async function putBack(owner: Client, lifted: Lifted): Promise<void> {
  try {
    await runAll(owner, lifted.restore);
  } catch (failure) {
    throw new Error(
      `The rows of this backup break a rule of the database, and nothing was restored: ${failure instanceof Error ? failure.message : String(failure)}`,
      { cause: failure },
    );
  }
}

async function compare(owner: Client, tables: readonly BackedUpTable[], told: TableSum): Promise<void> {
  const table = tables.find((one) => fullName(one) === fullName(told));
  const found = table === undefined ? undefined : await sumOf(owner, table);
  if (found?.rows !== told.rows || found.sha256 !== told.sha256) {
    throw new Error(
      `${shortName(told)} holds ${found?.rows ?? 0} rows that are not the ${told.rows} of the backup; nothing was restored.`,
    );
  }
}

async function runAll(owner: Client, statements: readonly string[]): Promise<void> {
  if (statements.length > 0) await owner.query(statements.join(";\n"));
}
