import { addDays, isLocalDate, type LocalDate, weekdayOf } from "@quietroom/domain/time";

type CalendarView = "day" | "week";

/** What the address of the calendar asks for. `date` is a day of the studio; a week is the one that holds it. */
export type CalendarPlace = { readonly view: CalendarView; readonly date: LocalDate };

/** Reads `?view=&date=`; anything else means this week, today. */
export function readPlace(
  search: { readonly view?: unknown; readonly date?: unknown },
  today: LocalDate,
): CalendarPlace {
  const date = typeof search.date === "string" && isLocalDate(search.date) ? search.date : today;
  return { view: search.view === "day" ? "day" : "week", date };
}

/** The days on show, first to last. `weekStart`: 0 Sunday, 1 Monday, 6 Saturday. */
export function daysOf(place: CalendarPlace, weekStart: number): readonly LocalDate[] {
  if (place.view === "day") return [place.date];
  const first = addDays(place.date, -((weekdayOf(place.date) - weekStart + 7) % 7));
  return Array.from({ length: 7 }, (_, index) => addDays(first, index));
}

/** The place one day or week earlier or later. */
export function step(place: CalendarPlace, direction: -1 | 1): CalendarPlace {
  return { ...place, date: addDays(place.date, direction * (place.view === "day" ? 1 : 7)) };
}

/** The address of a place. */
export function placeHref(place: CalendarPlace): string {
  return `/calendar?view=${place.view}&date=${place.date}`;
}
