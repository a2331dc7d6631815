import { randomInt } from "node:crypto";

// Without what is easily taken for something else: 0 and o, 1, i and l.
const letters = "abcdefghjkmnpqrstuvwxyz23456789";
const codes = 10;
const length = 10;

/** Ten new recovery codes, each of 49 random bits, in two groups as people copy them (AUTH-20). */
export function newRecoveryCodes(): readonly string[] {
  return Array.from({ length: codes }, () => {
    const code = Array.from({ length }, () => letters[randomInt(letters.length)]).join("");
    return `${code.slice(0, length / 2)}-${code.slice(length / 2)}`;
  });
}

/** A code as it is compared, however it was typed: lower case, without dashes and spaces. */
export function plainRecoveryCode(typed: string): string {
  return typed.toLowerCase().replace(/[\s-]/g, "");
}
