import { setTimeout as delay } from "node:timers/promises";

/** Waits until the question is answered with yes; throws after `limitMs`. */
export async function until(
  what: string,
  limitMs: number,
  { everyMs = 100 }: { readonly everyMs?: number },
  question: () => Promise<boolean>,
): Promise<void> {
  const limit = performance.now() + limitMs;
  while (!(await question())) {
    if (performance.now() > limit) throw new Error(`${what}: not after ${limitMs / 1000} s`);
    await delay(everyMs);
  }
}
