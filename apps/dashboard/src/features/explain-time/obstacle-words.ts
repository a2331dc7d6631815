import type { StaffOutput } from "@quietroom/api/client";
import { instant, localDate } from "@quietroom/domain/time";
import {
  dateInWords,
  dateTime,
  longDate,
  type StudioClock,
  timeOfDay,
  wallRange,
} from "../../show/format-time.ts";

type Explanation = StaffOutput["availability"]["explain"];
type Obstacle = Explanation["obstacles"][number];
type Of<Rule extends Obstacle["rule"]> = Extract<Obstacle, { readonly rule: Rule }>;

/** A rule in a plain sentence, and where the thing that would have to be another is changed. */
type ObstacleWords = {
  readonly text: string;
  readonly change: { readonly label: string; readonly href: string } | null;
};

/** What was asked about, in words. `minutes` is the length of the visit. */
export type AskedWords = {
  readonly who: string;
  readonly service: string;
  readonly mode: "in_person" | "telehealth";
  readonly minutes: number;
  readonly startsAt: number;
  readonly endsAt: number;
  readonly clock: StudioClock;
  /** Where the hours of whoever was asked about are changed. */
  readonly hoursPage: string;
  /** Where the studio's own rules are changed; null for those who may not. */
  readonly rulesPage: string | null;
};

/** Says one rule with its value to the studio's own people. Visits are spoken of by their time, never by their client. */
export function obstacleWords(obstacle: Obstacle, asked: AskedWords): ObstacleWords {
  const { who, clock } = asked;
  switch (obstacle.rule) {
    case "studio_closed":
      return { text: "The studio is not open for booking.", change: null };
    case "unknown_service":
      return notOffered(obstacle, asked);
    case "past":
      return { text: `That time has passed: it is ${dateTime(obstacle.now, clock)} now.`, change: null };
    case "too_soon":
      return {
        text: `Clients book ${whose(obstacle, asked)}${noticeWords(obstacle)} ahead: the first start they can have now is ${dateTime(obstacle.earliest, clock)}.`,
        change: ofRules(obstacle, asked),
      };
    case "beyond_horizon":
      return {
        text: `Clients book ${whose(obstacle, asked)}at most ${daysWords(obstacle.horizonDays)} ahead: the last date they can have now is ${dateWords(obstacle.lastDate, clock)}.`,
        change: ofRules(obstacle, asked),
      };
    case "outside_opening":
      return {
        text:
          obstacle.opening === null
            ? `The place is not open on ${dateWords(obstacle.date, clock)}.`
            : `The place is open ${wallRange(obstacle.opening, clock.locale)} on ${dateWords(obstacle.date, clock)}.`,
        change: { label: "See the places", href: "/places" },
      };
    case "place_closed":
      return {
        text: closedWords("The place is closed", obstacle, clock),
        change: { label: "See the closed days", href: "/hours/closed-days" },
      };
    case "time_off":
      return {
        text: closedWords(`${who} has time off`, obstacle, clock),
        change: { label: "See the time off", href: "/hours/time-off" },
      };
    case "outside_hours":
      return outsideHours(obstacle, asked);
    case "buffer_outside":
      return {
        text: bufferOutside(obstacle, asked),
        change: ofRules({ setBy: "studio" }, asked),
      };
    case "licence_expired":
      return {
        text: `${who}'s licence has expired by then: it holds until ${dateWords(obstacle.licensedUntil, clock)}.`,
        change: { label: "See the licences", href: `${asked.hoursPage}/limits` },
      };
    case "no_supervisor":
      return {
        text: obstacle.assigned
          ? `${asked.service} needs a supervisor within reach, and none of ${who}'s works all through this time.`
          : `${asked.service} needs a supervisor within reach, and nobody supervises ${who} then.`,
        change: { label: "See who supervises whom", href: "/team" },
      };
    case "off_grid":
      return {
        text: `Times are offered every ${lengthWords(obstacle.stepMin)} from the start of ${who}'s hours. ${nearest(obstacle, clock)}`.trim(),
        change: { label: "Change the service", href: "/services" },
      };
    case "fully_booked":
      return fullyBooked(obstacle, asked);
    case "slot_taken":
      return taken(obstacle, clock);
    case "busy_elsewhere":
      return {
        text: `${who} is busy in another calendar ${timeOfDay(obstacle.startsAt, clock)} – ${timeOfDay(obstacle.endsAt, clock)}.`,
        change: null,
      };
    case "no_travel_time":
      return onTheWay(obstacle, asked);
    case "no_break":
      return withoutBreak(obstacle, asked);
    case "no_room":
      return poolWords({ kind: "room", needs: obstacle.needs, pool: obstacle.rooms }, clock);
    case "no_device":
      return poolWords({ kind: "device", needs: obstacle.needs, pool: obstacle.devices }, clock);
  }
}

type SetBy = Pick<Of<"too_soon">, "setBy">;

function ofRules({ setBy }: SetBy, { rulesPage }: AskedWords): ObstacleWords["change"] {
  if (setBy === "service") return { label: "Change the service", href: "/services" };
  return rulesPage === null ? null : { label: "Change the booking rules", href: rulesPage };
}

function whose({ setBy }: SetBy, { service }: AskedWords): string {
  return setBy === "service" ? `${service} ` : "";
}

/** Both parts of a notice; a part that asks for nothing is not said. */
function noticeWords({ minNoticeMin, minNoticeDays }: Of<"too_soon">): string {
  const calendar = `at least ${daysWords(minNoticeDays)}`;
  if (minNoticeDays === 0) return `at least ${lengthWords(minNoticeMin)}`;
  return minNoticeMin === 0
    ? `${calendar} by the calendar`
    : `${calendar} by the calendar and ${lengthWords(minNoticeMin)}`;
}

function daysWords(days: number): string {
  return days === 1 ? "1 day" : `${days} days`;
}

function notOffered({ because }: Of<"unknown_service">, { who, service, mode }: AskedWords): ObstacleWords {
  const services = { label: "Change the service", href: "/services" };
  switch (because) {
    case "service_inactive":
      return { text: `${service} is not in use any more.`, change: services };
    case "service_not_online":
      return { text: `${service} cannot be booked online: the desk books it.`, change: services };
    case "mode_not_given":
      return {
        text: `${service} is not given ${mode === "telehealth" ? "by video" : "in person"}.`,
        change: services,
      };
    case "not_given_by_them":
      return { text: `${who} does not give ${service}.`, change: services };
    case "location_inactive":
      return { text: "That location is not in use any more.", change: null };
    case "practitioner_inactive":
      return { text: `${who} has left the studio.`, change: null };
    case "practitioner_left":
      return { text: `${who} has had their last day by then.`, change: null };
    case "practitioner_not_online":
      return { text: `${who} cannot be booked online: the desk books their time.`, change: null };
  }
}

/** `said` of one date, of a part of it, or of several dates: "The place is closed on …". */
function closedWords(
  said: string,
  { firstDate, lastDate, part }: Of<"place_closed" | "time_off">,
  clock: StudioClock,
): string {
  const first = dateWords(firstDate, clock);
  if (part !== null) return `${said} on ${first}, ${wallRange(part, clock.locale)}.`;
  return firstDate === lastDate
    ? `${said} on ${first}.`
    : `${said} from ${first} to ${dateWords(lastDate, clock)}.`;
}

function outsideHours(obstacle: Of<"outside_hours">, asked: AskedWords): ObstacleWords {
  const { who, minutes, startsAt, endsAt, clock, hoursPage } = asked;
  const { date, zone, source, hours, blocked, openUntil, closedNext } = obstacle;
  const day = dateWords(date, clock);
  const byDate = source === "override";
  const change =
    byDate || blocked.length > 0
      ? { label: "Change that date", href: `${hoursPage}/dates` }
      : { label: "Change the weekly hours", href: hoursPage };
  if (hours.length === 0)
    return {
      text: byDate ? `An exception closes ${day} for ${who} here.` : `${who} has no hours here on ${day}.`,
      change,
    };
  const times = hours.map((range) => wallRange(range, clock.locale)).join(" and ");
  // Hours by video go by the clock of whoever keeps them (ec-A28).
  const ranges = zone === clock.timeZone ? times : `${times} (${zone.replaceAll("_", " ")} time)`;
  const taken = blocked.map((range) => wallRange(range, clock.locale)).join(" and ");
  const set = byDate
    ? `An exception sets ${who}'s hours on ${day} to ${ranges}`
    : `${who}'s hours on ${day} are ${ranges}`;
  const said = taken === "" ? `${set}.` : `${set}, with ${taken} blocked.`;
  const from = timeOfDay(startsAt, clock);
  if (openUntil === null) return { text: `${said} ${from} is not within them.`, change };
  const visit = `A ${minutes}-minute visit from ${from} would end at ${timeOfDay(endsAt, clock)}`;
  return closedNext === null
    ? { text: `${said} ${visit}, and they end at ${timeOfDay(openUntil, clock)}.`, change }
    : {
        text: `${said} ${visit}, and they end at midnight, because an exception closes ${dateWords(closedNext, clock)}.`,
        change: { label: "Change that date", href: `${hoursPage}/dates` },
      };
}

function fullyBooked(
  obstacle: Of<"fully_booked">,
  { who, service, clock, hoursPage }: AskedWords,
): ObstacleWords {
  const { of, per, max, booked, firstDate, lastDate } = obstacle;
  const whose = of === "practitioner" ? who : service;
  const when =
    per !== "week"
      ? `on ${dateWords(firstDate, clock)}`
      : `from ${dateWords(firstDate, clock)} to ${dateWords(lastDate, clock)}`;
  return {
    text:
      per === "day_minutes"
        ? `${whose} has ${lengthWords(booked)} of visits ${when}, and this one would be too many. The limit is ${lengthWords(max)} a day.`
        : `${whose} has ${booked === 1 ? "1 visit" : `${booked} visits`} ${when}. The limit is ${max} a ${per}.`,
    change:
      of === "practitioner"
        ? { label: "Change the limits", href: `${hoursPage}/limits` }
        : { label: "Change the service", href: "/services" },
  };
}

function taken(obstacle: Of<"slot_taken">, clock: StudioClock): ObstacleWords {
  const { startsAt, endsAt, blockedFrom, blockedUntil, appointmentId, held } = obstacle;
  const visit = `${timeOfDay(startsAt, clock)} – ${timeOfDay(endsAt, clock)}`;
  const buffers =
    blockedFrom < startsAt || blockedUntil > endsAt
      ? ` With its buffers it takes ${timeOfDay(blockedFrom, clock)} – ${timeOfDay(blockedUntil, clock)}.`
      : "";
  const day = `/calendar?view=day&date=${localDate(instant(startsAt), clock.timeZone)}`;
  return held
    ? {
        text: `${visit} is being chosen by somebody now, or kept for the waitlist.${buffers}`,
        change: { label: "See the calendar", href: day },
      }
    : {
        text: `A visit is booked for ${visit}.${buffers}`,
        change: { label: "Open the visit", href: `${day}&open=${appointmentId}` },
      };
}

function withoutBreak(obstacle: Of<"no_break">, { who, clock, hoursPage }: AskedWords): ObstacleWords {
  const { afterMin, pauseMin, startsAt, endsAt } = obstacle;
  const stretch = `${timeOfDay(startsAt, clock)} – ${timeOfDay(endsAt, clock)}`;
  return {
    text: `With this visit ${who} would see people ${stretch} with less than ${lengthWords(pauseMin)} between visits. The limit is ${lengthWords(afterMin)} without a break.`,
    change: { label: "Change the limits", href: `${hoursPage}/limits` },
  };
}

function onTheWay(obstacle: Of<"no_travel_time">, { who, endsAt, clock }: AskedWords): ObstacleWords {
  const { startsAt, endsAt: until, travelMin, placeName } = obstacle;
  const visit = `${timeOfDay(startsAt, clock)} – ${timeOfDay(until, clock)}`;
  const way = `The way takes ${lengthWords(travelMin)}`;
  const meant =
    endsAt <= startsAt
      ? `${way}, so a visit here has to end by ${timeOfDay(startsAt - travelMin * 60_000, clock)}`
      : `${way}, so a visit here can start at ${timeOfDay(until + travelMin * 60_000, clock)}`;
  return {
    text: `${who} has a visit at another place, ${placeName}, ${visit}. ${meant}.`,
    change: { label: "See the minutes between places", href: "/places#travel" },
  };
}

/** Which buffer reaches out of the open time around the visit, and until when that goes. */
function bufferOutside(
  { bufferBeforeMin, bufferAfterMin, openFrom, openUntil }: Of<"buffer_outside">,
  { startsAt, endsAt, who, clock }: AskedWords,
): string {
  const early = openFrom !== null && startsAt - bufferBeforeMin * 60_000 < openFrom;
  const late = openUntil !== null && endsAt + bufferAfterMin * 60_000 > openUntil;
  const open = [
    ...(early ? [`begin at ${timeOfDay(openFrom, clock)}`] : []),
    ...(late ? [`end at ${timeOfDay(openUntil, clock)}`] : []),
  ];
  const buffers = [
    ...(bufferBeforeMin > 0 ? [`${lengthWords(bufferBeforeMin)} before it`] : []),
    ...(bufferAfterMin > 0 ? [`${lengthWords(bufferAfterMin)} after it`] : []),
  ].join(" and ");
  const hours = open.length === 0 ? "" : `, and ${who}'s hours ${open.join(" and ")}`;
  return `The visit needs ${buffers} within working hours${hours}.`;
}

function nearest({ before, after }: Of<"off_grid">, clock: StudioClock): string {
  const times = [before, after].flatMap((at) => (at === null ? [] : [timeOfDay(at, clock)]));
  return times.length === 0 ? "" : `The nearest ${times.length === 1 ? "is" : "are"} ${times.join(" and ")}.`;
}

/** What the service needs of rooms or devices, and what each that would do is in use for. */
function poolWords(
  {
    kind,
    needs,
    pool,
  }: {
    readonly kind: "room" | "device";
    readonly needs: readonly string[];
    readonly pool: Of<"no_room">["rooms"];
  },
  clock: StudioClock,
): ObstacleWords {
  const change = { label: "See rooms and devices", href: "/rooms" };
  const wanted = needs.length === 0 ? `a ${kind}` : `a ${kind} (${needs.join(", ")})`;
  return pool.length === 0
    ? { text: `The service needs ${wanted}, and this place has none like that in use.`, change }
    : {
        text: `The service needs ${wanted}, and none is free: ${pool.map((one) => takenWords(one, clock)).join(", ")}.`,
        change,
      };
}

function takenWords({ name, taken }: Of<"no_room">["rooms"][number], clock: StudioClock): string {
  const times = taken.map(({ start, end, outOfService }) =>
    outOfService ? "out of service" : `${timeOfDay(start, clock)} – ${timeOfDay(end, clock)}`,
  );
  return `${name} ${times.join(" and ")}`;
}

function dateWords(date: string, { locale }: StudioClock): string {
  return dateInWords(date, locale);
}

function lengthWords(minutes: number): string {
  const days = minutes / 1440;
  if (Number.isInteger(days) && days > 1) return `${days} days`;
  const hours = minutes / 60;
  if (Number.isInteger(hours)) return hours === 1 ? "1 hour" : `${hours} hours`;
  return minutes === 1 ? "1 minute" : `${minutes} minutes`;
}

/** What was asked about, in one line. */
export function askedLine({ service, who, startsAt, endsAt, clock }: AskedWords): string {
  return `${service} with ${who}, ${longDate(startsAt, clock)}, ${timeOfDay(startsAt, clock)} – ${timeOfDay(endsAt, clock)}`;
}
