import { dateInWords, wallRange } from "./format-time.ts";

/** "Friday, 25 December 2026", "Monday, 3 August 2026 – Friday, 14 August 2026", "Thursday, 24 December 2026, 1:00 PM – midnight". */
export function datesOff(
  {
    firstDate,
    lastDate,
    part,
  }: {
    readonly firstDate: string;
    readonly lastDate: string;
    readonly part: readonly [string, string] | null;
  },
  locale: string,
): string {
  const written = (date: string) => dateInWords(date, locale);
  if (part !== null) return `${written(firstDate)}, ${wallRange(part, locale)}`;
  return firstDate === lastDate ? written(firstDate) : `${written(firstDate)} – ${written(lastDate)}`;
}
