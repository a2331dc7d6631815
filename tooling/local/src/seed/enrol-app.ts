import type { Runtime } from "@quietroom/services";
import { passSecondFactor, secondFactorStep, type SignedIn, signIn } from "@quietroom/services/staff";
import { previousCode } from "@quietroom/sandbox/app-code";
import { agreed } from "./agreed.ts";

const nowhere = { ip: null, deviceToken: null } as const;

/**
 * Enrols an authenticator app for somebody of the demo, as they would at their first sign-in: its secret, of this installation alone,
 * and the session they are in then. The code of the step before is used up, so that the one on show is free.
 */
export async function enrolApp(
  runtime: Runtime,
  credentials: { readonly email: string; readonly password: string },
): Promise<{ readonly totpSecret: string; readonly session: SignedIn }> {
  const half = agreed(await signIn(runtime, { ...credentials, userAgent: "seed", ...nowhere }));
  const step = await secondFactorStep(runtime, half);
  if (step?.kind !== "enrol") throw new Error("the seed's people enrol once");
  const code = await previousCode(step.secret, 2_000);
  const session = agreed(await passSecondFactor(runtime, half, { code, ...nowhere }));
  return { totpSecret: step.secret, session };
}
