import type { Puzzle } from "@quietroom/contracts/proof-of-work";
import { solveChallenge } from "altcha-lib";
import { deriveKey } from "altcha-lib/algorithms/web/pbkdf2";

/**
 * Solves a puzzle: the text that a sign-in brings with it, or null when that did not work out. The work is the browser's own cryptography,
 * which runs beside the page, so the page stays awake.
 */
export async function solvePuzzle(challenge: Puzzle): Promise<string | null> {
  const solution = await solveChallenge({ challenge, deriveKey });
  if (solution === null) return null;
  const { counter, derivedKey } = solution;
  return JSON.stringify({ challenge, solution: { counter, derivedKey } });
}
