import { addDays, epochDayOf, type LocalDate, weekdayOfEpochDay } from "../time/index.ts";
import type { Closure } from "./closure.ts";
import type { OpeningHours } from "./opening-hours.ts";

/** Nobody books further ahead than this, however seldom the place is open. */
const furthestDays = 1096;

/**
 * How many dates after `today` a horizon of so many business days reaches, by the calendar of the place (ec-C13). A date counts unless
 * the place is closed all day then: by its week, by a closure or by a public holiday. Today itself is not counted, and the last one is
 * bookable wholly, as with a horizon in dates (ec-C12).
 */
export function businessHorizonDays(
  businessDays: number,
  {
    today,
    opening,
    closures,
  }: { readonly today: LocalDate; readonly opening?: OpeningHours; readonly closures: readonly Closure[] },
): number {
  const closed = closures.filter(({ part }) => part === null);
  let counted = 0;
  let ahead = 0;
  while (counted < businessDays && ahead < furthestDays) {
    ahead += 1;
    const date = addDays(today, ahead);
    const isOpen = opening === undefined || opening[weekdayOfEpochDay(epochDayOf(date))] !== null;
    if (isOpen && !closed.some(({ firstDate, lastDate }) => firstDate <= date && date <= lastDate))
      counted += 1;
  }
  return ahead;
}
