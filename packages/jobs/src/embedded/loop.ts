import { errorFields, type JobsLogger } from "./logger.ts";

/** Looks for work again and again until stopped. */
export type Loop = {
  /** There may be work now. Never lost: a call during a pass makes the next pass follow at once. */
  wake(): void;
  /** Lets the pass under way end, then stops. */
  stop(): Promise<void>;
};

/**
 * Starts a loop. `pass` does what is due and answers how many milliseconds may go by before it looks again (0: at once);
 * it is never more than `pollMs`, because the database's clock may be moved at any moment. A pass that throws is
 * followed by a growing pause, so that a database that is down is not hammered and its return is noticed.
 */
export function startLoop(options: {
  readonly name: string;
  readonly pollMs: number;
  readonly logger: JobsLogger;
  readonly pass: () => Promise<number>;
}): Loop {
  let dirty = false;
  const ending = new AbortController();
  const { signal } = ending;
  let rouse: (() => void) | undefined;
  let failures = 0;

  async function nap(ms: number): Promise<void> {
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, ms);
      rouse = () => {
        clearTimeout(timer);
        resolve();
      };
    });
    rouse = undefined;
  }

  async function onePass(): Promise<void> {
    dirty = false;
    try {
      const waitMs = await options.pass();
      failures = 0;
      if (waitMs > 0 && !dirty && !signal.aborted) await nap(Math.min(waitMs, options.pollMs));
    } catch (error) {
      failures += 1;
      options.logger.warn("jobs.loop_failed", { loop: options.name, failures, ...errorFields(error) });
      if (!signal.aborted) await nap(Math.min(100 * 2 ** Math.min(failures, 10), 5_000));
    }
  }

  const ended = (async () => {
    while (!signal.aborted) await onePass();
  })();

  return {
    wake() {
      dirty = true;
      if (failures === 0) rouse?.();
    },
    async stop() {
      ending.abort();
      rouse?.();
      await ended;
    },
  };
}

/**
 * One pass: does what is due, or answers how many milliseconds nothing will be. `msUntilNext` counts only what still lies
 * ahead, so work is looked for once more after it: what came due between the two would be in neither answer.
 */
export async function workOrWait(
  work: () => Promise<number>,
  msUntilNext: () => Promise<number>,
): Promise<number> {
  if ((await work()) > 0) return 0;
  const waitMs = await msUntilNext();
  return (await work()) > 0 ? 0 : waitMs;
}
