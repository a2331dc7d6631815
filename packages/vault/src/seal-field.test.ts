import { execFileSync } from "node:child_process";
import { createCipheriv, createSecretKey, randomBytes } from "node:crypto";
import fc from "fast-check";
import { expect, test } from "vitest";
import { keyIdOf, openField, SealedFieldError, sealedShape, sealField } from "./seal-field.ts";
import { openTenantKeys } from "./tenant-keys.ts";

const tenantId = "0198f0b6-5c1e-7000-8000-000000000001";
const ref = { table: "client", column: "given_name", rowId: "0198f0b6-5c1e-7000-8000-000000000002" };
const bytes = { k1: randomBytes(32), k2: randomBytes(32), i1: randomBytes(32) };
const opened = (id: keyof typeof bytes) => ({ keyId: id, bytes: Uint8Array.from(bytes[id]) });
const keysOf = (tenant: string) =>
  openTenantKeys(tenant, { data: [opened("k2"), opened("k1")], index: [opened("i1")] });
const keys = keysOf(tenantId);
const wellFormed = fc.string({ unit: "binary" });

test("ENC-03 check 81 any text opens again where it was sealed, and shows nowhere in what is kept", () => {
  fc.assert(
    fc.property(wellFormed, (text) => {
      const sealed = sealField(keys, text, ref);
      expect(sealed).toMatch(sealedShape);
      expect(openField(keys, sealed, ref)).toBe(text);
    }),
  );
  const sealed = sealField(keys, "Ximena", ref);
  expect(sealed.split(":").map((part) => Buffer.from(part, "base64url").toString())).not.toContain("Ximena");
});

test("ENC-03 a value is kept as keyId:iv:authTag:ciphertext, under the current key", () => {
  const [keyId, iv = "", tag = "", body = "", ...rest] = sealField(keys, "Zoë", ref).split(":");
  expect([keyId, rest.length]).toEqual(["k2", 0]);
  expect([iv, tag, body].map((part) => Buffer.from(part, "base64url").length)).toEqual([12, 16, 4]);
});

test("check 81 moved to any other tenant, table, column or row, it is refused", () => {
  const word = fc.oneof(
    fc.constantFrom(tenantId, "client", "given_name", ref.rowId, "", "a,b", 'a"', "\\"),
    fc.string(),
  );
  const place = fc.record({ tenant: word, table: word, column: word, rowId: word });
  fc.assert(
    fc.property(place, place, wellFormed, (from, to, text) => {
      fc.pre(JSON.stringify(from) !== JSON.stringify(to));
      const sealed = sealField(keysOf(from.tenant), text, from);
      expect(() => openField(keysOf(to.tenant), sealed, to)).toThrow(SealedFieldError);
    }),
  );
  const sealed = sealField(keys, "Ximena", ref);
  const elsewhere = [
    { ...ref, table: "guardian" },
    { ...ref, column: "family_name" },
    { ...ref, rowId: tenantId },
  ];
  for (const other of elsewhere) expect(() => openField(keys, sealed, other)).toThrow("not_authentic");
  expect(() => openField(keysOf(ref.rowId), sealed, ref)).toThrow("not_authentic");
});

test("check 81 with any one character changed, added or taken away, it is refused", () => {
  const sealed = sealField(keys, "a note of some length, to have every remainder", ref);
  const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_:=\n ";
  for (let place = 0; place < sealed.length; place += 1) {
    const [before, after] = [sealed.slice(0, place), sealed.slice(place + 1)];
    expect(() => openField(keys, before + after, ref), `without ${place}`).toThrow(SealedFieldError);
    for (const letter of alphabet) {
      if (letter === sealed[place]) continue;
      expect(() => openField(keys, before + letter + after, ref), `${place}: ${letter}`).toThrow(
        SealedFieldError,
      );
    }
  }
  for (let end = 0; end < sealed.length; end += 1)
    expect(() => openField(keys, sealed.slice(0, end), ref)).toThrow(SealedFieldError);
});

test.each(["", "a", "ab", "abc", "abcd"])(
  "check 81 a text of each length has one spelling only: %j",
  (text) => {
    const sealed = sealField(keys, text, ref);
    const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    const sameBytes = [...alphabet].filter((last) => {
      try {
        return openField(keys, sealed.slice(0, -1) + last, ref) === text;
      } catch {
        return false;
      }
    });
    expect(sameBytes.length).toBe(text === "" ? 0 : 1);
  },
);

test("check 81 parts exchanged between two values of one place, and key ids exchanged, are refused", () => {
  const [one, other] = [sealField(keys, "one", ref).split(":"), sealField(keys, "two", ref).split(":")];
  for (const part of [1, 2, 3]) {
    const mixed = one.map((own, index) => (index === part ? other[index] : own)).join(":");
    expect(() => openField(keys, mixed, ref)).toThrow("not_authentic");
  }
  const swapped = ["k1", ...one.slice(1)].join(":");
  expect(() => openField(keys, swapped, ref)).toThrow("not_authentic");
  expect(() => openField(keys, ["k9", ...one.slice(1)].join(":"), ref)).toThrow("unknown_key");
});

test("check 82 a tag is 16 bytes: the same value with a tag of 4, 8, 12 or 15 is refused, however right it is", () => {
  const iv = randomBytes(12);
  for (const authTagLength of [4, 8, 12, 13, 14, 15]) {
    const cipher = createCipheriv("aes-256-gcm", createSecretKey(bytes.k2), iv, { authTagLength });
    cipher.setAAD(
      Buffer.from(JSON.stringify(["quietroom field 1", "k2", tenantId, ref.table, ref.column, ref.rowId])),
    );
    const body = Buffer.concat([cipher.update("Ximena"), cipher.final()]);
    const parts = [iv, cipher.getAuthTag(), body].map((part) => part.toString("base64url"));
    expect(() => openField(keys, `k2:${parts.join(":")}`, ref), `${authTagLength} bytes`).toThrow(
      "malformed",
    );
  }
});

test("check 82 a million values have a million IVs of 96 bits", () => {
  const seen = new Set<string>();
  const ones = new Uint32Array(96);
  for (let count = 0; count < 1_000_000; count += 1) {
    const iv = sealField(keys, "", ref).slice(3, 19);
    seen.add(iv);
    if (count >= 20_000) continue;
    const drawn = Buffer.from(iv, "base64url");
    for (let bit = 0; bit < 96; bit += 1)
      ones[bit] = (ones[bit] ?? 0) + ((drawn.readUInt8(bit >> 3) >> (bit & 7)) & 1);
  }
  expect(seen.size).toBe(1_000_000);
  // Every bit is drawn: of 20,000 throws each shows heads 10,000 times, give or take seven standard deviations.
  for (const [bit, count] of ones.entries()) expect(Math.abs(count - 10_000), `bit ${bit}`).toBeLessThan(500);
});

test("check 82 processes of one beginning draw different IVs", () => {
  const program = `
    import { openTenantKeys, sealField } from ${JSON.stringify(new URL("./index.ts", import.meta.url).href)};
    const keys = openTenantKeys("t", { data: [{ keyId: "k", bytes: new Uint8Array(32).fill(1) }], index: [{ keyId: "i", bytes: new Uint8Array(32).fill(2) }] });
    console.log(Array.from({ length: 20000 }, () => sealField(keys, "", { table: "t", column: "c", rowId: "r" })).join("\\n"));`;
  const runs = Array.from({ length: 3 }, () =>
    execFileSync(process.execPath, ["--input-type=module", "-e", program], { maxBuffer: 1e8 })
      .toString()
      .trim()
      .split("\n"),
  );
  expect(new Set(runs.flat()).size).toBe(60_000);
});

test("check 81 what is refused says where, and nothing of the value", () => {
  const sealed = sealField(keys, "Ximena", ref);
  const refusal = caught(() => openField(keys, sealed, { ...ref, column: "family_name" }));
  expect(refusal).toBeInstanceOf(SealedFieldError);
  expect(refusal).toMatchObject({
    reason: "not_authentic",
    tenantId,
    ref: { ...ref, column: "family_name" },
  });
  expect(JSON.stringify(refusal) + String(refusal)).not.toMatch(/Ximena|k2:/);
});

test("ENC-05 what the older key sealed opens beside the current one, and names its key", () => {
  const before = openTenantKeys(tenantId, { data: [opened("k1")], index: [opened("i1")] });
  const sealed = sealField(before, "Ximena", ref);
  expect([keyIdOf(sealed), openField(keys, sealed, ref)]).toEqual(["k1", "Ximena"]);
  expect([keyIdOf("Ximena"), keyIdOf("k1:"), keyIdOf("")]).toEqual([undefined, undefined, undefined]);
});

function caught(work: () => unknown): unknown {
  try {
    return work();
  } catch (error) {
    return error;
  }
}
