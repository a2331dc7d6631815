import { createSecretKey, type KeyObject, randomBytes } from "node:crypto";

/** A key that encrypts fields. Its bytes live outside the JavaScript heap: printing, JSON and cloning show none. */
export type DataKey = { readonly keyId: string; readonly key: KeyObject };

/** A key that computes blind indexes, and opens nothing. */
export type IndexKey = { readonly keyId: string; readonly key: KeyObject };

/** The opened keys of one tenant. Holds for as long as the vault's cache, never longer: ask the vault, do not keep them. */
export type TenantKeys = {
  readonly tenantId: string;
  /** The only key that new values are sealed under. */
  readonly current: DataKey;
  /** Any key of the tenant that may still open what it sealed. */
  readonly byId: (keyId: string) => DataKey | undefined;
  /** The only key that new blind indexes are computed with. */
  readonly indexKey: IndexKey;
  /** Every key under which rows may still be indexed, the one in use first: a search asks for them all. */
  readonly indexKeys: readonly [IndexKey, ...IndexKey[]];
};

/** A key on its way from the key service into a `TenantKeys`. The bytes are wiped there. */
export type OpenedKey = { readonly keyId: string; readonly bytes: Uint8Array };

/** Length of every data and index key. */
export const keyBytes = 32;

/** What a key id may look like: it stands in front of every value sealed under it. */
export const keyIdShape = /^[a-z0-9-]{1,32}$/;

/** Gathers opened keys; the first of each list is the one in use. Wipes the bytes it is given. Throws for a wrong length or id. */
export function openTenantKeys(
  tenantId: string,
  opened: { readonly data: readonly OpenedKey[]; readonly index: readonly OpenedKey[] },
): TenantKeys {
  const dataKeys = opened.data.map(takeKey);
  const [indexKey, ...olderIndexKeys] = opened.index.map(takeKey);
  const [current] = dataKeys;
  if (current === undefined || indexKey === undefined)
    throw new Error("a tenant needs a data key and an index key");
  return tenantKeys(tenantId, [current, ...dataKeys.slice(1)], [indexKey, ...olderIndexKeys]);
}

/** The same from keys that are open already. */
export function tenantKeys(
  tenantId: string,
  dataKeys: readonly [DataKey, ...DataKey[]],
  indexKeys: readonly [IndexKey, ...IndexKey[]],
): TenantKeys {
  const byKeyId = new Map(dataKeys.map((key) => [key.keyId, key]));
  return {
    tenantId,
    current: dataKeys[0],
    byId: (keyId) => byKeyId.get(keyId),
    indexKey: indexKeys[0],
    indexKeys,
  };
}

/** Turns the bytes of a key into one that cannot be printed, and wipes them. Throws for a wrong length or id. */
export function takeKey({ keyId, bytes }: OpenedKey): DataKey {
  if (!keyIdShape.test(keyId) || bytes.length !== keyBytes) throw new Error("not a key");
  const key = createSecretKey(bytes);
  bytes.fill(0);
  return { keyId, key };
}

/** The bytes of a new key, from the system's generator. */
export function newKeyBytes(): Uint8Array {
  return randomBytes(keyBytes);
}

/** A new key id: ten characters of 50 random bits. */
export function newKeyId(): string {
  const alphabet = "0123456789abcdefghjkmnpqrstvwxyz";
  return Array.from(randomBytes(10), (byte) => alphabet.charAt(byte % alphabet.length)).join("");
}
