import { randomInt } from "node:crypto";

/** A pairing's code in its two parts: by the first it is found, the second is what has to be known. */
export type PairingCode = { readonly selector: string; readonly secret: string };

/** Crockford's: no I, L, O or U, so that nothing is misread. */
const alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const selectorLength = 4;
const secretLength = 8;

/** Twelve characters, of which eight are secret: 40 bits, for five tries in five minutes. */
export function newPairingCode(): PairingCode {
  return { selector: characters(selectorLength), secret: characters(secretLength) };
}

/** As people read it, "7KQ2-M4XD-9TPA". */
export function shownPairingCode({ selector, secret }: PairingCode): string {
  return `${selector}${secret}`.replace(/^(.{4})(.{4})(.{4})$/, "$1-$2-$3");
}

/** Reads a code as somebody typed it, with or without its hyphens, O for 0 and l for 1; null for what cannot be one. */
export function readPairingCode(typed: string): PairingCode | null {
  const plain = typed.toUpperCase().replace(/[\s-]/g, "").replaceAll("O", "0").replace(/[IL]/g, "1");
  if (!/^[0-9A-HJKMNP-TV-Z]{12}$/.test(plain)) return null;
  return { selector: plain.slice(0, selectorLength), secret: plain.slice(selectorLength) };
}

function characters(count: number): string {
  return Array.from({ length: count }, () => alphabet.charAt(randomInt(alphabet.length))).join("");
}
