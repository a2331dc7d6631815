import { Notice } from "@quietroom/ui/blocks/notice";
import Link from "next/link";
import { dateTime } from "../../show/format-time.ts";
import type { Resource } from "./resource-words.ts";

/** Coming group sessions that seat more people than their room holds: nobody is sent away, and each opens to be moved or made smaller. */
export function OverfullSessions({
  resource: { overfull },
  locale,
}: {
  readonly resource: Resource;
  readonly locale: string;
}) {
  if (overfull.length === 0) return null;
  return (
    <Notice tone="caution">
      <p>Group sessions with more people than this room holds. Nobody is sent away:</p>
      <ul className="mt-2 grid gap-2">
        {overfull.map(({ id, startsAt, timeZone, practitionerName, people }) => (
          <li key={id}>
            <Link
              href={`/groups?open=${id}`}
              className="figures inline-flex min-h-6 items-center underline underline-offset-2"
            >
              {dateTime(startsAt, { timeZone, locale })} · {practitionerName} · {people} people
            </Link>
          </li>
        ))}
      </ul>
    </Notice>
  );
}
