import type { ClientOutput } from "@quietroom/api/client";
import { EmptyState } from "@quietroom/ui/blocks/empty-state";
import { Button } from "@quietroom/ui/primitives/button";
import Link from "next/link";
import { shortDate, timeOfDay } from "../../show/format-time.ts";

type History = ClientOutput["portal"]["accessHistory"];

/** What people of the studio did with the record of whoever reads this. */
export function AccessHistory({
  history: { rows, next },
  zone,
  locale,
  earlierHref,
}: {
  readonly history: History;
  readonly zone: string;
  readonly locale: string;
  /** What an earlier page's mark is put behind. */
  readonly earlierHref: string;
}) {
  if (rows.length === 0)
    return (
      <EmptyState title="Nobody so far">
        When somebody at the studio opens your record, it stands here with their name.
      </EmptyState>
    );
  return (
    <div className="grid justify-items-start gap-4">
      <ul className="grid w-full divide-y divide-line rounded-xl border border-line bg-raised">
        {rows.map(({ id, at, who, roles, what }) => (
          <li key={id} className="flex flex-wrap items-baseline justify-between gap-x-4 gap-y-1 px-5 py-4">
            <p className="min-w-0 flex-1 basis-56">
              <span className="font-medium">{who === "" ? "Somebody who has left the studio" : who}</span>{" "}
              {words[what]}
              {roles.length === 0 ? null : (
                <span className="block text-muted text-sm first-letter:uppercase">{roles.join(", ")}</span>
              )}
            </p>
            <p className="figures text-muted text-sm">
              {shortDate(at, zone, locale)}, {timeOfDay(at, zone, locale)}
            </p>
          </li>
        ))}
      </ul>
      {next === null ? null : (
        <Button asChild variant="secondary">
          <Link href={`${earlierHref}${next}`} prefetch={false}>
            Earlier
          </Link>
        </Button>
      )}
    </div>
  );
}

const words: Readonly<Record<History["rows"][number]["what"], string>> = {
  looked: "looked at it",
  listed: "saw you in a list",
  changed: "changed something",
  wrote: "added something",
  took: "took a copy",
};
