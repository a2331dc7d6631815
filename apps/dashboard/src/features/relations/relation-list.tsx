import { Badge } from "@quietroom/ui/primitives/badge";
import { EndRelation } from "./end-relation.tsx";
import { periodText, standing } from "./period.ts";
import type { Relations } from "./relations.ts";

export type Relation = {
  readonly id: string;
  readonly sentence: string;
  readonly startsAt: number;
  readonly endsAt: number | null;
};

/** What stands and what is to come, with an end for those who may; what is over is folded away. */
export function RelationList({
  what,
  relations,
  rows,
  empty,
  canEnd,
}: {
  readonly what: "supervision" | "cover";
  readonly relations: Relations;
  readonly rows: readonly Relation[];
  readonly empty: string;
  readonly canEnd: boolean;
}) {
  const { now } = relations;
  const open = rows.filter((row) => standing(row, now) !== "over");
  const over = rows.filter((row) => standing(row, now) === "over");
  return (
    <div className="grid gap-3">
      {open.length === 0 ? <p className="text-muted">{empty}</p> : null}
      {open.length === 0 ? null : (
        <ul className="divide-y divide-line rounded-lg border border-line bg-raised">
          {open.map((row) => (
            <li
              key={row.id}
              className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1 px-4 py-3"
            >
              <div className="grid min-w-0 gap-0.5">
                <span className="font-medium">{row.sentence}</span>
                <span className="flex flex-wrap items-center gap-2 text-muted text-sm">
                  {periodText(row, relations)}
                  {standing(row, now) === "later" ? <Badge tone="info">to come</Badge> : null}
                </span>
              </div>
              {canEnd ? <EndRelation what={what} id={row.id} sentence={row.sentence} /> : null}
            </li>
          ))}
        </ul>
      )}
      {over.length === 0 ? null : (
        <details>
          <summary className="w-fit cursor-pointer text-muted text-sm">Over ({over.length})</summary>
          <ul className="mt-2 grid gap-1.5 text-muted text-sm">
            {over.map((row) => (
              <li key={row.id}>
                {row.sentence}, {periodText(row, relations)}
              </li>
            ))}
          </ul>
        </details>
      )}
    </div>
  );
}
