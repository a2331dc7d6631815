/* oxlint-disable jsx-a11y/prefer-tag-over-role -- WebKit drops a table's own roles once `display` changes, as it does on a phone */
import type { ReactNode } from "react";
import { cn } from "../cn.ts";
import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from "../primitives/table.tsx";

export type Column<Row> = {
  readonly key: string;
  readonly header: string;
  readonly cell: (row: Row) => ReactNode;
  /** "end" for figures. */
  readonly align?: "start" | "end";
  readonly className?: string;
};

/**
 * Rows and columns; on a phone each row becomes a block whose cells carry their column's name. Shows `empty` in place of
 * the table when there are no rows, so pass rows only once they have arrived.
 */
export function DataTable<Row>({
  caption,
  columns,
  rows,
  rowKey,
  empty,
  className,
}: {
  /** Names the table to a screen reader; not drawn. */
  readonly caption: string;
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
  readonly rowKey: (row: Row) => string;
  readonly empty: ReactNode;
  readonly className?: string;
}) {
  if (rows.length === 0) return empty;
  return (
    <div
      data-slot="data-table"
      className={cn("overflow-hidden rounded-lg border border-line bg-raised", className)}
    >
      <Table role="table" className="max-sm:block">
        <caption className="sr-only">{caption}</caption>
        <TableHeader role="rowgroup" className="bg-sunken/60 max-sm:sr-only">
          <TableRow role="row">
            {columns.map((column) => (
              <TableHead key={column.key} role="columnheader" className={alignOf(column)}>
                {column.header}
              </TableHead>
            ))}
          </TableRow>
        </TableHeader>
        <TableBody role="rowgroup" className="max-sm:block">
          {rows.map((row) => (
            <TableRow
              key={rowKey(row)}
              role="row"
              className="hover:bg-sunken/40 max-sm:grid max-sm:gap-1 max-sm:px-4 max-sm:py-3"
            >
              {columns.map((column) => (
                <TableCell
                  key={column.key}
                  role="cell"
                  data-label={column.header}
                  className={cn(
                    alignOf(column),
                    "max-sm:grid max-sm:grid-cols-[7rem_1fr] max-sm:gap-3 max-sm:p-0 max-sm:text-left max-sm:before:text-muted max-sm:before:content-[attr(data-label)] max-sm:first:mb-0.5 max-sm:first:block max-sm:first:before:content-none",
                    // What has no name begins where the row does.
                    column.header === "" && "max-sm:block max-sm:before:content-none",
                    column.className,
                  )}
                >
                  <div className="min-w-0">{column.cell(row)}</div>
                </TableCell>
              ))}
            </TableRow>
          ))}
        </TableBody>
      </Table>
    </div>
  );
}

function alignOf<Row>(column: Column<Row>): string {
  return column.align === "end" ? "text-right figures" : "text-left";
}
