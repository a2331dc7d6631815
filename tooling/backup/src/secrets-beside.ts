import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { localData, shown } from "@quietroom/local/checkout";

/** What somebody must keep apart from a backup to get everything back: a line each. */
export function secretsBeside(adminUrl: string | null, keyFile: string): readonly string[] {
  const key = `${shown(keyFile)}: opens the backups themselves`;
  if (adminUrl !== null) {
    return [
      key,
      "the product's own secrets, wherever that server's settings come from (docs/security/backup-and-restore.md)",
    ];
  }
  const own = [
    "secrets.json",
    "master.key",
    ...namesIn(join(localData, "keys")).map((name) => join("keys", name)),
  ]
    .map((name) => join(localData, name))
    .filter((file) => existsSync(file) && file !== keyFile);
  return [key, ...own.map((file) => `${shown(file)}: what this installation encrypts and signs with`)];
}

function namesIn(folder: string): readonly string[] {
  return existsSync(folder) ? readdirSync(folder) : [];
}
