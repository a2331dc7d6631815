type About = { readonly data: Readonly<Record<string, unknown>> };

/**
 * Events in the order in which they were written, parted so that none of a wave is about the same visit as another of it: the second news of a visit
 * are in the second wave. Whoever waits between waves has each visit's news arrive in order at a server that keeps none within a moment.
 */
export function inWaves<Event extends About>(events: readonly Event[]): readonly (readonly Event[])[] {
  const waves: Event[][] = [];
  const ofVisit = new Map<unknown, number>();
  for (const event of events) {
    const visit = event.data["appointmentId"];
    const wave = visit === undefined ? 0 : (ofVisit.get(visit) ?? 0);
    if (visit !== undefined) ofVisit.set(visit, wave + 1);
    (waves[wave] ??= []).push(event);
  }
  return waves;
}
