/** One line of a report. Without a goal it is there to compare with. */
export type Figure = {
  readonly what: string;
  readonly figure: string;
  readonly goal: string | null;
  readonly met: boolean;
};

/** A line to compare with. */
export function baseline(what: string, figure: string): Figure {
  return { what, figure, goal: null, met: true };
}

/** Prints the lines as they come and answers how many goals were missed. */
export function report(figures: readonly Figure[]): number {
  for (const { what, figure, goal, met } of figures) {
    const held = goal === null ? "" : `${met ? "ok  " : "MISS"} goal ${goal}`;
    console.log(`${what.padEnd(72)} ${figure.padStart(14)}   ${held}`);
  }
  return figures.filter(({ goal, met }) => goal !== null && !met).length;
}
