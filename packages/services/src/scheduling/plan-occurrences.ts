import type { Tx } from "@quietroom/db";
import {
  blockedRange,
  type Busy,
  findSlots,
  givenBy,
  type SlotFacts,
  type SlotQuestion,
  slotObstacles,
  type TimeObstacle,
  traceTime,
  withoutNotice,
} from "@quietroom/domain/scheduling";
import type { Occurrence } from "@quietroom/domain/series";
import { dayMs, type Instant, type Interval, interval, plus } from "@quietroom/domain/time";
import { loadBusy } from "./busy.ts";
import { besideVisits, owners, poolOf, withVisits } from "./facts.ts";
import { loadCounted } from "./full-times.ts";
import type { Scene } from "./scene.ts";
import { loadSupervision } from "./supervision.ts";

/** A date of a series with what stands in its way. Only what staff may not pass over keeps it from being booked. */
export type PlannedOccurrence = Occurrence & {
  readonly problems: readonly TimeObstacle["rule"][];
  readonly canBook: boolean;
  /** The free time nearest to one that cannot be had, within a few days of it. */
  readonly proposal: Instant | null;
};

/** A visit that leaves its time to the dates that are planned: by whom or what it is held, and from when on these are taken by it. */
export type LeavingVisit = {
  readonly owners: readonly string[];
  readonly start: Instant;
  readonly blockedFrom: Instant;
};

const proposalDays = 3;

/**
 * Judges each date of a series by the very rules of a single visit, the dates before it counted as booked (ec-D4). Diaries and counts are
 * read once for all of them. What visits that make room for these dates take and count is free.
 */
export async function planOccurrences(
  tx: Tx,
  when: { readonly tenantId: string; readonly now: Instant },
  scene: Scene,
  occurrences: readonly Occurrence[],
  leaving: readonly LeavingVisit[] = [],
): Promise<PlannedOccurrence[]> {
  const [lead] = scene.practitioners;
  const [first, last] = [occurrences[0], occurrences.at(-1)];
  if (lead === undefined || first === undefined || last === undefined) return [];
  const window = interval(
    plus(first.start, -(proposalDays + 1) * dayMs),
    plus(last.start, (proposalDays + 1) * dayMs),
  );
  const ask = { ...when, except: null };
  const taken = await loadBusy(tx, {
    ...ask,
    ...owners(scene),
    ...withVisits(scene, window),
    offersYieldFor: scene.practitioners.map(({ id }) => id), // staff go before an offer (ec-I11)
  });
  const busy = new Map(
    [...taken].map(([owner, times]) => [owner, times.filter((time) => !isLeft(owner, time, leaving))]),
  );
  const gone = leaving.map(({ start }) => start);
  const fullWith = await loadCounted(tx, ask, scene, window);
  const service = withoutNotice(scene.service);
  const supervision = await loadSupervision(tx, when.tenantId, scene, window);
  // Every date is kept free for its own visit, so that none is proposed for another.
  const ownTimes: Interval[] = occurrences.map(({ start }) => blockedRange(start, givenBy(service, lead)));
  const planned: Instant[] = [];
  return occurrences.map((occurrence) => {
    const { start } = occurrence;
    const full = fullWith(planned, gone);
    const rules = {
      now: when.now,
      service,
      horizonDays: null,
      rooms: poolOf(scene.rooms, busy),
      devices: poolOf(scene.devices, busy),
      bookedBy: "staff",
    } as const;
    const people = scene.practitioners.map((practitioner) => {
      const theirs = busy.get(practitioner.id) ?? [];
      const beside = besideVisits(scene, practitioner, theirs);
      return {
        ...practitioner,
        busy: theirs,
        ...beside,
        supervision: supervision.get(practitioner.id) ?? null,
        full: full.get(practitioner.id) ?? [],
      };
    });
    const judged = people.map((practitioner): SlotFacts => ({ ...rules, practitioner }));
    const canBook = judged.every((facts) => slotObstacles(facts, start).length === 0);
    if (canBook) planned.push(start);
    const obstacles = judged
      .flatMap((facts) => traceTime(facts, start))
      .flatMap(({ rule }) => (rule === "off_grid" ? [] : [rule]));
    const withOwn = people.map((one) => ({ ...one, busy: [...one.busy, ...ownTimes] }));
    return {
      ...occurrence,
      problems: [...new Set(obstacles)],
      canBook,
      proposal: canBook ? null : nearest({ ...rules, practitioners: withOwn }, start),
    };
  });
}

/** True of the time that a visit gives up which makes room for the dates that are planned. */
function isLeft(owner: string, time: Busy, leaving: readonly LeavingVisit[]): boolean {
  return leaving.some(
    ({ owners, blockedFrom }) => !time.elsewhere && owners.includes(owner) && time.start === blockedFrom,
  );
}

/** Where all who come are free. */
function nearest(search: Omit<SlotQuestion, "window" | "mode">, wanted: Instant): Instant | null {
  const window = interval(plus(wanted, -proposalDays * dayMs), plus(wanted, proposalDays * dayMs));
  const free = findSlots({ ...search, window, mode: "all" });
  return free.toSorted((a, b) => Math.abs(a.start - wanted) - Math.abs(b.start - wanted))[0]?.start ?? null;
}
