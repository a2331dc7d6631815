import { existsSync, mkdirSync } from "node:fs";
import { parseArgs } from "node:util";
import { localData } from "@quietroom/local/checkout";
import { withLocalPostgres } from "@quietroom/local/local-database";
import { seededMark, studioDatabase } from "@quietroom/local/studio-environment";
import { claimStudio } from "@quietroom/local/studio-lock";
import { giveUp, say } from "@quietroom/local/terminal";
import { readBackupKey } from "./backup-key.ts";
import { checkBackup } from "./check-backup.ts";
import { restoreBackup, type RestoreReport } from "./restore-backup.ts";
import { readSettings } from "./settings.ts";

// pnpm restore FILE [--key FILE]     into an empty database: the local installation's, or that of DATABASE_ADMIN_URL
// pnpm restore --check FILE          reads all of a backup and touches no database
try {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { key: { type: "string" }, check: { type: "boolean" } },
  });
  const [file] = positionals;
  if (file === undefined || positionals.length > 1) {
    throw new Error("Name one backup: pnpm restore FILE, or pnpm restore --check FILE.");
  }
  if (!existsSync(file)) throw new Error(`There is no file ${file}.`);
  const { adminUrl, keyFile } = readSettings(values.key);
  const key = readBackupKey(keyFile);

  if (values.check === true) {
    const { takenAt, tables, rows, product } = await checkBackup(file, key);
    say(`A whole backup of Quietroom ${product}, taken ${takenAt}: ${rows} rows in ${tables} tables.`);
  } else if (adminUrl === null) {
    mkdirSync(localData, { recursive: true });
    const release = claimStudio(localData);
    try {
      report(
        await withLocalPostgres((postgres) =>
          restoreBackup({
            file,
            key,
            adminUrl: postgres.url("postgres", studioDatabase),
            passwords: postgres.passwords,
            comment: seededMark,
          }),
        ),
      );
    } finally {
      release();
    }
  } else {
    report(await restoreBackup({ file, key, adminUrl }));
  }
} catch (failure) {
  giveUp(failure);
}

function report({ product, takenAt, tables, rows, bytes, promises, migratedOn }: RestoreReport): void {
  say(`Restored the backup of Quietroom ${product} taken ${takenAt}.`);
  say(
    `  rows        ${rows} in ${tables} tables (${(bytes / 1e6).toFixed(1)} MB), each table's sum as in the backup`,
  );
  say(
    `  promises    ${promises} as in a new database: owners, grants, policies, constraints, indexes, triggers`,
  );
  say("  roles       the product's role owns nothing and bypasses nothing");
  say(
    migratedOn.length === 0
      ? "  migrations  as in the backup, and that is the newest"
      : `  migrations  ${migratedOn.length} newer ones applied after it, to ${migratedOn.at(-1) ?? ""}`,
  );
}
