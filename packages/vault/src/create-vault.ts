import { askKeyService, VaultUnavailable } from "./ask-key-service.ts";
import type { KeyService } from "./key-service.ts";
import type { KeyPurpose, KeyStore, StoredKey, WrappedKey } from "./key-store.ts";
import {
  type DataKey,
  keyBytes,
  newKeyBytes,
  newKeyId,
  takeKey,
  type TenantKeys,
  tenantKeys,
} from "./tenant-keys.ts";

/** Opens the keys of tenants, and keeps them open for at most an hour. */
export type Vault = {
  /**
   * The tenant's opened keys, created where it has none. `including` names a key that some value is sealed under: where it is not
   * among those held, the store is asked again, at most once a second. Throws `VaultUnavailable` where the key service gives no
   * answer, and passes on what the store throws.
   */
  keysOf(tenantId: string, options?: { readonly including?: string }): Promise<TenantKeys>;
  /** A new data key and a new index key, wrapped, for whoever rotates. Throws `VaultUnavailable`. */
  newKeys(tenantId: string): Promise<readonly WrappedKey[]>;
  /** Forgets the opened keys of a tenant, or of all. */
  forget(tenantId?: string): void;
};

/** How long opened keys are kept at most, in milliseconds (ENC-06). */
export const longestCacheMs = 3_600_000;

/** How long until a rotation elsewhere is noticed, in milliseconds: a retired key seals nothing after that. */
export const noticeMs = 60_000;

const rereadMs = 1_000;
const backOffMs = 1_000;

type Entry = {
  keys: TenantKeys;
  readonly opened: ReadonlyMap<string, DataKey>;
  readonly openedAt: number;
  readAt: number;
};
type Failure = { readonly error: VaultUnavailable; readonly at: number };

/**
 * `service` wraps every new key; `older` are services that still unwrap what they wrapped before. `now` is in epoch milliseconds.
 * One call to the key service serves all who wait for the same tenant. Where it fails, whoever asks is refused, for a second
 * without asking again; keys that are open already go on until their hour is over.
 */
export function createVault(options: {
  readonly service: KeyService;
  readonly older?: readonly KeyService[];
  readonly store: KeyStore;
  readonly now: () => number;
  readonly cacheMs?: number;
  readonly timeoutMs?: number;
}): Vault {
  const { service, older = [], store, now, cacheMs = longestCacheMs, timeoutMs = 3_000 } = options;
  if (!(cacheMs > 0 && cacheMs <= longestCacheMs))
    throw new Error("opened keys are kept for an hour at most");
  const entries = new Map<string, Entry>();
  const flights = new Map<string, Promise<Entry>>();
  const failures = new Map<string, Failure>();

  async function keysOf(
    tenantId: string,
    { including }: { readonly including?: string } = {},
  ): Promise<TenantKeys> {
    const held = heldEntry(tenantId);
    const missing = including !== undefined && held?.keys.byId(including) === undefined;
    const age = held === undefined ? Number.POSITIVE_INFINITY : now() - held.readAt;
    if (held !== undefined && age < (missing ? rereadMs : noticeMs)) return held.keys;
    try {
      return (await loadOnce(tenantId, held)).keys;
    } catch (error) {
      if (held === undefined || missing || !(error instanceof VaultUnavailable)) throw error;
      return held.keys;
    }
  }

  function heldEntry(tenantId: string): Entry | undefined {
    const entry = entries.get(tenantId);
    if (entry === undefined || now() - entry.openedAt < cacheMs) return entry;
    entries.delete(tenantId);
    return undefined;
  }

  function loadOnce(tenantId: string, held: Entry | undefined): Promise<Entry> {
    const failure = failures.get(tenantId);
    if (failure !== undefined && now() - failure.at < backOffMs) return Promise.reject(failure.error);
    const flying = flights.get(tenantId);
    if (flying !== undefined) return flying;
    const flight = load(tenantId, held).then(
      (entry) => {
        // Whoever asked to forget meanwhile is heard: the answer serves those who wait, and is not kept.
        if (flights.get(tenantId) === flight) keep(tenantId, entry);
        return entry;
      },
      (error: unknown) => {
        if (flights.get(tenantId) === flight) flights.delete(tenantId);
        if (error instanceof VaultUnavailable) failures.set(tenantId, { error, at: now() });
        throw error;
      },
    );
    flights.set(tenantId, flight);
    return flight;
  }

  function keep(tenantId: string, entry: Entry): void {
    flights.delete(tenantId);
    failures.delete(tenantId);
    entries.set(tenantId, entry);
    // Nobody may ask for this tenant again: the hour ends all the same.
    setTimeout(
      () => {
        if (entries.get(tenantId) === entry) entries.delete(tenantId);
      },
      entry.openedAt + cacheMs - now(),
    ).unref();
  }

  async function load(tenantId: string, held: Entry | undefined): Promise<Entry> {
    const readAt = now();
    let stored = await store.read(tenantId);
    if (stored.length === 0) {
      await store.addFirst(tenantId, await newKeys(tenantId));
      stored = await store.read(tenantId);
    }
    const unopened = stored.filter(({ keyId }) => held?.opened.has(keyId) !== true);
    const answers = await Promise.all(unopened.map((key) => unwrapped(tenantId, key)));
    if (unopened.length > 0)
      await store.noteOpened(
        tenantId,
        unopened.map(({ keyId }) => keyId),
      );
    const opened = new Map([...(held?.opened ?? []), ...answers.map((key) => [key.keyId, key] as const)]);
    const [data, index] = [inUseFirst(stored, "data", opened), inUseFirst(stored, "index", opened)];
    return { keys: tenantKeys(tenantId, data, index), opened, openedAt: held?.openedAt ?? readAt, readAt };
  }

  async function unwrapped(
    tenantId: string,
    { keyId, purpose, wrapped, service: name }: StoredKey,
  ): Promise<DataKey> {
    const keeper = [service, ...older].find((each) => each.name === name);
    if (keeper === undefined) throw new VaultUnavailable("unknown_service");
    const bytes = await askKeyService(
      () => keeper.unwrap(wrapped, { tenant: tenantId, key: keyId, purpose }),
      timeoutMs,
    );
    if (bytes.length !== keyBytes) throw new VaultUnavailable("malformed");
    return takeKey({ keyId, bytes });
  }

  async function newKeys(tenantId: string): Promise<readonly WrappedKey[]> {
    return await Promise.all((["data", "index"] as const).map((purpose) => newKey(tenantId, purpose)));
  }

  async function newKey(tenantId: string, purpose: KeyPurpose): Promise<WrappedKey> {
    const keyId = newKeyId();
    const bytes = newKeyBytes();
    const context = { tenant: tenantId, key: keyId, purpose };
    try {
      const wrapped = await askKeyService(() => service.wrap(bytes, context), timeoutMs);
      return { keyId, purpose, wrapped, service: service.name };
    } finally {
      bytes.fill(0);
    }
  }

  return {
    keysOf,
    newKeys,
    forget: (tenantId) => {
      for (const held of [entries, flights, failures]) {
        if (tenantId === undefined) held.clear();
        else held.delete(tenantId);
      }
    },
  };
}

function inUseFirst(
  stored: readonly StoredKey[],
  purpose: KeyPurpose,
  opened: ReadonlyMap<string, DataKey>,
): readonly [DataKey, ...DataKey[]] {
  const ofPurpose = stored.filter((key) => key.purpose === purpose);
  const ordered = [...ofPurpose.filter(isCurrent), ...ofPurpose.filter((key) => !isCurrent(key))];
  const [first, ...others] = ordered.flatMap(({ keyId }) => opened.get(keyId) ?? []);
  if (first === undefined || ofPurpose.filter(isCurrent).length !== 1)
    throw new Error(`a tenant has not one current ${purpose} key`);
  return [first, ...others];
}

function isCurrent({ state }: StoredKey): boolean {
  return state === "current";
}
