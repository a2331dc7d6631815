import { asWeekday, type Weekday } from "./local-time.ts";

/** The weekday on which a studio's weeks begin: the one it chose, else its language's (ec-D3, ec-L3). Monday where nobody knows. */
export function weekStartOf({
  weekStart,
  locale,
}: {
  readonly weekStart: number | null;
  readonly locale: string;
}): Weekday {
  return asWeekday(weekStart ?? weekStartByLanguage(locale));
}

function weekStartByLanguage(locale: string): number {
  const of = new Intl.Locale(locale);
  // A method by the standard, a property in older engines; the type library knows neither.
  const read: unknown = Reflect.get(of, "getWeekInfo");
  const info: unknown =
    typeof read === "function" ? Reflect.apply(read, of, []) : Reflect.get(of, "weekInfo");
  const first = typeof info === "object" && info !== null && "firstDay" in info ? Number(info.firstDay) : 1;
  return first % 7;
}
