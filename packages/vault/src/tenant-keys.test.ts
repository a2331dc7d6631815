import { randomBytes } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { inspect } from "node:util";
import { serialize } from "node:v8";
import { expect, test } from "vitest";
import { localKeyService } from "./local-key-service.ts";
import { newKeyId, openTenantKeys } from "./tenant-keys.ts";

test("check 86 no key shows when the keys of a tenant are printed, logged or sent on", () => {
  const data = Buffer.from("never-print-these-32-bytes-of-key");
  const bytes = Uint8Array.from(data.subarray(0, 32));
  const keys = openTenantKeys("t", {
    data: [{ keyId: "k", bytes }],
    index: [{ keyId: "i", bytes: randomBytes(32) }],
  });
  const shown = [
    inspect(keys, { depth: 20, showHidden: true, getters: true }),
    JSON.stringify(keys),
    JSON.stringify(Object.values(Object.getOwnPropertyDescriptors(keys.current.key))),
    inspect(localKeyService(randomBytes(32)), { depth: 20, showHidden: true }),
  ].join("\n");
  for (const form of ["utf8", "hex", "base64", "base64url"] as const)
    expect(shown).not.toContain(data.subarray(0, 12).toString(form).slice(0, 12));
  expect(shown).not.toMatch(/6e 65 76 65|110, 101, 118/);
  expect(() => serialize(keys.current)).toThrow();
});

test("check 86 the bytes that a key was made of are wiped", () => {
  const bytes = new Uint8Array(32).fill(7);
  openTenantKeys("t", { data: [{ keyId: "k", bytes }], index: [{ keyId: "i", bytes: randomBytes(32) }] });
  expect(bytes).toEqual(new Uint8Array(32));
  const master = new Uint8Array(32).fill(7);
  localKeyService(master);
  expect(master).toEqual(new Uint8Array(32));
});

test("check 86 nothing here takes a key out again, and nothing compares digests or tags by itself", () => {
  const folder = new URL(".", import.meta.url);
  const sources = readdirSync(folder).filter((name) => name.endsWith(".ts") && !name.endsWith(".test.ts"));
  expect(sources).toContain("seal-field.ts");
  for (const name of sources) {
    const source = readFileSync(new URL(name, folder), "utf8");
    expect(source, name).not.toMatch(/\.export\(|console\.|process\.(env|stdout|stderr)/);
    expect(source, name).not.toMatch(
      /(digest|tag|mac|hmac)\w*(\([^)]*\))?\s*[!=]==?|[!=]==?\s*\w*(digest|tag|mac|hmac)\b/i,
    );
    expect(source, name).not.toMatch(/\.equals\(/);
  }
});

test.each([
  ["short", 31],
  ["long", 33],
  ["missing", 0],
])("a %s key is refused", (_, length) => {
  const index = [{ keyId: "i", bytes: randomBytes(32) }];
  expect(() => openTenantKeys("t", { data: [{ keyId: "k", bytes: randomBytes(length) }], index })).toThrow(
    "not a key",
  );
  expect(() => localKeyService(randomBytes(length))).toThrow("32 bytes");
});

test("a tenant without a key, or with an id that cannot stand before a value, is refused", () => {
  const key = (keyId: string) => ({ keyId, bytes: randomBytes(32) });
  expect(() => openTenantKeys("t", { data: [], index: [key("i")] })).toThrow("needs");
  expect(() => openTenantKeys("t", { data: [key("k")], index: [] })).toThrow("needs");
  for (const wrong of ["", "K", "a:b", "a b", "x".repeat(33)])
    expect(() => openTenantKeys("t", { data: [key(wrong)], index: [key("i")] })).toThrow("not a key");
});

test("new key ids do not repeat and can stand before a value", () => {
  const ids = Array.from({ length: 10_000 }, newKeyId);
  expect(new Set(ids).size).toBe(10_000);
  for (const id of ids) expect(id).toMatch(/^[a-z0-9]{10}$/);
});
