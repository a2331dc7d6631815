"use server";

import type { Puzzle } from "@quietroom/contracts/proof-of-work";
import { portalFactors } from "../server/portal.ts";

/** What a browser solves where it is asked to: after failed sign-ins (AUTH-43), or before more forms from one address (BOOK-12). Keeps nothing. */
export async function askPuzzle(): Promise<Puzzle> {
  return await (await portalFactors()).newPuzzle();
}
