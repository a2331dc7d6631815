// The pages' policy lets no style attribute count, so the grid's places are classes: hours and minutes apart, which
// globals.css knows each of, and puts together.

/** The place of what starts so many minutes after the top of the grid. */
export function startingAt(minutes: number): string {
  const whole = clamped(minutes);
  return `cal-at cal-at-h-${Math.floor(whole / 60)} cal-at-m-${whole % 60}`;
}

/** The height of what lasts so many minutes. */
export function lasting(minutes: number): string {
  const whole = clamped(minutes);
  return `cal-for cal-for-h-${Math.floor(whole / 60)} cal-for-m-${whole % 60}`;
}

/** The part of the column's width that is lane number `lane` of `lanes`; past the twelfth they share the last place. */
export function inLane(lane: number, lanes: number): string {
  const count = Math.min(lanes, mostLanes);
  return `cal-lane cal-lane-${Math.min(lane, count - 1)} cal-lanes-${count}`;
}

const mostLanes = 12;

function clamped(minutes: number): number {
  return Math.min(Math.max(Math.round(minutes), 0), 24 * 60);
}
