import { performance } from "node:perf_hooks";

/** What people do over and over, by name. */
export type Acts = Readonly<Record<string, (index: number) => Promise<unknown>>>;

export type Spell = {
  /** Milliseconds that each call took, by the name of the act. */
  readonly tookMs: ReadonlyMap<string, readonly number[]>;
};

// Between two acts of one person, in milliseconds, at random. Faster than any desk, and slow enough that the machine is not the measure.
const pause = { least: 40, most: 120 };

/**
 * Lets `people` go through the acts one after another, each with pauses, until told to stop. `spell` answers what calls took since the
 * last spell ended, so that one run is measured in parts.
 */
export function peopleAtWork(people: number, acts: Acts) {
  const names = Object.keys(acts);
  let taken = new Map<string, number[]>(names.map((name) => [name, []]));
  const shift = { isOn: true };
  let count = 0;
  const all = Promise.all(
    Array.from({ length: people }, async (_, person) => {
      for (let turn = person; shift.isOn; turn += 1) {
        const name = names[turn % names.length] ?? "";
        count += 1;
        const began = performance.now();
        await acts[name]?.(count);
        taken.get(name)?.push(performance.now() - began);
        const wait = pause.least + Math.random() * (pause.most - pause.least);
        await new Promise((resolve) => setTimeout(resolve, wait));
      }
    }),
  );
  return {
    /** Ends a spell and begins the next. */
    spell(): Spell {
      const tookMs = taken;
      taken = new Map(names.map((name) => [name, []]));
      return { tookMs };
    },
    async stop(): Promise<void> {
      shift.isOn = false;
      await all;
    },
    count: () => count,
  };
}

/** The 95th of a hundred calls of one act, over several spells, in milliseconds. */
export function p95Ms(spells: readonly Spell[], name: string): number {
  const sorted = spells.flatMap(({ tookMs }) => tookMs.get(name) ?? []).toSorted((one, other) => one - other);
  return sorted[Math.floor(sorted.length * 0.95)] ?? Number.NaN;
}
