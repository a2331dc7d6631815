import { readFileSync } from "node:fs";
import { join } from "node:path";
import { checkout, localData } from "@quietroom/local/checkout";
import { z } from "zod";

const environment = z.object({
  /** An administrator's address of the database; the local installation's own when there is none. */
  DATABASE_ADMIN_URL: z.url({ protocol: /^postgres(ql)?$/ }).optional(),
  BACKUP_KEY_FILE: z.string().min(1).optional(),
  QUIETROOM_MASTER_KEY_FILE: z.string().min(1).optional(),
  QUIETROOM_AUDIT_PUBLIC_KEYS: z.string().optional(),
});

export type BackupSettings = {
  readonly adminUrl: string | null;
  readonly keyFile: string;
  /** Of a server; the local installation knows its own. */
  readonly masterKeyFile: string | null;
  readonly auditKeys: readonly string[];
};

/** Where the database and the key are, by the environment and the command's `--key`. Throws on an address that is none. */
export function readSettings(key: string | undefined): BackupSettings {
  const parsed = environment.safeParse(process.env);
  if (!parsed.success) throw new Error("DATABASE_ADMIN_URL is no address of a PostgreSQL database.");
  const { DATABASE_ADMIN_URL: adminUrl = null, BACKUP_KEY_FILE: keyFile } = parsed.data;
  const { QUIETROOM_MASTER_KEY_FILE: masterKeyFile = null, QUIETROOM_AUDIT_PUBLIC_KEYS: auditKeys = "" } =
    parsed.data;
  return {
    adminUrl,
    masterKeyFile,
    auditKeys: auditKeys.split(",").filter((listed) => listed !== ""),
    keyFile: key ?? keyFile ?? join(localData, "keys", "backup.key"),
  };
}

/** The product's version, as its package says. */
export function productVersion(): string {
  return z
    .object({ version: z.string() })
    .parse(JSON.parse(readFileSync(join(checkout, "package.json"), "utf8"))).version;
}
