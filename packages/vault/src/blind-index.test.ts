import { randomBytes } from "node:crypto";
import fc from "fast-check";
import { expect, test } from "vitest";
import {
  blindIndex,
  blindIndexes,
  coarseBucket,
  coarseBuckets,
  prefixProbes,
  prefixTokens,
} from "./blind-index.ts";
import { nameTokens, normalizedEmail, normalizedPhone } from "./normalized-words.ts";
import { openTenantKeys, type TenantKeys, tenantKeys } from "./tenant-keys.ts";

const email = { table: "client", column: "email" };
const name = { table: "client", column: "name" };
const [ours, theirs] = [keysOf("ours"), keysOf("theirs")];
const hex = (tokens: readonly Buffer[]) => tokens.map((token) => token.toString("hex"));

test("ENC-09 check 84 equal values of one column have one index; in another tenant, column or table it is another", () => {
  fc.assert(
    fc.property(fc.string(), (value) => {
      const own = blindIndex(ours, value, email);
      expect(own.length).toBe(16);
      expect(blindIndex(ours, value, email)).toEqual(own);
      const others = [
        blindIndex(theirs, value, email),
        blindIndex(ours, value, { ...email, column: "phone" }),
        blindIndex(ours, value, { ...email, table: "guardian" }),
        blindIndex(ours, `${value} `, email),
      ];
      expect(new Set(hex([own, ...others])).size).toBe(5);
    }),
  );
});

test("check 84 one master of two tenants does not help: the tenant is in the digest besides the key", () => {
  const shared = tenantKeys("another", [ours.current], ours.indexKeys);
  expect(blindIndex(shared, "sam@example.com", email)).not.toEqual(
    blindIndex(ours, "sam@example.com", email),
  );
});

test("check 84 after a rotation new rows have a new index, and a search asks for both", () => {
  const rotated = tenantKeys("ours", [ours.current], [theirs.indexKey, ours.indexKey]);
  expect(blindIndex(rotated, "sam@example.com", email)).not.toEqual(
    blindIndex(ours, "sam@example.com", email),
  );
  expect(hex(blindIndexes(rotated, "sam@example.com", email))).toEqual(
    hex([blindIndex(rotated, "sam@example.com", email), blindIndex(ours, "sam@example.com", email)]),
  );
  expect(hex(prefixProbes(rotated, "ann", name)[0] ?? [])).toContain(
    hex(prefixProbes(ours, "ann", name)[0] ?? [])[0],
  );
  expect(coarseBuckets(rotated, "1990-01-01", name)).toContain(coarseBucket(ours, "1990-01-01", name));
});

test("check 84 of ten thousand names nothing shows but which are equal, and that only within a tenant", () => {
  const given = ["Anna", "Ben", "Chloé", "Dmitri", "Eve"];
  const names = Array.from({ length: 10_000 }, (_, at) => `${given[(at * at) % 5] ?? ""} ${at % 977}`);
  const count = (keys: TenantKeys) => {
    const times = new Map<string, number>();
    for (const each of names) {
      const token = blindIndex(keys, each, name).toString("hex");
      times.set(token, (times.get(token) ?? 0) + 1);
    }
    return times;
  };
  const [here, there] = [count(ours), count(theirs)];
  const plain = new Map<string, number>();
  for (const each of names) plain.set(each, (plain.get(each) ?? 0) + 1);
  expect(inOrder(here)).toEqual(inOrder(plain));
  expect([...here.keys()].filter((token) => there.has(token))).toEqual([]);
  // The digests are spread evenly: no byte of them leans towards anything.
  const first = new Uint32Array(16);
  for (const token of here.keys())
    first[Number.parseInt(token.slice(0, 1), 16)] = (first[Number.parseInt(token.slice(0, 1), 16)] ?? 0) + 1;
  for (const each of first)
    expect(Math.abs(each - here.size / 16)).toBeLessThan(7 * Math.sqrt(here.size / 16));
});

test("check 84 a birth date has no index of its own: about a hundred and forty dates of a century share each bucket", () => {
  const start = Date.UTC(1926, 0, 1);
  const dates = Array.from({ length: 36_525 }, (_, day) =>
    new Date(start + day * 86_400_000).toISOString().slice(0, 10),
  );
  const sizes = new Uint32Array(256);
  for (const date of dates) {
    const bucket = coarseBucket(ours, date, { table: "client", column: "birth_date" });
    sizes[bucket] = (sizes[bucket] ?? 0) + 1;
  }
  expect(Math.min(...sizes)).toBeGreaterThan(80);
  expect(Math.max(...sizes)).toBeLessThan(220);
});

test("check 84 prefixes of one letter are not kept, and a row's tokens do not tell the order of its words", () => {
  expect(prefixTokens(ours, "Anna", name).length).toBe(3); // an, ann, anna
  expect(prefixTokens(ours, "A", name)).toEqual([]);
  expect(prefixProbes(ours, "a", name)).toEqual([]);
  expect(prefixTokens(ours, "Anna Berg", name)).toEqual(prefixTokens(ours, "Berg Anna", name));
  expect(prefixTokens(ours, "Wolfeschlegelsteinhausen", name).length).toBe(11);
});

test("ENC-09 every beginning of every word finds the row, whatever its case, marks and hyphens", () => {
  const kept = new Set(hex(prefixTokens(ours, "Zoë-Marie O’Brien Núñez", name)));
  const found = (typed: string) =>
    prefixProbes(ours, typed, name).every((any) => hex(any).some((token) => kept.has(token)));
  for (const typed of ["zo", "ZOE", "marie", "nun obr", "o'brien", "brien zoë", "Nuñez"])
    expect(found(typed), typed).toBe(true);
  for (const typed of ["oe", "zoem", "arie", "zoe smith"]) expect(found(typed), typed).toBe(false);
});

test("ENC-09 names, addresses and numbers are compared as people write them", () => {
  expect(nameTokens("  Zoë  O'Brien-Nuñez ")).toEqual(["zoe", "o", "brien", "nunez", "obrien"]);
  expect(nameTokens("Łukasz Straße")).toEqual(["łukasz", "strasse"]);
  expect(nameTokens("山田 太郎")).toEqual(["山田", "太郎"]);
  expect(nameTokens("")).toEqual([]);
  expect(normalizedEmail(" Sam@Example.COM ")).toBe("sam@example.com");
  for (const written of ["+49 171 1234567", "0171/123 45 67", "0049 (171) 1234567"])
    expect(normalizedPhone(written)).toBe("711234567");
  expect(normalizedPhone("(212) 555-0100")).toBe(normalizedPhone("+1 212 555 0100"));
});

function inOrder(times: ReadonlyMap<string, number>): readonly number[] {
  return [...times.values()].sort((one, other) => one - other);
}

function keysOf(tenantId: string): TenantKeys {
  const key = (keyId: string) => ({ keyId, bytes: randomBytes(32) });
  return openTenantKeys(tenantId, { data: [key("k")], index: [key("i")] });
}
