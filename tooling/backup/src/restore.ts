import { existsSync, mkdirSync } from "node:fs";
import { parseArgs } from "node:util";
import { localData } from "@quietroom/local/checkout";
import { withLocalPostgres } from "@quietroom/local/local-database";
import { seededMark, studioDatabase } from "@quietroom/local/studio-environment";
import { claimStudio } from "@quietroom/local/studio-lock";
import { giveUp, say } from "@quietroom/local/terminal";
import { type BackupKey, readBackupKey } from "./backup-key.ts";
import { checkBackup } from "./check-backup.ts";
import { findProofKeys, type ProofKeys } from "./proof-keys.ts";
import { restoreBackup, type RestoreReport } from "./restore-backup.ts";
import { readSettings } from "./settings.ts";

// pnpm restore FILE [--key FILE] [--keys-later] [--audit-later]   into an empty database: the local installation's, or that of
//                                    DATABASE_ADMIN_URL. Refused without the keys that prove it, unless whoever restores says later.
// pnpm restore --check FILE          reads all of a backup and touches no database
try {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      key: { type: "string" },
      check: { type: "boolean" },
      "keys-later": { type: "boolean", default: false },
      "audit-later": { type: "boolean", default: false },
    },
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
  } else {
    const proof = await findProofKeys(
      { environment: adminUrl === null ? null : process.env, folder: localData },
      { keysLater: values["keys-later"], auditLater: values["audit-later"] },
    );
    report(
      adminUrl === null
        ? await restoreHere({ file, key, ...proof })
        : await restoreBackup({ file, key, adminUrl, ...proof }),
    );
  }
} catch (failure) {
  giveUp(failure);
}

/** Into the local installation's own database, which nobody may use meanwhile. */
async function restoreHere(what: { readonly file: string; readonly key: BackupKey } & ProofKeys) {
  mkdirSync(localData, { recursive: true });
  const release = claimStudio(localData);
  try {
    return await withLocalPostgres((postgres) =>
      restoreBackup({
        ...what,
        adminUrl: postgres.url("postgres", studioDatabase),
        passwords: postgres.passwords,
        comment: seededMark,
      }),
    );
  } finally {
    release();
  }
}

function report({
  product,
  takenAt,
  tables,
  rows,
  bytes,
  promises,
  trail,
  sealed,
  migratedOn,
}: RestoreReport): void {
  say(`Restored the backup of Quietroom ${product} taken ${takenAt}.`);
  say(
    `  rows        ${rows} in ${tables} tables (${(bytes / 1e6).toFixed(1)} MB), each table's sum as in the backup`,
  );
  say(
    `  promises    ${promises} as in a new database: owners, grants, policies, constraints, indexes, triggers`,
  );
  say("  roles       the product's role owns nothing and bypasses nothing");
  say(
    trail === null
      ? "  audit       NOT VERIFIED, as you said (--audit-later). Run pnpm audit:verify before anybody relies on it"
      : `  audit       ${trail.rows} rows and ${trail.seals} seals of ${trail.studios} studios hold together`,
  );
  say(
    sealed === null
      ? "  sealed      NOT VERIFIED, as you said (--keys-later). Put the master key in place and run pnpm phi:check"
      : `  sealed      the keys of ${sealed.studios} studios open, and ${sealed.values} values with them`,
  );
  say(
    migratedOn.length === 0
      ? "  migrations  as in the backup, and that is the newest"
      : `  migrations  ${migratedOn.length} newer ones applied after it, to ${migratedOn.at(-1) ?? ""}`,
  );
}
