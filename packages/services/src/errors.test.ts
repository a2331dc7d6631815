import { VaultUnavailable } from "@quietroom/vault";
import { expect, test } from "vitest";
import { AppError, isUnavailable } from "./errors.ts";

test("check 85 keys that are not to be had are a reason to ask again later, as a database that is away", () => {
  for (const code of [
    "unavailable",
    "denied",
    "disabled",
    "timeout",
    "malformed",
    "unknown_service",
  ] as const)
    expect(isUnavailable(new VaultUnavailable(code))).toBe(true);
  expect(isUnavailable(new AppError("unavailable"))).toBe(true);
  expect(isUnavailable(new AppError("forbidden"))).toBe(false);
  expect(isUnavailable(new Error("a bug"))).toBe(false);
});
