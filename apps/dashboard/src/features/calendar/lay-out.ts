import { instant, type LocalDate, localDate, localTime, wallMinutes } from "@quietroom/domain/time";

/** Where a block stands in its column: minutes on the wall from midnight, and its lane where blocks share time. */
export type Placed<Block> = {
  readonly block: Block;
  readonly fromMin: number;
  readonly toMin: number;
  readonly lane: number;
  readonly lanes: number;
};

type Timed = { readonly startsAt: number; readonly endsAt: number };

/**
 * Places one day's blocks by the wall clock of `zone`. What began the evening before is cut at midnight. Blocks that share
 * time stand side by side: cancelled beside its replacement, or both 01:30s of the night the clocks go back.
 */
export function layOut<Block extends Timed>(
  blocks: readonly Block[],
  date: LocalDate,
  zone: string,
): readonly Placed<Block>[] {
  const spans = blocks
    .filter(
      (block) =>
        localDate(instant(block.startsAt), zone) <= date &&
        localDate(instant(block.endsAt - 1), zone) >= date,
    )
    .map((block) => ({ block, ...spanOn(block, date, zone) }))
    .toSorted((a, b) => a.fromMin - b.fromMin || b.toMin - a.toMin);
  const placed: Placed<Block>[] = [];
  for (let next = 0; next < spans.length; ) {
    // A cluster: everything that touches something of it. Its lanes are as wide as its busiest moment.
    const ends: number[] = [];
    const cluster: { readonly span: (typeof spans)[number]; readonly lane: number }[] = [];
    let span = spans[next];
    while (span !== undefined && (cluster.length === 0 || span.fromMin < Math.max(...ends))) {
      const from = span.fromMin;
      const free = ends.findIndex((end) => end <= from);
      const lane = free === -1 ? ends.length : free;
      ends[lane] = span.toMin;
      cluster.push({ span, lane });
      next += 1;
      span = spans[next];
    }
    for (const one of cluster) placed.push({ ...one.span, lane: one.lane, lanes: ends.length });
  }
  return placed;
}

/** The first and last hour worth drawing: everything of the days, and at least 8 to 18. */
export function hoursShown(
  blocks: readonly Timed[],
  days: readonly LocalDate[],
  zone: string,
): readonly [number, number] {
  let first = 8;
  let last = 18;
  for (const date of days) {
    for (const { fromMin, toMin } of layOut(blocks, date, zone)) {
      first = Math.min(first, Math.floor(fromMin / 60));
      last = Math.max(last, Math.ceil(toMin / 60));
    }
  }
  return [first, last];
}

/** Minutes on the wall of a moment, if it falls on that date. */
export function minuteOn(at: number, date: LocalDate, zone: string): number | null {
  const local = localTime(instant(at), zone);
  return local.date === date ? wallMinutes(local.time) : null;
}

function spanOn(
  block: Timed,
  date: LocalDate,
  zone: string,
): { readonly fromMin: number; readonly toMin: number } {
  const fromMin = minuteOn(block.startsAt, date, zone) ?? 0;
  const end = minuteOn(block.endsAt, date, zone);
  const lengthMin = (block.endsAt - block.startsAt) / 60_000;
  // On the night the clocks go back a block can end, on the wall, before it began: its length then counts.
  const toMin = end === null ? 24 * 60 : end > fromMin ? end : Math.min(24 * 60, fromMin + lengthMin);
  return { fromMin, toMin };
}
