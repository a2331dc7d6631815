import { nextDates } from "@quietroom/domain/scheduling";
import { asWeekday } from "@quietroom/domain/time";
import { wallTime } from "../../show/format-time.ts";

/** One row of the weekly hours as it is being edited. `key` only tells rows apart on screen. */
export type EditedRow = {
  readonly key: string;
  readonly weekday: number;
  readonly locationId: string;
  readonly start: string;
  readonly end: string;
  /** In every week, or every so many, counted from `effectiveFrom`. */
  readonly everyWeeks: number;
  readonly effectiveFrom: string | null;
  readonly effectiveUntil: string | null;
};

export type RowChange =
  | { readonly kind: "add"; readonly key: string; readonly weekday: number; readonly locationId: string }
  | { readonly kind: "remove"; readonly key: string }
  | { readonly kind: "replace"; readonly rows: readonly EditedRow[] }
  | { readonly kind: "set"; readonly key: string; readonly part: Partial<Omit<EditedRow, "key">> };

/** The rows after a change, in the order of the clock where one came. A new row continues where the day's last one ended, one hour later. */
export function changeRows(rows: readonly EditedRow[], change: RowChange): readonly EditedRow[] {
  switch (change.kind) {
    case "add": {
      const ordered = inClockOrder(rows);
      const last = rowsOf(ordered, change.weekday).at(-1);
      const start = last === undefined ? "09:00" : later(last.end, 60);
      const end = last === undefined ? "17:00" : later(start, 180);
      const { key, weekday, locationId } = change;
      return [...ordered, { key, weekday, locationId, start, end, ...everyWeek }];
    }
    case "remove":
      return rows.filter((row) => row.key !== change.key);
    case "replace":
      return change.rows;
    case "set":
      return rows.map((row) => (row.key === change.key ? { ...row, ...change.part } : row));
  }
}

/** One weekday's rows, in the order in which they stand: a row stays under the caret of whoever types its times. */
export function rowsOf(rows: readonly EditedRow[], weekday: number): readonly EditedRow[] {
  return rows.filter((row) => row.weekday === weekday);
}

/** Rows in the order of the clock, as they stand until one is added. */
export function inClockOrder(rows: readonly EditedRow[]): readonly EditedRow[] {
  return rows.toSorted((a, b) => a.start.localeCompare(b.start));
}

/** The first row with a time that nobody typed, or not all of it, which a browser gives as empty. */
export function halfTyped(rows: readonly EditedRow[]): EditedRow | undefined {
  return rows.find(({ start, end }) => start === "" || end === "");
}

const everyWeek = { everyWeeks: 1, effectiveFrom: null, effectiveUntil: null };

/** What a row says of its weeks: "always", or every how many of them it is worked between its dates. */
export function weeksChoice({ everyWeeks, effectiveFrom, effectiveUntil }: EditedRow): string {
  const always = everyWeeks === 1 && effectiveFrom === null && effectiveUntil === null;
  return always ? "always" : String(everyWeeks);
}

/** What there is to choose for a row, with what it says now. */
export function weeksChoices({
  everyWeeks,
}: EditedRow): readonly { readonly value: string; readonly text: string }[] {
  const weeks = new Set([2, 3, 4, Math.max(2, everyWeeks)]);
  return [
    { value: "always", text: "Every week" },
    { value: "1", text: "Every week, between dates" },
    ...[...weeks].map((count) => ({ value: String(count), text: `Every ${ordinal(count)} week` })),
  ];
}

/** A row in a few words, for where its fields are not shown: its times, and that they are not those of every week. */
export function rowText(row: EditedRow, locale: string): string {
  const choice = weeksChoice(row);
  const times = timesText(row, locale);
  if (choice === "always") return times;
  return choice === "1" ? `${times} between dates` : `${times} every ${ordinal(row.everyWeeks)} week`;
}

/** "9:00 AM – 5:00 PM"; what is not typed yet is left out. */
export function timesText({ start, end }: Pick<EditedRow, "start" | "end">, locale: string): string {
  return [start, end].map((time) => (time === "" ? "…" : wallTime(time, locale))).join(" – ");
}

/** A row with another choice of weeks. One that gets dates begins on its next weekday, unless it said already when. */
export function withWeeks(row: EditedRow, choice: string, today: string): EditedRow {
  if (choice === "always") return { ...row, ...everyWeek };
  const [next = today] = nextDates(
    { weekday: asWeekday(row.weekday), start: row.start, end: row.end },
    today,
    1,
  );
  return { ...row, everyWeeks: Number(choice), effectiveFrom: row.effectiveFrom ?? next };
}

function ordinal(count: number): string {
  const endings: Readonly<Record<string, string>> = { one: "st", two: "nd", few: "rd" };
  return `${count}${endings[ordinals.select(count)] ?? "th"}`;
}

const ordinals = new Intl.PluralRules("en", { type: "ordinal" });

/** A wall-clock time some minutes later, at most the end of the day. */
function later(time: string, minutes: number): string {
  const total = Math.min(24 * 60, Number(time.slice(0, 2)) * 60 + Number(time.slice(3)) + minutes);
  return `${String(Math.floor(total / 60)).padStart(2, "0")}:${String(total % 60).padStart(2, "0")}`;
}
