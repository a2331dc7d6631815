import { existsSync } from "node:fs";
import { join } from "node:path";
import { type KeyServices, openKeyServices } from "@quietroom/integrations/key-services";
import { shown } from "@quietroom/local/checkout";
import { keepSecrets, masterKeyFile } from "@quietroom/local/studio-secrets";
import { createAuditSigner } from "@quietroom/services/evidence";
import { keySettings } from "@quietroom/vault";

/** What a restore is proven with. Null where somebody said that it is proven later. */
export type ProofKeys = {
  /** Who opens the studios' keys. */
  readonly keyServices: KeyServices | null;
  /** Public keys that the audit's seals may be signed with. */
  readonly auditKeys: readonly string[] | null;
};

type Source = {
  /** The programs' own settings, of a server; null for the local installation, which has none but its files. */
  readonly environment: Readonly<Record<string, string | undefined>> | null;
  /** Where an installation on this machine keeps its keys. A rehearsal of it elsewhere finds them here. */
  readonly folder: string;
};

/**
 * Finds the master key, by the settings that the product has (a file or a key service), and the keys of the audit, or else those of the
 * installation on this machine. Throws with words for the person at the keyboard where one is missing: a restore that nobody can prove
 * is somebody's decision (`--keys-later`, `--audit-later`), never a line that is read past.
 */
export async function findProofKeys(
  source: Source,
  { keysLater, auditLater }: { readonly keysLater: boolean; readonly auditLater: boolean },
): Promise<ProofKeys> {
  const [keyServices, auditKeys] = [await findKeyServices(source), findAuditKeys(source)];
  const missing = [
    ...(keyServices === null && !keysLater ? [noMasterKey(source)] : []),
    ...(auditKeys === null && !auditLater ? [noAuditKey(source)] : []),
  ];
  if (missing.length > 0) throw new Error(missing.join("\n"));
  return { keyServices: keysLater ? null : keyServices, auditKeys: auditLater ? null : auditKeys };
}

async function findKeyServices({ environment, folder }: Source): Promise<KeyServices | null> {
  if (environment !== null) {
    const settings = keySettings(environment, { production: false });
    if (!settings.ok)
      throw new Error(settings.refusals.map(({ name, message }) => `${name}: ${message}`).join("\n"));
    if (settings.value.kind !== "none") return await openKeyServices(settings.value);
  }
  const file = masterKeyFile(folder);
  return existsSync(file) ? await openKeyServices({ kind: "local", file }) : null;
}

function findAuditKeys({ environment, folder }: Source): readonly string[] | null {
  const listed = (environment?.["QUIETROOM_AUDIT_PUBLIC_KEYS"] ?? "").split(",").map((key) => key.trim());
  const named = listed.filter((key) => key !== "");
  if (named.length > 0) return named;
  // Both files: whoever keeps the secrets of a folder makes those that are not there.
  if (!existsSync(secretsOf(folder)) || !existsSync(masterKeyFile(folder))) return null;
  return [createAuditSigner(Buffer.from(keepSecrets(folder).auditKey, "base64")).publicKey];
}

function noMasterKey({ environment, folder }: Source): string {
  const where =
    environment === null
      ? `${shown(masterKeyFile(folder))} is missing. Put the one there that the installation had when the backup was made`
      : "There is no master key to see with whether what is sealed opens. Set what the worker has: QUIETROOM_MASTER_KEY_FILE, or QUIETROOM_KEY_SERVICE and its key";
  return `${where}, or say --keys-later: the restored record is then NOT VERIFIED to be readable.`;
}

function noAuditKey({ environment, folder }: Source): string {
  const where =
    environment === null
      ? `${shown(secretsOf(folder))} is missing. Put the one there that the installation had when the backup was made`
      : "There is no key to check the audit's seals with. Set QUIETROOM_AUDIT_PUBLIC_KEYS as the worker has it";
  return `${where}, or say --audit-later: the restored audit is then NOT VERIFIED.`;
}

function secretsOf(folder: string): string {
  return join(folder, "secrets.json");
}
