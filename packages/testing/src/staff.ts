import {
  newPuzzle,
  passSecondFactor,
  secondFactorStep,
  type SignedIn,
  signIn,
} from "@quietroom/services/staff";
import type { Runtime } from "@quietroom/services";
import { previousCode } from "@quietroom/sandbox/app-code";
import { solvePuzzle } from "./puzzle.ts";
import { succeeded } from "./studio.ts";

/** `studio`: the address of the one that is meant, for somebody who works in several. */
type Credentials = { readonly email: string; readonly password: string; readonly studio?: string };

/** Of a request without a proxy of ours and from a browser that nobody has signed in from. */
export const fromNowhere = { ip: null, deviceToken: null } as const;

/** A session whose password was right and that waits for its second factor. Solves the puzzle when one is asked for. */
export async function halfSession(
  runtime: Runtime,
  { email, password, studio }: Credentials,
): Promise<SignedIn> {
  const attempt = { email, password, studio, userAgent: "Test/1.0", ...fromNowhere };
  const first = await signIn(runtime, attempt);
  if (first.ok || first.refusal !== "proof_needed") return succeeded(first);
  const proof = await solvePuzzle(await newPuzzle(runtime, { rounds: 1, atLeast: 0, below: 2 }));
  return succeeded(await signIn(runtime, { ...attempt, proof }));
}

/**
 * Enrols an authenticator app for somebody, as they would at their first sign-in: its secret, and the session they are in then. The
 * code used up is the previous one, which leaves two for the test.
 */
export async function enrolApp(
  runtime: Runtime,
  credentials: Credentials,
): Promise<{ readonly secret: string; readonly session: SignedIn }> {
  const half = await halfSession(runtime, credentials);
  const step = await secondFactorStep(runtime, half);
  if (step?.kind !== "enrol") throw new Error("there is nothing to enrol");
  const { secret } = step;
  const code = await previousCode(secret, 2_000);
  return { secret, session: succeeded(await passSecondFactor(runtime, half, { code, ...fromNowhere })) };
}
