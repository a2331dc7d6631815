import { expect, test } from "vitest";
import { isTotpCode, newTotpSecret, totpStep, totpUri } from "./totp.ts";

// RFC 6238, appendix B: this secret, SHA-1; six of its eight digits.
const secret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";

test.each([
  [59_000, "287082"],
  [1_111_111_109_000, "081804"],
  [1_234_567_890_000, "005924"],
  [20_000_000_000_000, "353130"],
])("check 48 the RFC's own code at %d ms is right", (nowMs, code) => {
  expect(totpStep(secret, code, nowMs)).toBe(Math.floor(nowMs / 30_000));
});

test("check 48 AUTH-20 a code counts in its own step and one on either side, to the millisecond", () => {
  const begins = 1_111_111_080_000; // of the step whose code is 081804
  const step = begins / 30_000;
  expect(totpStep(secret, "081804", begins - 30_001)).toBeNull();
  expect(totpStep(secret, "081804", begins - 30_000)).toBe(step);
  expect(totpStep(secret, "081804", begins + 59_999)).toBe(step);
  expect(totpStep(secret, "081804", begins + 60_000)).toBeNull();
});

test("spaces within a code are no part of it; letters, other lengths and other scripts are no code", () => {
  expect(totpStep(secret, " 287 082 ", 59_000)).toBe(1);
  for (const wrong of ["", "28708", "2870820", "28708a", "٢٨٧٠٨٢", "abcde-fghjk"]) {
    expect(isTotpCode(wrong), wrong).toBe(false);
    expect(totpStep(secret, wrong, 59_000), wrong).toBeNull();
  }
});

test("secrets have 160 bits and differ; the QR code names issuer and account", () => {
  expect(newTotpSecret()).toMatch(/^[A-Z2-7]{32}$/);
  expect(newTotpSecret()).not.toBe(newTotpSecret());
  const uri = new URL(totpUri(secret, { issuer: "Quietroom: A & B", account: "robin@example.com" }));
  expect(uri.protocol).toBe("otpauth:");
  expect(uri.searchParams.get("secret")).toBe(secret);
  expect(uri.searchParams.get("issuer")).toBe("Quietroom: A & B");
});
