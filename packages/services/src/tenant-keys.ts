import type { FieldSealer, SealedPlace } from "@quietroom/db";
import {
  openAgain,
  openField,
  sealField,
  type TenantKeys,
  type Vault,
  VaultUnavailable,
} from "@quietroom/vault";
import { AppError } from "./errors.ts";

/**
 * Opens a studio's keys before its transaction begins, so that no connection waits for a key service. What goes wrong is told when
 * they are first needed: whatever reads and writes no PHI goes on. Throws `unavailable` then, never answers in the clear.
 */
export async function keysFor(vault: Vault, tenantId: string): Promise<() => TenantKeys> {
  try {
    const keys = await vault.keysOf(tenantId);
    return () => keys;
  } catch (error) {
    return () => {
      throw error instanceof VaultUnavailable ? new AppError("unavailable") : error;
    };
  }
}

/** Seals and opens a studio's columns with its keys. */
export function sealerWith(keys: () => TenantKeys): () => FieldSealer {
  return () => {
    const opened = keys();
    return {
      seal: (text, place) => sealField(opened, text, place),
      open: (sealed, place) => (isName(place) ? openAgain : openField)(opened, sealed, place),
    };
  };
}

/** Calendars and lists show the same few hundred names again whenever anything on them changes; nothing else of a record is like that. */
function isName({ table, column }: SealedPlace): boolean {
  return table === "client" && (column === "given_name" || column === "family_name");
}
