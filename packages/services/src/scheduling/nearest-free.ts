import type { Tx } from "@quietroom/db";
import type { Booker, Slot } from "@quietroom/domain/scheduling";
import { dayMs, type Instant, type Interval, interval, localDate, plus } from "@quietroom/domain/time";
import { freeSlots } from "./facts.ts";
import { choiceFor, type VisitShape, withVisitsOwnLength } from "./move-times.ts";
import { type Choice, loadScene } from "./scene.ts";

const enough = 3;

/**
 * The free times nearest to a wanted one, at most three, in order of time and without the wanted one itself: those within days of it, else
 * within two months, else, for a wish that is out of reach, those from today on. `moved`: a visit that keeps its own length and its people; `except`: what
 * counts as free; `suits` leaves out what is free and is not wanted all the same.
 */
export async function nearestFree(
  tx: Tx,
  search: {
    readonly tenantId: string;
    readonly now: Instant;
    readonly choice: Choice;
    readonly start: Instant;
    readonly except: string | null;
    readonly moved: VisitShape | null;
    readonly bookedBy: Booker;
    readonly suits?: (slot: Slot) => boolean;
  },
): Promise<Slot[]> {
  const { tenantId, now, start, except, moved, bookedBy, suits = () => true } = search;
  const choice = choiceFor(search.choice, moved);
  let others: Slot[] = [];
  for (const window of [around(start, 3, 7), around(start, 14, 60), around(now, 0, 60)]) {
    const dates = { from: localDate(window.start, "UTC"), until: localDate(window.end, "UTC") };
    const scene = await loadScene(tx, { tenantId, choice, ...dates, bookedBy });
    if (scene === null) return [];
    const asked = moved === null ? scene : withVisitsOwnLength(scene, moved);
    const free = await freeSlots(tx, { tenantId, now, except, bookedBy }, asked, window);
    const found = free.filter((slot) => slot.start !== start && suits(slot));
    if (found.length > others.length) others = found;
    if (others.length >= enough) break;
  }
  return nearest(others, start);
}

function around(at: Instant, daysBefore: number, daysAfter: number): Interval {
  return interval(plus(at, -daysBefore * dayMs), plus(at, daysAfter * dayMs));
}

function nearest(slots: readonly Slot[], wanted: Instant): Slot[] {
  return slots
    .toSorted((a, b) => Math.abs(a.start - wanted) - Math.abs(b.start - wanted) || a.start - b.start)
    .slice(0, enough)
    .toSorted((a, b) => a.start - b.start);
}
