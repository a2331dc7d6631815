const quarterMs = 15 * 60_000;
const dayMs = 24 * 60 * 60_000;

/**
 * A question of the slots command, as JSON: everyone in New York works 09:00 to 12:00 and 13:00 to 17:00 on weekdays, with one date closed
 * and one Saturday open, and has busy times of 50 minutes that begin on quarters of an hour. The same each time it is asked for.
 */
export function slotsQuestion(size: {
  readonly practitioners: number;
  readonly days: number;
  readonly busyTimes: number;
}): string {
  const random = sequence();
  const from = Date.parse("2027-03-01T05:00:00Z");
  const iso = (at: number) => new Date(at).toISOString().replace(".000Z", "Z");
  const days = [1, 2, 3, 4, 5];
  return JSON.stringify({
    id: "bench",
    now: "2027-02-20T12:00:00Z",
    window: { from: iso(from), to: iso(from + size.days * dayMs) },
    viewerTimeZone: "America/New_York",
    mode: size.practitioners === 1 ? "single" : "any",
    service: { durationMin: 50, stepMin: 30, bufferBeforeMin: 0, bufferAfterMin: 10, minNoticeMin: 120 },
    practitioners: Array.from({ length: size.practitioners }, (_, index) => ({
      id: `p${index + 1}`,
      timeZone: "America/New_York",
      weekly: [
        { days, start: "09:00", end: "12:00" },
        { days, start: "13:00", end: "17:00" },
      ],
      overrides: [
        { date: "2027-03-17", blocks: [] },
        { date: "2027-03-20", blocks: [["10:00", "14:00"]] },
      ],
      busy: Array.from({ length: size.busyTimes }, () => from + random(size.days * 96) * quarterMs)
        .sort((a, b) => a - b)
        .map((start) => [iso(start), iso(start + 50 * 60_000)]),
    })),
  });
}

/** Whole numbers below a limit, the same ones in every run. */
function sequence(): (below: number) => number {
  let state = 7;
  return (below) => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return Math.floor((state / 2_147_483_648) * below);
  };
}
