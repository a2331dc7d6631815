import { setTimeout } from "node:timers/promises";
import { Secret, TOTP } from "otpauth";

/** Which of the three codes that count at one moment: a code counts once, and only after earlier ones. */
export type CodeOf = "previous" | "current" | "next";

/** How long a code stands in the app. */
export const codeStepMs = 30_000;

const shiftMs = { previous: -codeStepMs, current: 0, next: codeStepMs } as const satisfies Record<
  CodeOf,
  number
>;

/** What an authenticator app with this secret (base32) shows: one step before `nowMs`, then, or one step after. */
export function appCode(secret: string, which: CodeOf = "current", nowMs = Date.now()): string {
  const app = new TOTP({
    secret: Secret.fromBase32(secret),
    algorithm: "SHA1",
    digits: 6,
    period: codeStepMs / 1000,
  });
  return app.generate({ timestamp: nowMs + shiftMs[which] });
}

/**
 * Code of the step before, which leaves two for what comes later. It counts for the rest of the step alone, so where that is shorter than
 * `lastsMs` (at most a few seconds) the next step is waited for.
 */
export async function previousCode(secret: string, lastsMs: number): Promise<string> {
  const leftMs = () => codeStepMs - (Date.now() % codeStepMs);
  // A timer may end a few ms early, by the clock: then the step is not over, and the code would be one step too old at once.
  while (leftMs() < lastsMs) await setTimeout(leftMs());
  return appCode(secret, "previous");
}
