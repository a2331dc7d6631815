import { expect, test } from "vitest";
import { isTokenOf, newAppToken, readAppToken } from "./app-token.ts";
import { newPairingCode, readPairingCode, shownPairingCode } from "./pairing-code.ts";

const about = {
  tenantId: "0198a1b2-0000-7000-8000-0000000000aa",
  tokenId: "0198a1b2-0000-7000-8000-0000000000bb",
};

test("AUTH-35 a token says where to look, holds 256 random bits, and what is kept of it is not the token", () => {
  const { token, hash } = newAppToken("access", about);
  const shown = readAppToken("access", token);
  expect(shown).toMatchObject(about);
  expect(shown?.secret).toHaveLength(32);
  expect(shown !== null && isTokenOf(hash, shown)).toBe(true);
  expect(hash).toMatch(/^[0-9a-f]{64}$/);
  expect(token).not.toContain(hash);
  expect(newAppToken("access", about).token).not.toBe(token);
});

test("AUTH-35 a token of the one kind is none of the other, and another token's hash is not its own", () => {
  const { token } = newAppToken("refresh", about);
  expect(readAppToken("access", token)).toBeNull();
  const shown = readAppToken("refresh", token);
  expect(shown !== null && isTokenOf(newAppToken("refresh", about).hash, shown)).toBe(false);
  expect(shown !== null && isTokenOf("", shown)).toBe(false);
});

test("check 85 AUTH-35 any other text is no token, and reading it crashes nothing", () => {
  const { token } = newAppToken("access", about);
  for (const text of [
    "",
    "qra_",
    token.slice(0, -1),
    `${token}A`,
    `${token}=`,
    ` ${token}`,
    token.toUpperCase(),
    token.slice(4),
    "qra_%00%00",
    `qra_${"A".repeat(100_000)}`,
    "qra_\u0000\ud800",
  ])
    expect(readAppToken("access", text)).toBeNull();
});

test("AUTH-35 a code is read as people type it, and has no letter that is misread", () => {
  const code = newPairingCode();
  const shown = shownPairingCode(code);
  expect(shown).toMatch(/^([0-9A-HJKMNP-TV-Z]{4}-){2}[0-9A-HJKMNP-TV-Z]{4}$/);
  expect(readPairingCode(shown)).toEqual(code);
  expect(readPairingCode(` ${shown.toLowerCase().replaceAll("-", " ")} `)).toEqual(code);
  expect(readPairingCode("oilO-0000-0000")).toEqual({ selector: "0110", secret: "00000000" });
  for (const text of ["", "7KQ2", `${shown}A`, "7KQ2-M4XD-9TPU", "7KQ2-M4XD-9TP\u0660"])
    expect(readPairingCode(text)).toBeNull();
});

test("AUTH-35 codes are drawn from the whole alphabet and do not repeat", () => {
  const codes = Array.from({ length: 500 }, () => shownPairingCode(newPairingCode()));
  expect(new Set(codes).size).toBe(500);
  expect(new Set(codes.join("").replaceAll("-", "")).size).toBe(32);
});
