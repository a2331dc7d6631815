import { existsSync, mkdirSync } from "node:fs";
import { parseArgs } from "node:util";
import { join } from "node:path";
import { localData, shown } from "@quietroom/local/checkout";
import { keepSecrets, masterKeyFile } from "@quietroom/local/studio-secrets";
import { createAuditSigner } from "@quietroom/services/evidence";
import { withLocalPostgres } from "@quietroom/local/local-database";
import { seededMark, studioDatabase } from "@quietroom/local/studio-environment";
import { claimStudio } from "@quietroom/local/studio-lock";
import { giveUp, say } from "@quietroom/local/terminal";
import { readBackupKey } from "./backup-key.ts";
import { checkBackup } from "./check-backup.ts";
import { restoreBackup, type RestoreReport } from "./restore-backup.ts";
import { readSettings } from "./settings.ts";

// pnpm restore FILE [--key FILE] [--keys-later]   into an empty database: the local installation's, or that of DATABASE_ADMIN_URL
// pnpm restore --check FILE          reads all of a backup and touches no database
try {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { key: { type: "string" }, check: { type: "boolean" }, "keys-later": { type: "boolean" } },
  });
  const [file] = positionals;
  if (file === undefined || positionals.length > 1) {
    throw new Error("Name one backup: pnpm restore FILE, or pnpm restore --check FILE.");
  }
  if (!existsSync(file)) throw new Error(`There is no file ${file}.`);
  const settings = readSettings(values.key);
  const { adminUrl, keyFile } = settings;
  const key = readBackupKey(keyFile);

  if (values.check === true) {
    const { takenAt, tables, rows, product } = await checkBackup(file, key);
    say(`A whole backup of Quietroom ${product}, taken ${takenAt}: ${rows} rows in ${tables} tables.`);
  } else if (adminUrl === null) {
    mkdirSync(localData, { recursive: true });
    const release = claimStudio(localData);
    const secrets = values["keys-later"] === true ? null : localSecrets();
    try {
      report(
        await withLocalPostgres((postgres) =>
          restoreBackup({
            file,
            key,
            adminUrl: postgres.url("postgres", studioDatabase),
            passwords: postgres.passwords,
            comment: seededMark,
            ...secrets,
          }),
        ),
      );
    } finally {
      release();
    }
  } else {
    const { masterKeyFile, auditKeys } = settings;
    if (masterKeyFile === null && values["keys-later"] !== true) {
      throw new Error(
        "Name the file of the master key in QUIETROOM_MASTER_KEY_FILE, so that the restore can see whether what is sealed opens, or say --keys-later.",
      );
    }
    report(await restoreBackup({ file, key, adminUrl, masterKeyFile, auditKeys }));
  }
} catch (failure) {
  giveUp(failure);
}

/** The installation's own keys, which must lie where they were before: starting it would make new ones that open nothing. */
function localSecrets(): { readonly masterKeyFile: string; readonly auditKeys: readonly string[] } {
  const masterKey = masterKeyFile(localData);
  for (const file of [masterKey, join(localData, "secrets.json")]) {
    if (!existsSync(file)) {
      throw new Error(
        `${shown(file)} is missing. Put the one there that the installation had when the backup was made, or say --keys-later.`,
      );
    }
  }
  const { auditKey } = keepSecrets(localData);
  return {
    masterKeyFile: masterKey,
    auditKeys: [createAuditSigner(Buffer.from(auditKey, "base64")).publicKey],
  };
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
      ? "  audit       NOT looked at: no key to check its seals with. Run pnpm audit:verify"
      : `  audit       ${trail.rows} rows and ${trail.seals} seals of ${trail.studios} studios hold together`,
  );
  say(
    sealed === null
      ? "  sealed      NOT opened: the master key was left for later"
      : `  sealed      the keys of ${sealed.studios} studios open, and ${sealed.values} values with them`,
  );
  say(
    migratedOn.length === 0
      ? "  migrations  as in the backup, and that is the newest"
      : `  migrations  ${migratedOn.length} newer ones applied after it, to ${migratedOn.at(-1) ?? ""}`,
  );
}
