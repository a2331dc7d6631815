import { clocksDiffer, longDate, timeOfDay, zoneName } from "./format-time.ts";

type WhenProps = {
  readonly startsAt: number;
  readonly endsAt: number;
  readonly mode: "in_person" | "telehealth";
  readonly studioZone: string;
  readonly viewerZone: string | null;
  readonly locale: string;
};

/**
 * Date and time of a visit. In person the venue's clock comes first, wherever the visitor is (ec-A25); online their own
 * does (ec-A26). The other one stands below when it shows something else.
 */
export function When({ startsAt, endsAt, mode, studioZone, viewerZone, locale }: WhenProps) {
  const own = viewerZone ?? studioZone;
  const first = mode === "telehealth" ? own : studioZone;
  const second = mode === "telehealth" ? studioZone : own;
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
          {zoneName(startsAt, second, locale)}
          {mode === "telehealth" ? " (the studio's time)" : " (your time)"}
        </p>
      ) : null}
    </div>
  );
}
