import type { Runtime } from "@quietroom/services";
import type { TestStudio } from "@quietroom/testing/create-studio";

/** What every part of the bench is given. */
export type VaultBench = {
  readonly runtime: Runtime;
  readonly studio: TestStudio;
  /** How many sealed values a part that fills a table makes. */
  readonly values: number;
  /** The database as the product, and as a superuser, for baselines that no row security holds. */
  readonly urls: { readonly app: string; readonly super: string };
  /** The master key of the runtime, for another process that opens the same keys. */
  readonly masterKey: Uint8Array;
  /** Past row security, to fill tables and count. */
  query(sql: string, given?: readonly unknown[]): Promise<readonly Record<string, unknown>[]>;
};

/** Microseconds a call, the median of nine runs: other work on the machine makes some slow, and none fast. */
export function microsecondsACall(calls: number, call: (index: number) => unknown): number {
  const runs = Array.from({ length: 9 }, () => {
    const began = performance.now();
    for (let index = 0; index < calls; index += 1) call(index);
    return ((performance.now() - began) * 1_000) / calls;
  });
  return runs.toSorted((one, other) => one - other)[4] ?? Number.NaN;
}
