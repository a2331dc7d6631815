import type { StaffOutput } from "@quietroom/api/client";
import Link from "next/link";
import { dateTime } from "./format-time.ts";

type Seat = Pick<StaffOutput["appointment"]["panel"], "makesUpFor" | "madeUpIn">;

/** Which missed session a seat makes up for, and in which it is made up itself, each with the way there. */
export function MakeUpWords({
  seat: { makesUpFor, madeUpIn },
  locale,
}: {
  readonly seat: Seat;
  readonly locale: string;
}) {
  return (
    <>
      {makesUpFor === null ? null : <Other words="Makes up for" other={makesUpFor} locale={locale} />}
      {madeUpIn === null ? null : <Other words="Made up on" other={madeUpIn} locale={locale} />}
    </>
  );
}

function Other({
  words,
  other: { groupSessionId, startsAt, timeZone },
  locale,
}: {
  readonly words: string;
  readonly other: NonNullable<Seat["makesUpFor"]>;
  readonly locale: string;
}) {
  return (
    <p className="figures text-muted">
      {words}{" "}
      <Link
        href={`/groups?open=${groupSessionId}`}
        className="inline-flex min-h-6 items-center underline underline-offset-2"
      >
        {dateTime(startsAt, { timeZone, locale })}
      </Link>
    </p>
  );
}
