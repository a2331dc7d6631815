import { listTenantIds, type Runtime } from "@quietroom/services";

/**
 * Does something for one studio after another and answers what came of each. One studio's failure holds up no other: it is logged as
 * `failure`, tried again with the next round, and at the end the step fails, so that it shows.
 */
export async function forEveryStudio(
  runtime: Runtime,
  failure: string,
  work: (tenantId: string) => Promise<number>,
): Promise<readonly number[]> {
  const done: number[] = [];
  const failures: unknown[] = [];
  for (const tenantId of await listTenantIds(runtime)) {
    try {
      done.push(await work(tenantId));
    } catch (error) {
      runtime.log.error(failure, {
        tenantId,
        error: error instanceof Error ? error.name : typeof error,
        // Of a bucket that keeps nothing: "denied", "unlocked", "timeout".
        ...(error instanceof Error && "code" in error ? { reason: String(error.code) } : {}),
      });
      failures.push(error);
    }
  }
  if (failures.length > 0) throw new Error(`${failure}: of some studios`, { cause: failures[0] });
  return done;
}

/** What came of all of them together. */
export function sumOf(counts: readonly number[]): number {
  return counts.reduce((sum, count) => sum + count, 0);
}
