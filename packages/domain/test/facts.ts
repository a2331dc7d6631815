import type { PractitionerId, ResourceId } from "../src/ids.ts";
import { asId } from "../src/ids.ts";
import type {
  Busy,
  PractitionerFacts,
  ResourceFacts,
  ServiceRules,
  SlotQuestion,
  WeeklyHours,
} from "../src/scheduling/index.ts";
import { asWeekday, type Interval, type WallTime } from "../src/time/index.ts";
import { at } from "./at.ts";

/** A service of an hour, every half hour, without buffers or notice, changed where the case is about it. */
export function service(changes: Partial<ServiceRules> = {}): ServiceRules {
  return { durationMin: 60, stepMin: 30, bufferBeforeMin: 0, bufferAfterMin: 0, minNoticeMin: 0, ...changes };
}

/** The same hours on every weekday. */
export function everyDay(...ranges: readonly (readonly [WallTime, WallTime])[]): WeeklyHours[] {
  return [0, 1, 2, 3, 4, 5, 6].flatMap((day) =>
    ranges.map(([start, end]) => ({ weekday: asWeekday(day), start, end })),
  );
}

/** A practitioner in New York who works 09:00 to 17:00 every day, changed where the case is about it. */
export function practitioner(
  changes: Partial<Omit<PractitionerFacts, "id">> & { readonly id?: string } = {},
): PractitionerFacts {
  return {
    zone: "America/New_York",
    weekly: everyDay(["09:00", "17:00"]),
    overrides: [],
    busy: [],
    ...changes,
    id: asId<PractitionerId>(changes.id ?? "p1"),
  };
}

/** A room and the time it is taken. */
export function room(id: string, ...busy: readonly Busy[]): ResourceFacts {
  return { id: asId<ResourceId>(id), busy };
}

/** A question asked long before its window, by one practitioner unless the case says otherwise. */
export function question(window: Interval, changes: Partial<SlotQuestion> = {}): SlotQuestion {
  return {
    now: at("2020-01-01T00:00Z"),
    window,
    mode: "single",
    service: service(),
    practitioners: [practitioner()],
    ...changes,
  };
}
