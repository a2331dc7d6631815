import { puzzle } from "@quietroom/contracts/proof-of-work";
import { solveChallenge } from "altcha-lib";
import { deriveKey } from "altcha-lib/algorithms/web/pbkdf2";

/**
 * Fetches a puzzle and solves it: the text that a sign-in brings with it, or null when that did not work out. The work is the browser's
 * own cryptography, which runs beside the page, so the page needs no worker and stays awake.
 */
export async function solvePuzzle(): Promise<string | null> {
  try {
    const answer = await fetch("/api/sign-in/puzzle", { method: "POST" });
    const challenge = puzzle.parse(await answer.json());
    const solution = await solveChallenge({ challenge, deriveKey });
    if (solution === null) return null;
    const { counter, derivedKey } = solution;
    return JSON.stringify({ challenge, solution: { counter, derivedKey } });
  } catch {
    return null;
  }
}
