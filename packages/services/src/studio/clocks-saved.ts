import type { Tx } from "@quietroom/db";
import { addDays, type Instant, type LocalDate, localDate } from "@quietroom/domain/time";
import { outsideHours } from "./outside-hours.ts";
import { ownClocks, shownClocks, type Whose } from "../own-clocks.ts";

/** The earliest date that it still is somewhere: what ended before it is over everywhere. */
export function earliestToday(now: Instant): LocalDate {
  return addDays(localDate(now, "UTC"), -1);
}

/** What a change of somebody's clocks answers: how they stand, and the visits that lie outside the hours by now. */
export async function clocksSaved(tx: Tx, { now, ...whose }: Whose & { readonly now: Instant }) {
  const outside = await outsideHours(tx, { ...whose, now });
  return {
    clocks: shownClocks(await ownClocks(tx, whose, earliestToday(now))),
    outsideHours: outside.map(({ id }) => id),
  };
}
