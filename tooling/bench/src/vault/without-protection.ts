import { type Database, type FieldSealer, openDatabase } from "@quietroom/db";
import type { Runtime } from "@quietroom/services";

/** What of the protection is left in place. */
export type Kept = "row security" | "audit" | "decryption";

/**
 * The same runtime without what protects, but for what is `kept`: as a superuser, whom no row security holds; what was opened once is known
 * and not deciphered again; and rows of the audit go nowhere. What a verb costs here is what it would cost without.
 */
export function withoutProtection(
  runtime: Runtime,
  urls: { readonly app: string; readonly super: string },
  kept: Kept | null,
): Runtime {
  const open = openDatabase({ connectionString: kept === "row security" ? urls.app : urls.super });
  const known = new Map<string, string>();
  const knowing = (sealer: FieldSealer): FieldSealer => ({
    ...sealer,
    open: (sealed, place) => {
      const text = known.get(sealed) ?? sealer.open(sealed, place);
      known.set(sealed, text);
      return text;
    },
  });
  const db: Database = {
    ...open,
    withTenant: async (tenantId, { sealer, ...mode }, work) => {
      const opens =
        sealer === undefined ? {} : { sealer: () => (kept === "decryption" ? sealer() : knowing(sealer())) };
      return await open.withTenant(
        tenantId,
        { ...mode, ...opens },
        async (inside) => await work(kept === "audit" ? inside : { ...inside, writeAudit: () => undefined }),
      );
    },
  };
  return { ...runtime, db, close: async () => await open.close() };
}
