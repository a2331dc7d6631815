import { cpus } from "node:os";
import { performance } from "node:perf_hooks";

/** What one kind of call did under load. Latencies in milliseconds. */
export type Measured = {
  readonly name: string;
  readonly perSecond: number;
  readonly p50Ms: number;
  readonly p95Ms: number;
  readonly calls: number;
  /** Processor time a call in ms: of the whole machine (callers, sites, database), and of this process. */
  readonly machineCpuMs: number;
  readonly ownCpuMs: number;
};

/**
 * Calls as fast as `width` callers can, one after another each, for `seconds` after a warm-up of one second. A call that
 * throws ends the benchmark: a figure with errors in it is no figure.
 */
export async function measure(
  name: string,
  { width, seconds }: { readonly width: number; readonly seconds: number },
  call: (index: number) => Promise<unknown>,
): Promise<Measured> {
  let index = 0;
  const run = async (until: number, note: (ms: number) => void) => {
    await Promise.all(
      Array.from({ length: width }, async () => {
        while (performance.now() < until) {
          const began = performance.now();
          index += 1;
          await call(index);
          note(performance.now() - began);
        }
      }),
    );
  };
  await run(performance.now() + 1000, () => undefined);
  const latencies: number[] = [];
  const [machineBefore, ownBefore] = [machineCpuMs(), ownCpuMs()];
  const began = performance.now();
  await run(began + seconds * 1000, (ms) => latencies.push(ms));
  const elapsed = (performance.now() - began) / 1000;
  const perCall = (before: number, after: number) => (after - before) / Math.max(1, latencies.length);
  latencies.sort((a, b) => a - b);
  return {
    name,
    perSecond: latencies.length / elapsed,
    p50Ms: latencies[Math.floor(latencies.length * 0.5)] ?? 0,
    p95Ms: latencies[Math.floor(latencies.length * 0.95)] ?? 0,
    calls: latencies.length,
    machineCpuMs: perCall(machineBefore, machineCpuMs()),
    ownCpuMs: perCall(ownBefore, ownCpuMs()),
  };
}

/** What all processors of this machine worked since it was started, whoever for: a figure of a quiet machine. */
function machineCpuMs(): number {
  return cpus().reduce((sum, { times: { user, nice, sys, irq } }) => sum + user + nice + sys + irq, 0);
}

function ownCpuMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}
