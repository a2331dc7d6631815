import { readFileSync } from "node:fs";
import { join } from "node:path";
import { checkout, localData } from "@quietroom/local/checkout";
import { z } from "zod";

const environment = z.object({
  /** An administrator's address of the database; the local installation's own when there is none. */
  DATABASE_ADMIN_URL: z.url({ protocol: /^postgres(ql)?$/ }).optional(),
  BACKUP_KEY_FILE: z.string().min(1).optional(),
});

export type BackupSettings = {
  readonly adminUrl: string | null;
  readonly keyFile: string;
};

/** Where the database and the key are, by the environment and the command's `--key`. Throws on an address that is none. */
export function readSettings(key: string | undefined): BackupSettings {
  const parsed = environment.safeParse(process.env);
  if (!parsed.success) throw new Error("DATABASE_ADMIN_URL is no address of a PostgreSQL database.");
  const { DATABASE_ADMIN_URL: adminUrl = null, BACKUP_KEY_FILE: keyFile } = parsed.data;
  return {
    adminUrl,
    keyFile: key ?? keyFile ?? join(localData, "keys", "backup.key"),
  };
}

/** The product's version, as its package says. */
export function productVersion(): string {
  return z
    .object({ version: z.string() })
    .parse(JSON.parse(readFileSync(join(checkout, "package.json"), "utf8"))).version;
}
