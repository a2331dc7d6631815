import type { Runtime } from "@quietroom/services";

/** What is worked through: how its ids are called in the log, and in the error at the end. */
type Each = {
  readonly field: "tenantId" | "openingId";
  readonly called: string;
  readonly ids: readonly string[];
};

/**
 * Does something for one id after another and answers what came of each. One failure holds up no other: it is logged as `failure`, tried
 * again with the next round, and at the end the step fails, so that it shows.
 */
export async function oneAfterAnother(
  { log }: Pick<Runtime, "log">,
  failure: string,
  { field, called, ids }: Each,
  work: (id: string) => Promise<number>,
): Promise<readonly number[]> {
  const done: number[] = [];
  const failures: unknown[] = [];
  for (const id of ids) {
    try {
      done.push(await work(id));
    } catch (error) {
      log.error(failure, {
        [field]: id,
        error: error instanceof Error ? error.name : typeof error,
        // Of a bucket that keeps nothing: "denied", "unlocked", "timeout".
        ...(error instanceof Error && "code" in error ? { reason: String(error.code) } : {}),
      });
      failures.push(error);
    }
  }
  if (failures.length > 0) throw new Error(`${failure}: of some ${called}`, { cause: failures[0] });
  return done;
}
