import type { StaffInput, StaffOutput } from "@quietroom/api/client";
import { instant, localDate } from "@quietroom/domain/time";
import { ArrivingRows } from "@quietroom/ui/blocks/arriving";
import { Notice } from "@quietroom/ui/blocks/notice";
import { Button } from "@quietroom/ui/primitives/button";
import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { useTRPC } from "../../live/trpc.tsx";
import { failureWords } from "../../show/failure-words.ts";
import { timeOfDay, wallTime } from "../../show/format-time.ts";
import { askedLine, obstacleWords } from "./obstacle-words.ts";

export type Asked = {
  readonly service: StaffOutput["service"]["list"][number];
  readonly input: StaffInput["availability"]["explain"];
};

/** The answer about one time. It is asked again by itself when hours or visits change. */
export function Explanation({
  asked,
  onAsk,
  who,
  locale,
  bookingPage,
  rulesPage,
}: {
  readonly asked: Asked;
  /** Asks about another time instead. */
  readonly onAsk: (other: Asked) => void;
  readonly who: string;
  readonly locale: string;
  readonly bookingPage: string;
  readonly rulesPage: string | null;
}) {
  const trpc = useTRPC();
  const answer = useQuery(trpc.availability.explain.queryOptions(asked.input));
  if (answer.isPending)
    return (
      <div className="animate-arrive">
        <p className="sr-only">Looking for the reasons …</p>
        <ArrivingRows rows={3} />
      </div>
    );
  if (answer.isError)
    return (
      <Notice
        tone="danger"
        action={
          <Button size="sm" variant="secondary" onClick={() => void answer.refetch()}>
            Ask again
          </Button>
        }
      >
        {failureWords(answer.error, "This time could not be looked up.")}
      </Notice>
    );
  const { startsAt, endsAt, timeZone, obstacles, notFree, staffMayBook } = answer.data;
  const clock = { timeZone, locale };
  const { service, input } = asked;
  const words = {
    who,
    service: service.name,
    mode: input.mode,
    minutes: Math.round((endsAt - startsAt) / 60_000),
    startsAt,
    endsAt,
    clock,
    hoursPage: `/hours/${input.practitionerId}`,
    rulesPage,
  };
  const aboutClocks = <AboutClocks asked={asked} answer={answer.data} clock={clock} onAsk={onAsk} />;
  const day = localDate(instant(startsAt), timeZone);
  if (obstacles.length === 0 && notFree.length === 0)
    return (
      <Notice tone="positive" title="Clients can book this time">
        <p>{askedLine(words)}.</p>
        {aboutClocks}
        <a
          className="underline underline-offset-4"
          href={`${bookingPage}/${service.slug}?month=${day.slice(0, 7)}&date=${day}`}
        >
          Open that day on the booking page
        </a>
      </Notice>
    );
  return (
    <div className="grid gap-3 rounded-lg border border-line bg-raised p-4">
      <div>
        <p className="font-medium">
          {obstacles.length + notFree.length === 1
            ? "One rule keeps"
            : `${obstacles.length + notFree.length} rules keep`}{" "}
          clients from this time
        </p>
        <p className="text-muted text-sm">{askedLine(words)}</p>
        {aboutClocks}
      </div>
      <ol className="grid gap-3">
        {obstacles.map((obstacle, index) => {
          const { text, change } = obstacleWords(obstacle, words);
          return (
            <li key={`${obstacle.rule} ${index}`} className="border-line border-l-2 pl-3">
              {text}{" "}
              {change === null ? null : (
                <Link className="text-accent underline underline-offset-4" href={change.href}>
                  {change.label}
                </Link>
              )}
            </li>
          );
        })}
        {notFree.map((name) => (
          <li key={name} className="border-line border-l-2 pl-3">
            {name} comes to each of these visits as well, and is not free then. Ask about their time to see
            why.
          </li>
        ))}
      </ol>
      {staffMayBook ? (
        <p className="text-muted text-sm">
          These rules are for clients: you can move a visit there on the calendar all the same.
        </p>
      ) : null}
    </div>
  );
}

/** Which time is meant where the clocks change: they show the one that was asked for never, or twice. */
function AboutClocks({
  asked,
  answer: { startsAt, skippedByClocks, repeatedByClocks },
  clock,
  onAsk,
}: {
  readonly asked: Asked;
  readonly answer: StaffOutput["availability"]["explain"];
  readonly clock: { readonly timeZone: string; readonly locale: string };
  readonly onAsk: (other: Asked) => void;
}) {
  const { input } = asked;
  const time = wallTime(input.time, clock.locale);
  if (skippedByClocks)
    return (
      <p className="text-muted text-sm">
        The clocks go forward over {time} on that date; what follows is about {timeOfDay(startsAt, clock)}.
      </p>
    );
  if (!repeatedByClocks) return null;
  const again = input.again === true;
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-1 text-muted text-sm">
      <p>
        The clocks go back and show {time} twice on that date; this is the {again ? "second" : "first"} one.
      </p>
      <Button
        size="sm"
        variant="secondary"
        onClick={() => onAsk({ ...asked, input: { ...input, again: !again } })}
      >
        Ask about the {again ? "first" : "second"}
      </Button>
    </div>
  );
}
