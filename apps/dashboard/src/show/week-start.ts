/** The weekday a locale's weeks begin on: 0 Sunday, 1 Monday or 6 Saturday (ec-L3). Monday where the engine does not know. */
export function weekStartOf(locale: string): number {
  const of = new Intl.Locale(locale);
  // A method by the standard, a property in older engines; the type library knows neither.
  const read: unknown = Reflect.get(of, "getWeekInfo");
  const info: unknown =
    typeof read === "function" ? Reflect.apply(read, of, []) : Reflect.get(of, "weekInfo");
  const first = typeof info === "object" && info !== null && "firstDay" in info ? Number(info.firstDay) : 1;
  return first % 7;
}
