import { dateInWords } from "./format-time.ts";

/** "Friday, 25 December 2026", "Monday, 3 August 2026 – Friday, 14 August 2026", "Thursday, 24 December 2026, 13:00 – 24:00". */
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
  if (part !== null) return `${written(firstDate)}, ${part[0]} – ${part[1]}`;
  return firstDate === lastDate ? written(firstDate) : `${written(firstDate)} – ${written(lastDate)}`;
}
