const alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"; // Crockford's: no I, L, O, U, which people misread
const characters = 8;

/**
 * A record number such as "K7QX-3M2D", from `random` bytes (at least 8): 40 bits, drawn and not counted, so that no number tells how
 * many clients a studio has.
 */
export function newRecordNumber(random: Uint8Array): string {
  const drawn = Array.from(random.subarray(0, characters), (byte) => alphabet.charAt(byte % 32)).join("");
  return `${drawn.slice(0, 4)}-${drawn.slice(4)}`;
}

/** What somebody typed, as the record number it means: case and dashes do not matter, O is 0, I and L are 1. Null for anything else. */
export function readRecordNumber(typed: string): string | null {
  const read = typed.toUpperCase().replaceAll(/[\s-]/g, "").replaceAll("O", "0").replaceAll(/[IL]/g, "1");
  const isOne = read.length === characters && [...read].every((character) => alphabet.includes(character));
  return isOne ? `${read.slice(0, 4)}-${read.slice(4)}` : null;
}
