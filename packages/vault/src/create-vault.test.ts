import { randomBytes } from "node:crypto";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { createVault, longestCacheMs, noticeMs } from "./create-vault.ts";
import { type KeyService, type KeyServiceCode, KeyServiceError } from "./key-service.ts";
import type { KeyStore, StoredKey } from "./key-store.ts";
import { localKeyService } from "./local-key-service.ts";
import { openField, sealField } from "./seal-field.ts";

const ref = { table: "client", column: "email", rowId: "r" };

beforeEach(() => void vi.useFakeTimers({ now: 1_800_000_000_000 }));
afterEach(() => void vi.useRealTimers());

test("ENC-04 a tenant's first keys are made once, kept wrapped, and open again after a restart", async () => {
  const { open, kept, service } = room();
  const before = open();
  const [one, two] = await Promise.all([before.keysOf("t"), before.keysOf("t")]);
  expect(one).toBe(two);
  expect(kept("t").map(({ purpose, state, service }) => [purpose, state, service])).toEqual([
    ["data", "current", "local"],
    ["index", "current", "local"],
  ]);
  const sealed = sealField(one, "Ximena", ref);
  expect(openField(await open().keysOf("t"), sealed, ref)).toBe("Ximena");
  expect(service.unwrap).toHaveBeenCalledTimes(4);
});

test("ENC-04 check 81 each tenant has keys of its own, and a wrapped key opens for its own tenant only", async () => {
  const { open, kept, put } = room();
  const vault = open();
  const sealed = sealField(await vault.keysOf("t"), "Ximena", ref);
  await vault.keysOf("other");
  put("other", kept("t"));
  await expect(open().keysOf("other")).rejects.toMatchObject({ name: "VaultUnavailable", code: "malformed" });
  expect(sealed).not.toContain("Ximena");
});

test("ENC-04 two processes that make first keys at once end up with the same ones", async () => {
  const { open, kept } = room();
  const [one, two] = await Promise.all([open().keysOf("t"), open().keysOf("t")]);
  expect(one.current.keyId).toBe(two.current.keyId);
  expect(kept("t").length).toBe(2);
});

test("ENC-06 check 85 opened keys are asked for once and held for an hour, not a moment longer", async () => {
  const { open, service, store } = room();
  const vault = open();
  await vault.keysOf("t");
  expect(service.unwrap).toHaveBeenCalledTimes(2);
  vi.advanceTimersByTime(longestCacheMs - 1);
  await vault.keysOf("t");
  expect(service.unwrap).toHaveBeenCalledTimes(2);
  vi.advanceTimersByTime(1);
  await vault.keysOf("t");
  expect(service.unwrap).toHaveBeenCalledTimes(4);
  expect(() => createVault({ service, store, now: Date.now, cacheMs: longestCacheMs + 1 })).toThrow(
    "an hour",
  );
});

test("ENC-06 check 85 the hour ends where nobody asks again, too", async () => {
  const { open } = room();
  const vault = open();
  await vault.keysOf("t");
  expect(vi.getTimerCount()).toBe(1);
  vi.advanceTimersByTime(longestCacheMs);
  expect(vi.getTimerCount()).toBe(0);
});

test("ENC-06 check 85 a machine that slept through the hour asks again, whether or not its timers were heard", async () => {
  const { open, service } = room();
  const vault = open();
  await vault.keysOf("t");
  vi.setSystemTime(Date.now() + longestCacheMs);
  await vault.keysOf("t");
  expect(service.unwrap).toHaveBeenCalledTimes(4);
});

test("ENC-06 each opening is noted before a key is used, and without the note there is none", async () => {
  const { open, noted, store } = room();
  const vault = open();
  const keys = await vault.keysOf("t");
  expect(noted).toEqual([["t", keys.current.keyId, keys.indexKey.keyId]]);
  vi.advanceTimersByTime(noticeMs);
  await vault.keysOf("t");
  expect(noted.length).toBe(1);
  vault.forget("t");
  store.noteOpened.mockRejectedValueOnce(new Error("the trail is full"));
  await expect(vault.keysOf("t")).rejects.toThrow("the trail is full");
});

test("ENC-05 a rotation elsewhere is noticed within a minute, and at once by whoever meets its key id", async () => {
  const { open, rotate, service } = room();
  const [slow, quick] = [open(), open()];
  const before = await slow.keysOf("t");
  await quick.keysOf("t");
  const sealedBefore = sealField(before, "old", ref);
  vi.advanceTimersByTime(2_000);
  const newId = await rotate("t");
  expect((await slow.keysOf("t")).current.keyId).toBe(before.current.keyId);
  const at = await quick.keysOf("t", { including: newId });
  expect(at.current.keyId).toBe(newId);
  expect(openField(at, sealedBefore, ref)).toBe("old");
  vi.advanceTimersByTime(noticeMs);
  expect((await slow.keysOf("t")).current.keyId).toBe(newId);
  expect(service.unwrap).toHaveBeenCalledTimes(8); // four keys in two processes, each once
});

test("check 85 made-up key ids do not make us ask again and again", async () => {
  const { open, store } = room();
  const vault = open();
  await vault.keysOf("t");
  const reads = store.read.mock.calls.length;
  for (let count = 0; count < 100; count += 1) await vault.keysOf("t", { including: `made-up-${count}` });
  expect(store.read.mock.calls.length).toBe(reads);
});

test.each<KeyServiceCode>(["unavailable", "denied", "disabled", "malformed"])(
  "check 85 a key service that answers %s is a refusal; a second later it is asked again",
  async (code) => {
    const { open, service } = room();
    await open().keysOf("t");
    const vault = open();
    service.unwrap.mockRejectedValue(new KeyServiceError(code));
    const refusal = { name: "VaultUnavailable", code };
    await expect(vault.keysOf("t")).rejects.toMatchObject(refusal);
    const asked = service.unwrap.mock.calls.length;
    await expect(vault.keysOf("t")).rejects.toMatchObject(refusal);
    expect(service.unwrap.mock.calls.length).toBe(asked);
    service.unwrap.mockReset();
    vi.advanceTimersByTime(1_000);
    expect((await vault.keysOf("t")).tenantId).toBe("t");
  },
);

test("check 85 a key service that does not answer is given up after three seconds, and a late key is wiped", async () => {
  const { open, service } = room();
  await open().keysOf("t");
  const late: ((bytes: Uint8Array) => void)[] = [];
  service.unwrap.mockImplementation(() => new Promise((resolve) => late.push(resolve)));
  const asked = open().keysOf("t");
  const refused = expect(asked).rejects.toMatchObject({ name: "VaultUnavailable", code: "timeout" });
  await vi.advanceTimersByTimeAsync(3_000);
  await refused;
  const bytes = new Uint8Array(32).fill(9);
  for (const answer of late) answer(bytes);
  await vi.advanceTimersByTimeAsync(1);
  expect(bytes).toEqual(new Uint8Array(32));
});

test("check 85 a service that throws what it likes, and one that answers half a key, are refusals that say nothing of it", async () => {
  const { open, service } = room();
  await open().keysOf("t");
  service.unwrap
    .mockRejectedValueOnce(new Error("secret detail"))
    .mockRejectedValueOnce(new Error("secret detail"));
  const refusal: unknown = await open()
    .keysOf("t")
    .catch((error: unknown) => error);
  expect(refusal).toMatchObject({ name: "VaultUnavailable", code: "unavailable" });
  expect(String(refusal)).not.toContain("secret");
  service.unwrap.mockResolvedValue(new Uint8Array(16));
  await expect(open().keysOf("t")).rejects.toMatchObject({ code: "malformed" });
});

test("check 85 keys that are open go on while the service is down, until their hour is over, and no plaintext after it", async () => {
  const { open, service, rotate } = room();
  const vault = open();
  const held = await vault.keysOf("t");
  await rotate("t");
  service.unwrap.mockRejectedValue(new KeyServiceError("unavailable"));
  service.wrap.mockRejectedValue(new KeyServiceError("unavailable"));
  vi.advanceTimersByTime(noticeMs);
  expect((await vault.keysOf("t")).current.keyId).toBe(held.current.keyId);
  await expect(vault.keysOf("t", { including: "unheard" })).rejects.toMatchObject({ code: "unavailable" });
  vi.advanceTimersByTime(longestCacheMs - noticeMs);
  await expect(vault.keysOf("t")).rejects.toMatchObject({ name: "VaultUnavailable" });
  await expect(vault.keysOf("unknown")).rejects.toMatchObject({ name: "VaultUnavailable" });
});

test("check 85 a key of a service that is not there is a refusal; named as an older one, it opens", async () => {
  const { open, service, store } = room();
  const sealed = sealField(await open().keysOf("t"), "Ximena", ref);
  const other = { ...localKeyService(randomBytes(32)), name: "other" };
  const moved = createVault({ service: other, store, now: Date.now });
  await expect(moved.keysOf("t")).rejects.toMatchObject({ code: "unknown_service" });
  const both = createVault({ service: other, older: [service], store, now: Date.now });
  expect(openField(await both.keysOf("t"), sealed, ref)).toBe("Ximena");
});

test("what is forgotten while it is being fetched is not kept", async () => {
  const { open, service } = room();
  const vault = open();
  const asked = vault.keysOf("t");
  vault.forget();
  await asked;
  await vault.keysOf("t");
  expect(service.unwrap).toHaveBeenCalledTimes(4);
});

/** A store in memory, as the database keeps it, and a local key service that is watched. */
function room() {
  const local: KeyService = localKeyService(randomBytes(32));
  const service = { name: local.name, wrap: vi.fn(local.wrap), unwrap: vi.fn(local.unwrap) };
  const tenants = new Map<string, readonly StoredKey[]>();
  const noted: (readonly string[])[] = [];
  const kept = (tenantId: string) => tenants.get(tenantId) ?? [];
  const store = {
    read: vi.fn<KeyStore["read"]>((tenantId) => Promise.resolve(kept(tenantId))),
    addFirst: vi.fn<KeyStore["addFirst"]>((tenantId, keys) => {
      if (kept(tenantId).length === 0)
        tenants.set(
          tenantId,
          keys.map((key) => ({ ...key, state: "current" as const })),
        );
      return Promise.resolve();
    }),
    noteOpened: vi.fn<KeyStore["noteOpened"]>((tenantId, keyIds) => {
      noted.push([tenantId, ...keyIds]);
      return Promise.resolve();
    }),
  };
  const open = () => createVault({ service, store, now: Date.now });
  return {
    service,
    store,
    noted,
    kept,
    open,
    put: (tenantId: string, keys: readonly StoredKey[]) => void tenants.set(tenantId, keys),
    rotate: async (tenantId: string): Promise<string> => {
      const fresh = (await open().newKeys(tenantId)).map((key) => ({ ...key, state: "current" as const }));
      tenants.set(tenantId, [
        ...fresh,
        ...kept(tenantId).map((key) => ({ ...key, state: "readable" as const })),
      ]);
      return fresh.find(({ purpose }) => purpose === "data")?.keyId ?? "";
    },
  };
}
