import {
  clockChangeWords,
  type MessageTime,
  plainLine,
  plainParagraphs,
  zonesShown,
} from "@quietroom/domain/messaging";
import { type Instant, type Interval, localDate } from "@quietroom/domain/time";
import type { LetterCard } from "./letter.ts";
import { sameClock, spokenInstant, spokenInterval } from "./when.ts";

/**
 * When, with whom and where: the part of a message people open it for. `previousStart` is shown as no longer true, unless it still
 * is: a visit may have moved to somebody else at the same time.
 */
export function visitCard(
  visit: MessageTime,
  locale: string,
  extra: { readonly previousStart?: Instant; readonly standing?: LetterCard["standing"] } = {},
): LetterCard {
  const zones = zonesShown(visit);
  const second =
    zones.second === null || sameClock(visit.start, zones.first, zones.second) ? null : zones.second;
  return {
    when: spokenInterval(visit.start, visit.end, zones.first, locale),
    also:
      second === null
        ? null
        : {
            label: visit.place.kind === "online" ? "At the studio" : "On your own clock",
            text: secondClock(visit, zones.first, second, locale),
          },
    before:
      extra.previousStart === undefined || extra.previousStart === visit.start
        ? null
        : { label: "Before", text: spokenInstant(extra.previousStart, zones.first, locale) },
    standing: extra.standing ?? "stands",
    facts: [
      { label: "With", lines: [plainLine(visit.practitionerName)] },
      { label: "Where", lines: whereLines(visit) },
      ...clockChange(visit, locale).map((words) => ({ label: "Clock change", lines: [words] })),
    ],
  };
}

/** The instant in the zone that leads this visit's card, so that one message tells all its times on one clock. */
export function onVisitClock(at: Instant, visit: MessageTime, locale: string): string {
  return spokenInstant(at, zonesShown(visit).first, locale);
}

/** The same for a stretch of time: "Tuesday, March 10, 2026, 2:30 – 3:20 PM, Eastern Daylight Time". */
export function visitClockInterval({ start, end }: Interval, visit: MessageTime, locale: string): string {
  const { day, hours, zone } = spokenInterval(start, end, zonesShown(visit).first, locale);
  return [day, hours, zone].join(", ");
}

/** The same hour on the other clock that the visit's people go by, labelled; null where one clock says it all. */
export function otherClock(visit: MessageTime, locale: string): string | null {
  const { also } = visitCard(visit, locale);
  return also && `${also.label}: ${also.text}`;
}

/** That the clocks of the place skip the time before it, in a list of one line or none (ec-A9). */
export function clockChange({ start, timeZone }: MessageTime, locale: string): readonly string[] {
  const words = clockChangeWords(start, timeZone, locale);
  return words === null ? [] : [words];
}

/** The second zone tells its day only when that is another day. */
function secondClock(visit: MessageTime, first: string, second: string, locale: string): string {
  const when = spokenInterval(visit.start, visit.end, second, locale);
  const otherDay = localDate(visit.start, first) !== localDate(visit.start, second);
  return [...(otherDay ? [when.day] : []), when.hours, when.zone].join(", ");
}

export function whereLines({ place }: MessageTime): readonly string[] {
  if (place.kind === "online") return ["Online", ...plainParagraphs(place.howToJoin ?? "", 1000)];
  return [plainLine(place.name), plainLine(place.address)].filter((line) => line !== "");
}
