import { randomBytes } from "node:crypto";
import { expect, test } from "vitest";
import { createSealer } from "./seal.ts";

const sealer = createSealer(randomBytes(32));
const about = { tenantId: "studio", recordId: "person", field: "staff_totp.secret" };

test("check 81 a sealed text opens for what it was sealed for, and does not show", () => {
  const sealed = sealer.seal("JBSWY3DP", about);
  expect(sealed).not.toContain("JBSWY3DP");
  expect(Buffer.from(sealed.slice(2), "base64url").toString()).not.toContain("JBSWY3DP");
  expect(sealer.open(sealed, about)).toBe("JBSWY3DP");
});

test.each([
  ["of another studio", { ...about, tenantId: "other" }],
  ["of another person", { ...about, recordId: "other" }],
  ["of another column", { ...about, field: "other" }],
])("check 81 it does not open as a text %s", (_, other) => {
  expect(() => sealer.open(sealer.seal("secret", about), other)).toThrow();
});

test("check 81 altered anywhere, cut, or sealed under another key, it does not open", () => {
  const sealed = sealer.seal("secret", about);
  const bytes = Buffer.from(sealed.slice(2), "base64url");
  for (let place = 0; place < bytes.length; place += 1) {
    const altered = Buffer.from(bytes);
    altered.writeUInt8(altered.readUInt8(place) ^ 1, place);
    expect(() => sealer.open(`1.${altered.toString("base64url")}`, about), `byte ${place}`).toThrow();
  }
  for (const wrong of ["", "1.", sealed.slice(0, -3), sealed.replace("1.", "2."), `1.${"A".repeat(20)}`]) {
    expect(() => sealer.open(wrong, about)).toThrow();
  }
  expect(() => createSealer(randomBytes(32)).open(sealed, about)).toThrow();
});

test("check 82 the same text is never sealed twice the same; its digest is always the same and another's elsewhere", () => {
  expect(new Set(Array.from({ length: 1_000 }, () => sealer.seal("secret", about))).size).toBe(1_000);
  expect(sealer.digest("code", about)).toBe(sealer.digest("code", about));
  expect(sealer.digest("code", about)).toMatch(/^[0-9a-f]{64}$/);
  expect(sealer.digest("code", { ...about, recordId: "other" })).not.toBe(sealer.digest("code", about));
  expect(createSealer(randomBytes(32)).digest("code", about)).not.toBe(sealer.digest("code", about));
});

test("a short secret is refused", () => {
  expect(() => createSealer(randomBytes(31))).toThrow("32 bytes");
});
