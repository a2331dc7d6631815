/** One row of the weekly hours as it is being edited. `key` only tells rows apart on screen. */
export type EditedRow = {
  readonly key: string;
  readonly weekday: number;
  readonly locationId: string;
  readonly start: string;
  readonly end: string;
  readonly effectiveFrom: string | null;
  readonly effectiveUntil: string | null;
};

export type RowChange =
  | { readonly kind: "add"; readonly key: string; readonly weekday: number; readonly locationId: string }
  | { readonly kind: "remove"; readonly key: string }
  | { readonly kind: "set"; readonly key: string; readonly part: Partial<Omit<EditedRow, "key">> };

/** The rows after a change. A new row continues where the day's last one ended, one hour later. */
export function changeRows(rows: readonly EditedRow[], change: RowChange): readonly EditedRow[] {
  switch (change.kind) {
    case "add": {
      const last = rowsOf(rows, change.weekday).at(-1);
      const start = last === undefined ? "09:00" : later(last.end, 60);
      const end = last === undefined ? "17:00" : later(start, 180);
      const { key, weekday, locationId } = change;
      return [...rows, { key, weekday, locationId, start, end, effectiveFrom: null, effectiveUntil: null }];
    }
    case "remove":
      return rows.filter((row) => row.key !== change.key);
    case "set":
      return rows.map((row) => (row.key === change.key ? { ...row, ...change.part } : row));
  }
}

/** One weekday's rows in the order of the clock. */
export function rowsOf(rows: readonly EditedRow[], weekday: number): readonly EditedRow[] {
  return rows.filter((row) => row.weekday === weekday).toSorted((a, b) => a.start.localeCompare(b.start));
}

/** A wall-clock time some minutes later, at most the end of the day. */
function later(time: string, minutes: number): string {
  const total = Math.min(24 * 60, Number(time.slice(0, 2)) * 60 + Number(time.slice(3)) + minutes);
  return `${String(Math.floor(total / 60)).padStart(2, "0")}:${String(total % 60).padStart(2, "0")}`;
}
