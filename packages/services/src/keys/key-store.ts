import type { KeyStore } from "@quietroom/vault";
import { type Runtime, systemContext } from "../runtime.ts";
import { keepFirstKeys, noteOpenedKeys, readStoredKeys } from "./stored-keys.ts";

/** Where the vault finds wrapped keys: each step is a verb of the system, in a transaction of its own. */
export function keyStoreOf(runtime: () => Runtime): KeyStore {
  const context = (tenantId: string) => systemContext(runtime(), tenantId, "vault");
  return {
    read: async (tenantId) => await readStoredKeys(context(tenantId), {}),
    async addFirst(tenantId, keys) {
      await keepFirstKeys(context(tenantId), { keys });
    },
    async noteOpened(tenantId, keyIds) {
      await noteOpenedKeys(context(tenantId), { keyIds });
    },
  };
}
