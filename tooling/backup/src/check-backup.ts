import type { BackupKey } from "./backup-key.ts";
import type { Opening } from "./manifest.ts";
import { walkBackup } from "./walk-backup.ts";

/** Reads a backup to its last byte and touches no database. Throws when it is not whole, not ours, or not what was written. */
export async function checkBackup(
  file: string,
  key: BackupKey,
): Promise<{
  readonly product: string;
  readonly takenAt: string;
  readonly tables: number;
  readonly rows: number;
}> {
  const found: { opening?: Opening; rows: number } = { rows: 0 };
  await walkBackup(file, key, {
    begin: async (opening) => {
      found.opening = opening;
    },
    table: async (_table, rows) => {
      for await (const piece of rows) void piece;
    },
    end: async ({ tables }) => {
      found.rows = tables.reduce((total, { rows }) => total + rows, 0);
    },
  });
  if (found.opening === undefined) throw new Error("a backup begins with its opening");
  const { product, takenAt, tables } = found.opening;
  return { product, takenAt, tables: tables.length, rows: found.rows };
}
