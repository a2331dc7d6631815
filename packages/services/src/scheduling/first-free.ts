import { addDays, dayBounds, type Instant, instant, interval, type LocalDate } from "@quietroom/domain/time";
import type { Booker } from "@quietroom/domain/scheduling";
import type { Tx } from "@quietroom/db";
import { freeSlots } from "./facts.ts";
import { type VisitShape, withVisitsOwnLength } from "./move-times.ts";
import { type Choice, loadScene } from "./scene.ts";

/** So many dates are searched at a time for the next free start: most studios need one look, the longest horizon twelve. */
const stretchDays = 62;

/** How far ahead the next free time is looked for at the desk, which no horizon binds: about half a year. */
export const deskSearchDays = 3 * stretchDays;

/**
 * The first free start from local date `from` on, up to and with `lastDate` (in the zone of the place), or null: found in one call, however
 * far it is (ec-L8). `moved`: a visit that is to be moved, whose own length counts and whose own time is free.
 */
export async function firstFree(
  tx: Tx,
  search: {
    readonly tenantId: string;
    readonly now: Instant;
    readonly bookedBy: Booker;
    readonly choice: Choice;
    readonly moved: VisitShape | null;
    readonly from: LocalDate;
    readonly lastDate: LocalDate;
  },
): Promise<Instant | null> {
  const { tenantId, now, bookedBy, choice, moved, lastDate } = search;
  const ask = { tenantId, now, except: moved?.id ?? null, bookedBy };
  for (let { from } = search; from <= lastDate; from = addDays(from, stretchDays)) {
    const until = addDays(from, stretchDays);
    const loaded = await loadScene(tx, { tenantId, choice, from, until, bookedBy });
    if (loaded === null || !loaded.offered || !loaded.studioOpen) return null;
    const scene = moved === null ? loaded : withVisitsOwnLength(loaded, moved);
    const window = interval(
      instant(Math.max(now, dayBounds(from, scene.zone).start)),
      dayBounds(until, scene.zone).start,
    );
    const [first] = await freeSlots(tx, ask, scene, window);
    if (first !== undefined) return first.start;
  }
  return null;
}
