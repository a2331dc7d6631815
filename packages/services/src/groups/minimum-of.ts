import { type Minimum, minimumDueAt } from "@quietroom/domain/scheduling";
import type { Instant } from "@quietroom/domain/time";
import { toInstantColumn } from "../instant-column.ts";
import type { GroupSession } from "../scheduling/index.ts";

/** For how few people a session is held, and how long before it that is decided; null where nobody said. */
export function minimumOf({
  minimum: people,
  minimumHours: hoursBefore,
}: Pick<GroupSession, "minimum" | "minimumHours">): Minimum | null {
  return people === null || hoursBefore === null ? null : { people, hoursBefore };
}

/**
 * When it counts as decided that a session which staff have just moved is held: null, so that its cut-off decides; now, when they moved
 * it past its own cut-off, which is their decision.
 */
export function judgedAnew(startsAt: Instant, minimum: Minimum | null, now: Instant): Date | null {
  return minimum === null || minimumDueAt(startsAt, minimum) > now ? null : toInstantColumn(now);
}
