export type Random = {
  /** A whole number from `low` to `high`, both included. */
  between(low: number, high: number): number;
  /** True `share` of the time. */
  chance(share: number): boolean;
  pick<T>(from: readonly T[]): T;
  /** A UUID of version 4, the same every time for the same seed. */
  uuid(): string;
};

/** Numbers that look random and are the same every time (mulberry32), so that every demo has the same people and visits. */
export function createRandom(seed: number): Random {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const between = (low: number, high: number) => low + Math.floor(next() * (high - low + 1));
  return {
    between,
    chance: (share) => next() < share,
    pick(from) {
      const item = from[between(0, from.length - 1)];
      if (item === undefined) throw new RangeError("nothing to pick from");
      return item;
    },
    uuid() {
      const hex = Array.from({ length: 32 }, (_, place) => {
        if (place === 12) return "4";
        return between(place === 16 ? 8 : 0, place === 16 ? 11 : 15).toString(16);
      }).join("");
      return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
    },
  };
}
