/** What a key is for: "data" encrypts fields, "index" computes blind indexes. */
export type KeyPurpose = "data" | "index";

/** A key as it is kept: wrapped by the key service called `service`, and worth nothing without it. */
export type WrappedKey = {
  readonly keyId: string;
  readonly purpose: KeyPurpose;
  readonly wrapped: Uint8Array;
  readonly service: string;
};

/** "current" seals what is new, one of each purpose; "readable" opens what it sealed before. */
export type StoredKey = WrappedKey & { readonly state: "current" | "readable" };

/** Where the wrapped keys of tenants are kept. */
export type KeyStore = {
  /** Every key that is not destroyed. */
  read(tenantId: string): Promise<readonly StoredKey[]>;
  /** Keeps a tenant's first keys as current ones. Where somebody was faster it keeps none and says nothing: read again. */
  addFirst(tenantId: string, keys: readonly WrappedKey[]): Promise<void>;
  /** Records that these keys are about to be used by this process. Where it throws, they are not. */
  noteOpened(tenantId: string, keyIds: readonly string[]): Promise<void>;
};
