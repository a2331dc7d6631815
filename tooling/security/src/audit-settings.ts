import { join } from "node:path";
import { openDatabase } from "@quietroom/db";
import { auditPlace, openAuditPlace } from "@quietroom/integrations/audit-place";
import { localData } from "@quietroom/local/checkout";
import { withLocalPostgres } from "@quietroom/local/local-database";
import { studioDatabase } from "@quietroom/local/studio-environment";
import { keepSecrets } from "@quietroom/local/studio-secrets";
import { type AuditKeys, createAuditKeys, createAuditSigner } from "@quietroom/services/evidence";
import type { AnchorLog, ArchiveStore } from "@quietroom/services/ports";
import type { Database } from "@quietroom/db";

export type AuditPlaces = {
  readonly keys: AuditKeys;
  readonly anchors: AnchorLog;
  readonly archives: ArchiveStore;
};

/**
 * Where the audit and what it is checked against are: a server's, where DATABASE_URL and AUDIT_FOLDER or AUDIT_BUCKET name it, else the local studio's.
 * QUIETROOM_AUDIT_PUBLIC_KEYS, separated by commas, is enough to check by; the secret key does as well.
 */
export async function withAudit<T>(
  environment: NodeJS.ProcessEnv,
  work: (audit: AuditPlaces & { readonly db: Database }) => Promise<T>,
): Promise<T> {
  const url = environment["DATABASE_URL"];
  const open = async (connectionString: string, places: AuditPlaces): Promise<T> => {
    const db = openDatabase({ connectionString, poolSize: 3 });
    try {
      return await work({ ...places, db });
    } finally {
      await db.close();
    }
  };
  if (url !== undefined) return await open(url, await serverPlaces(environment));
  const key = Buffer.from(keepSecrets(localData).auditKey, "base64");
  const places = {
    keys: createAuditKeys([createAuditSigner(key).publicKey]),
    ...(await openAuditPlace({ kind: "folder", folder: join(localData, "audit") })),
  };
  return await withLocalPostgres(
    async (postgres) => await open(postgres.url("quietroom_app", studioDatabase), places),
  );
}

async function serverPlaces(environment: NodeJS.ProcessEnv): Promise<AuditPlaces> {
  const place = auditPlace(environment, { production: environment["QUIETROOM_MODE"] === "production" });
  const secret = environment["QUIETROOM_AUDIT_KEY"];
  const listed = (environment["QUIETROOM_AUDIT_PUBLIC_KEYS"] ?? "").split(",").filter((key) => key !== "");
  const own = secret === undefined ? [] : [createAuditSigner(Buffer.from(secret, "base64")).publicKey];
  const problems = [
    ...(place.ok ? [] : place.refusals.map(({ name, message }) => `${name}: ${message}`)),
    ...(own.length + listed.length === 0
      ? ["QUIETROOM_AUDIT_PUBLIC_KEYS: set it, or QUIETROOM_AUDIT_KEY, as the worker has it"]
      : []),
  ];
  if (!place.ok || problems.length > 0) throw new Error(problems.join("\n"));
  return { keys: createAuditKeys([...own, ...listed]), ...(await openAuditPlace(place.value)) };
}
