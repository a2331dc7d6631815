import { performance } from "node:perf_hooks";

/** Latencies of one way of doing something, in milliseconds. */
export type Latencies = { readonly name: string; readonly p50Ms: number; readonly p95Ms: number };

/**
 * Measures several ways side by side, one call at a time, in an order that changes each round, so that whatever else the machine does
 * meets all of them alike. `samples` of each are kept after a tenth as many to warm up.
 */
export async function interleave(
  samples: number,
  ways: Readonly<Record<string, (index: number) => unknown>>,
): Promise<readonly Latencies[]> {
  const names = Object.keys(ways);
  const taken = new Map(names.map((name) => [name, new Float64Array(samples)]));
  const warmUp = Math.ceil(samples / 10);
  for (let index = -warmUp; index < samples; index += 1) {
    for (let turn = 0; turn < names.length; turn += 1) {
      const name = names[(turn + Math.abs(index)) % names.length] ?? "";
      const began = performance.now();
      await ways[name]?.(Math.abs(index));
      const ms = performance.now() - began;
      if (index >= 0) taken.get(name)?.set([ms], index);
    }
  }
  return names.map((name) => {
    const sorted = (taken.get(name) ?? new Float64Array(1)).toSorted();
    const at = (share: number) => sorted[Math.floor(sorted.length * share)] ?? 0;
    return { name, p50Ms: at(0.5), p95Ms: at(0.95) };
  });
}
