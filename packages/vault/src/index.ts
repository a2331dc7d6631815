export { VaultUnavailable } from "./ask-key-service.ts";
export {
  blindIndex,
  blindIndexes,
  coarseBucket,
  coarseBuckets,
  defaultPrefixes,
  type IndexRef,
  type PrefixRange,
  prefixProbes,
  prefixTokens,
} from "./blind-index.ts";
export { createVault, longestCacheMs, noticeMs, type Vault } from "./create-vault.ts";
export {
  type KeyContext,
  type KeyService,
  type KeyServiceCode,
  KeyServiceError,
  keylessService,
} from "./key-service.ts";
export type { KeyPurpose, KeyStore, StoredKey, WrappedKey } from "./key-store.ts";
export { localKeyService } from "./local-key-service.ts";
export { nameTokens, normalizedEmail, normalizedPhone } from "./normalized-words.ts";
export { openAgain } from "./open-again.ts";
export {
  type FieldRef,
  keyIdOf,
  openField,
  SealedFieldError,
  sealedShape,
  sealedShapeSql,
  sealField,
} from "./seal-field.ts";
export {
  type DataKey,
  type IndexKey,
  keyBytes,
  newKeyId,
  openTenantKeys,
  type TenantKeys,
  tenantKeys,
} from "./tenant-keys.ts";
export { type KeySettings, keySettings } from "./key-settings.ts";
export { createLocalKeyFile, openLocalKeyFile } from "./local-key-file.ts";
