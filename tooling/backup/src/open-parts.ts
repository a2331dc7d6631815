import type { Client } from "pg";
import type { BackedUpTable } from "./manifest.ts";
import { listTables } from "./read-schema.ts";
import { fullName } from "./sql-names.ts";

const month = /^event_(\d{4})_(\d{2})$/;

/**
 * The audit trail lies in months, which come with time and not with a migration: a new database gets those of the backup and loses
 * the others, which are empty. `owner` acts as quietroom_owner on a database that was migrated a moment ago.
 */
export async function openParts(
  owner: Pick<Client, "query">,
  expected: readonly BackedUpTable[],
): Promise<void> {
  const parts = (tables: readonly BackedUpTable[]) =>
    tables.filter(({ schema, name }) => schema === "audit" && month.test(name));
  const wanted = new Set(parts(expected).map(fullName));
  const there = parts(await listTables(owner));
  for (const part of there) {
    if (!wanted.has(fullName(part))) await owner.query(`drop table ${fullName(part)}`);
  }
  const open = new Set(there.map(fullName));
  for (const part of parts(expected)) {
    const [, year, number] = month.exec(part.name) ?? [];
    if (!open.has(fullName(part))) await owner.query(`call app.open_audit_month('${year}-${number}-01')`);
  }
}
