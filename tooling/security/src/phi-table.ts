import type { SweptColumn } from "@quietroom/services/keys";

const header = ["table", "column", "in the schema", "refuses clear", "values", "sound", "not sound"];

/** What a sweep of all studios found, a line for each column, and how much of it is wrong. */
export function phiTable(swept: readonly SweptColumn[]): {
  readonly lines: readonly string[];
  readonly wrong: number;
} {
  let wrong = 0;
  const rows = [...Map.groupBy(swept, ({ table, column }) => `${table}.${column}`).values()].map((found) => {
    const [first] = found;
    const sum = (of: (column: SweptColumn) => number) => found.reduce((so, column) => so + of(column), 0);
    const bad = sum(({ values, sound }) => values - sound);
    const marked = found.every((column) => column.marked);
    const refuses = found.every((column) => column.refusesClear);
    wrong += bad + Number(!marked) + Number(!refuses);
    const named = found.flatMap(({ unsound }) => unsound).slice(0, 3);
    return [
      first?.table ?? "",
      first?.column ?? "",
      marked ? "marked" : "NOT MARKED",
      refuses ? "yes" : "NO",
      String(sum(({ values }) => values)),
      String(sum(({ sound }) => sound)),
      bad === 0 ? "" : `${bad}: ${named.join(" ")}`,
    ];
  });
  const widths = header.map((name, at) => Math.max(name.length, ...rows.map((row) => row[at]?.length ?? 0)));
  const line = (cells: readonly string[]) =>
    cells
      .map((cell, at) => cell.padEnd(widths[at] ?? 0))
      .join("  ")
      .trimEnd();
  return { lines: [header, ...rows].map(line), wrong };
}
