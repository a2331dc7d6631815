import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { localData, shown } from "@quietroom/local/checkout";
import { withLocalPostgres } from "@quietroom/local/local-database";
import { studioDatabase } from "@quietroom/local/studio-environment";
import { giveUp, say } from "@quietroom/local/terminal";
import { keepBackupKey } from "./backup-key.ts";
import { secretsBeside } from "./secrets-beside.ts";
import { productVersion, readSettings } from "./settings.ts";
import { writeBackup } from "./write-backup.ts";

// pnpm backup [--to FOLDER] [--keep N] [--key FILE]   while the product runs; DATABASE_ADMIN_URL names another database.
try {
  const { values } = parseArgs({
    options: { to: { type: "string" }, keep: { type: "string" }, key: { type: "string" } },
  });
  const keep = values.keep === undefined ? undefined : Number(values.keep);
  if (keep !== undefined && !(Number.isSafeInteger(keep) && keep >= 1)) {
    throw new Error("--keep takes how many backups to keep: 1 or more.");
  }
  const settings = readSettings(values.key);
  const { key, madeNow } = keepBackupKey(settings.keyFile);
  const startedAt = performance.now();
  const back = (databaseUrl: string) =>
    writeBackup({
      databaseUrl,
      folder: resolve(values.to ?? join(localData, "backups")),
      key,
      product: productVersion(),
      now: new Date(),
      ...(keep === undefined ? {} : { keep }),
    });
  const { file, bytes, removed } =
    settings.adminUrl === null
      ? await withLocalPostgres((postgres) => back(postgres.url("postgres", studioDatabase)))
      : await back(settings.adminUrl);

  const seconds = (performance.now() - startedAt) / 1000;
  say(`Backed up to ${shown(file)} (${(bytes / 1e6).toFixed(1)} MB, ${seconds.toFixed(1)} s).`);
  for (const name of removed) say(`Removed the older ${name}.`);
  if (madeNow)
    say(`\nA new backup key was made. Copy it to another place now: no backup can be read without it.`);
  say("\nA restore needs these too. Keep them apart from the backups, and apart from this machine:");
  for (const line of secretsBeside(settings.adminUrl, settings.keyFile)) say(`  ${line}`);
} catch (failure) {
  giveUp(failure);
}
