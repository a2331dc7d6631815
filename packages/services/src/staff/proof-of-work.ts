import { type Puzzle, puzzle, solvedPuzzle } from "@quietroom/contracts/proof-of-work";
import { createChallenge, verifySolution } from "altcha-lib";
import { deriveKey } from "altcha-lib/algorithms/pbkdf2";
import { randomInt } from "node:crypto";
import type { Runtime } from "../runtime.ts";
import { issueOpenTicket, spendTicket } from "./ticket.ts";

/** How much work a puzzle is: this many derivations to try, each of `rounds` hashes. */
export type Effort = { readonly rounds: number; readonly atLeast: number; readonly below: number };

/** One to three seconds of a phone, and about as much of a guesser's computer for every single guess. */
const usual: Effort = { rounds: 2_000, atLeast: 300, below: 900 };

/** A new puzzle, good for one sign-in within five minutes. Keeps nothing; checking an answer costs one derivation. */
export async function newPuzzle(
  runtime: Runtime,
  { rounds, atLeast, below }: Effort = usual,
): Promise<Puzzle> {
  const ticket = await issueOpenTicket(runtime, "proof_of_work");
  const made = await createChallenge({
    algorithm: "PBKDF2/SHA-256",
    cost: rounds,
    counter: randomInt(atLeast, below),
    data: { ticket },
    deriveKey,
    hmacSignatureSecret: keyOf(runtime),
  });
  return puzzle.parse(made);
}

/** The ticket of a puzzle of ours that is solved; null for anything else. Whether it is over or spent is asked where it is spent. */
export async function solvedTicket(runtime: Runtime, proof: string): Promise<string | null> {
  const parsed = solvedPuzzle.safeParse(readJson(proof));
  if (!parsed.success) return null;
  const { challenge, solution } = parsed.data;
  const { verified } = await verifySolution({
    challenge,
    solution,
    deriveKey,
    hmacSignatureSecret: keyOf(runtime),
  });
  return verified ? challenge.parameters.data.ticket : null;
}

/** Whether this is a puzzle of ours that is solved, not over, and was not used before in any process. It is used up by the asking. */
export async function spendPuzzle(runtime: Runtime, proof: string): Promise<boolean> {
  const ticket = await solvedTicket(runtime, proof);
  if (ticket === null) return false;
  const about = { purpose: "proof_of_work", bearer: "" } as const;
  return await runtime.db.withCounters(
    async ({ tx }) => await spendTicket({ tx, seal: runtime.seal }, ticket, about),
  );
}

function keyOf({ seal }: Runtime): string {
  return seal.digest("puzzles", { tenantId: "", recordId: "", field: "proof_of_work.key" });
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
