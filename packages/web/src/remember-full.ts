type Full = { readonly key: string; readonly waitMs: number; readonly max: number };

const mostRemembered = 10_000;

/** This process's memory of which buckets are full, and until when. Bounded: the oldest are forgotten first, and asked for again. */
export function rememberFull(now: () => number = () => performance.now()) {
  const until = new Map<string, { readonly at: number; readonly max: number }>();
  return {
    add({ key, waitMs, max }: Full): void {
      until.delete(key);
      until.set(key, { at: now() + waitMs, max });
      for (const oldest of until.keys()) {
        if (until.size <= mostRemembered) break;
        until.delete(oldest);
      }
    },
    /** The one of these that stays full for longest, or null when none is known to be full. */
    longest(keys: readonly string[]): { readonly waitMs: number; readonly max: number } | null {
      let longest: { waitMs: number; max: number } | null = null;
      for (const key of keys) {
        const known = until.get(key);
        if (known === undefined) continue;
        const waitMs = known.at - now();
        if (waitMs <= 0) until.delete(key);
        else if (longest === null || waitMs > longest.waitMs) longest = { waitMs, max: known.max };
      }
      return longest;
    },
  };
}
