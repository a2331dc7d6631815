import { z } from "zod";

const hex = (maxLength: number) =>
  z
    .string()
    .max(maxLength)
    .regex(/^[0-9a-f]+$/);

/**
 * A puzzle that costs a computer a moment and a person nothing (AUTH-43), in ALTCHA's form: find the counter for which the derived key
 * begins with the prefix. Signed by us, so nothing in it can be made easier.
 */
export const puzzle = z.strictObject({
  parameters: z.strictObject({
    algorithm: z.string().max(20),
    nonce: hex(64),
    salt: hex(64),
    cost: z.int().min(1).max(1_000_000),
    keyLength: z.int().min(1).max(64),
    keyPrefix: hex(128),
    data: z.strictObject({ ticket: z.string().max(200) }),
  }),
  signature: hex(128),
});

export type Puzzle = z.output<typeof puzzle>;

/** A puzzle with its solution, as it comes with a sign-in. */
export const solvedPuzzle = z.strictObject({
  challenge: puzzle,
  solution: z.strictObject({ counter: z.int().min(0), derivedKey: hex(128) }),
});
