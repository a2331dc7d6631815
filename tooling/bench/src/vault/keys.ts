import { baseline, type Figure } from "../figure.ts";
import type { VaultBench } from "./bench.ts";

const openings = 200;

/** What it costs to have a studio's keys: from the store, unwrapped and audited, and from memory. */
export async function benchKeys({ runtime, studio }: VaultBench): Promise<readonly Figure[]> {
  const { vault } = runtime;
  const cold = await p50Ms(async () => {
    vault.forget();
    await vault.keysOf(studio.tenantId);
  });
  const warm = await p50Ms(async () => {
    await vault.keysOf(studio.tenantId);
  });
  return [
    baseline("a studio's keys, cold: read, unwrapped by a local key, audited (p50)", `${cold.toFixed(2)} ms`),
    baseline("a studio's keys, open already (p50)", `${(warm * 1_000).toFixed(1)} us`),
  ];
}

async function p50Ms(work: () => Promise<void>): Promise<number> {
  const times: number[] = [];
  for (let count = 0; count < openings; count += 1) {
    const began = performance.now();
    await work();
    times.push(performance.now() - began);
  }
  return times.toSorted((one, other) => one - other)[openings / 2] ?? Number.NaN;
}
