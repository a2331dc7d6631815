import { clockChangeWords } from "@quietroom/domain/messaging";
import { instant } from "@quietroom/domain/time";
import { clocksOf } from "./clocks-of.ts";
import { clocksDiffer, longDate, timeOfDay, zoneName } from "./format-time.ts";

type WhenProps = {
  readonly startsAt: number;
  readonly endsAt: number;
  readonly mode: "in_person" | "telehealth";
  readonly studioZone: string;
  readonly viewerZone: string | null;
  readonly locale: string;
};

/** Date and time of a visit, by the clock that leads; the other one stands below when it shows something else. */
export function When({ startsAt, endsAt, mode, studioZone, viewerZone, locale }: WhenProps) {
  const { first, second, whoseSecond } = clocksOf(mode, studioZone, viewerZone);
  const clockChange = clockChangeWords(instant(startsAt), studioZone, locale);
  const differs = clocksDiffer(startsAt, first, second);
  return (
    <div className="grid gap-0.5">
      <p className="display text-xl">{longDate(startsAt, first, locale)}</p>
      <p className="figures">
        <time dateTime={new Date(startsAt).toISOString()}>{timeOfDay(startsAt, first, locale)}</time>
        {" – "}
        {timeOfDay(endsAt, first, locale)}
        <span className="text-muted"> · {zoneName(startsAt, first, locale)}</span>
      </p>
      {differs ? (
        <p className="figures text-muted text-sm">
          {timeOfDay(startsAt, second, locale)} on {longDate(startsAt, second, locale)},{" "}
          {zoneName(startsAt, second, locale)} ({whoseSecond})
        </p>
      ) : null}
      {clockChange === null ? null : <p className="text-muted text-sm">{clockChange}</p>}
    </div>
  );
}
