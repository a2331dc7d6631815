import { ok, type Result, refuse } from "@quietroom/domain/result";
import type { StoredKey, WrappedKey } from "@quietroom/vault";
import { defineVerb } from "../define-verb.ts";

/**
 * The studio's keys, wrapped. A data key opens what it sealed for as long as it is not destroyed, since an old backup may come back;
 * an index key is left out once no row is indexed with it.
 */
export const readStoredKeys = defineVerb<object, readonly StoredKey[]>({
  name: "keys.read_stored",
  permission: "job:run",
  isolation: "read committed",
  trace: "bookkeeping", // what is read opens nothing by itself; `noteOpenedKeys` is what is audited
  async run({ tx, tenantId }) {
    const rows = await tx.tenantDataKey.findMany({
      where: {
        tenantId,
        state: { not: "destroyed" },
        OR: [{ purpose: "data" }, { retiredAt: null }],
      },
      orderBy: [{ createdAt: "desc" }, { id: "asc" }],
    });
    return rows.flatMap(({ id, purpose, wrapped, service, state }) =>
      wrapped === null || state === "destroyed" ? [] : [{ keyId: id, purpose, wrapped, service, state }],
    );
  },
});

/** Keeps a studio's first keys. Where it has some, it keeps those: two processes that make them at once end up with one pair. */
export const keepFirstKeys = defineVerb<
  { readonly keys: readonly WrappedKey[] },
  Result<{ readonly kept: number }, "keys_exist">
>({
  name: "keys.keep_first",
  permission: "job:run",
  isolation: "read committed",
  trace: "audited",
  opens: "nothing",
  async run({ tx, input, tenantId, audit }) {
    audit({
      action: "create",
      resource: "data_key",
      resourceId: null,
      changed: [],
      detail: { keyIds: keyIds(input) },
    });
    const { count } = await tx.tenantDataKey.createMany({
      data: input.keys.map((key) => keyRow(tenantId, key)),
      skipDuplicates: true,
    });
    return count === 0 ? refuse("keys_exist") : ok({ kept: count });
  },
});

/** Records that a process is about to use these keys (ENC-06). */
export const noteOpenedKeys = defineVerb<{ readonly keyIds: readonly string[] }, object>({
  name: "keys.open",
  permission: "job:run",
  isolation: "read committed",
  trace: "audited",
  opens: "nothing",
  run({ input, audit }) {
    audit({ action: "read", resource: "data_key", resourceId: null, detail: { keyIds: [...input.keyIds] } });
    return Promise.resolve({});
  },
});

/** A wrapped key as a row, the current one of its purpose. */
export function keyRow(tenantId: string, { keyId, purpose, wrapped, service }: WrappedKey) {
  return {
    tenantId,
    id: keyId,
    purpose,
    wrapped: Uint8Array.from(wrapped),
    service,
    state: "current" as const,
  };
}

function keyIds({ keys }: { readonly keys: readonly WrappedKey[] }): readonly string[] {
  return keys.map(({ keyId }) => keyId);
}
