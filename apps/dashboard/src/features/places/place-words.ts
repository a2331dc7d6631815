import type { StaffOutput } from "@quietroom/api/client";
import { addDays } from "@quietroom/domain/time";
import type { SaidFields } from "../../show/changed-fields.ts";
import { calendarDate, isWholeDay, wallRange } from "../../show/format-time.ts";

export type Place = StaffOutput["place"]["list"][number];
export type Opening = Place["opening"];
type Refusal = Extract<StaffOutput["place"]["save" | "add"], { ok: false }>["refusal"]["code"];

/** The hours of a new place, until somebody says otherwise. */
export const usualOpening: Opening = Array.from({ length: 7 }, () => ["06:00", "22:00"]);

const refusals: Readonly<Record<Refusal, string>> = {
  is_primary: "This is the studio's main place, and stays in use.",
  unknown_zone: "Choose a time zone of the list.",
  limit_reached: "Your studio has as many places as it can have in use. Take one out of use first.",
  range_too_short: "This is shorter than 30 minutes.",
  reversed_range: "This ends before it begins.",
  overlapping_ranges: "The night before is still open then. End it earlier, or begin later.",
  visits_ahead: "Visits are still to take place here. Move or cancel them first.",
  changed_meanwhile:
    "Someone else changed this meanwhile. Close this and open it again to see how it stands.",
};

/** Why a place was not saved, and what to do. */
export function placeRefusal(code: Refusal): string {
  return refusals[code];
}

type ZoneRefusal = Extract<StaffOutput["place"]["changeZone"], { ok: false }>["refusal"]["code"];
type ZoneWrong = { readonly field: "timeZone" | "visits" | null; readonly words: string };

const zoneRefusals: Readonly<Record<ZoneRefusal, ZoneWrong>> = {
  unknown_zone: { field: "timeZone", words: refusals.unknown_zone },
  say_what_is_meant: { field: "visits", words: "Say what becomes of the visits ahead." },
  visits_meet: {
    field: null,
    words:
      "Some visits would meet others of the same people at another place. Move those first, or let visits keep their moment.",
  },
  would_be_past: {
    field: null,
    words:
      "A visit of today would have begun already. Change the zone once it is over, or let visits keep their moment.",
  },
  changed_meanwhile: { field: null, words: refusals.changed_meanwhile },
};

/** Why a place kept its time zone, and at which field that is said. */
export function zoneRefusal(code: ZoneRefusal): ZoneWrong {
  return zoneRefusals[code];
}

/** What a change of zone did to visits. */
export function concernedVisits(count: number): string {
  return count === 1
    ? "1 client is told about their visit, where their address takes mail."
    : `${count} clients are told about their visits, where their address takes mail.`;
}

/** "12 Bank St, New York, NY 10014, US". */
export function writtenAddress({ addressLine, city, region, postalCode, country }: Place): string {
  const area = [region, postalCode].filter((part) => part !== "").join(" ");
  return [addressLine, city, area, country].join(", ");
}

/** Visits that were booked before the hours were made shorter: nothing was moved, and a person has to decide. */
export function visitsOutside(count: number): string {
  const visits = count === 1 ? "1 booked visit stands" : `${count} booked visits stand`;
  return `${visits} unchanged outside the opening hours. Move or cancel what should not take place.`;
}

/** "Open Mon – Fri 6:00 AM – 10:00 PM · Sat around the clock": days that follow each other with the same hours in one. */
export function openingWords(opening: Opening, weekStart: number, locale: string): string {
  const nameOf = (weekday: number) =>
    calendarDate(addDays("2023-01-01", weekday), locale, { weekday: "short" });
  const runs: { first: number; last: number; hours: string }[] = [];
  for (const index of [0, 1, 2, 3, 4, 5, 6]) {
    const day = (weekStart + index) % 7;
    const range = opening[day] ?? null;
    const hours = range === null ? "" : isWholeDay(range) ? "around the clock" : wallRange(range, locale);
    const run = runs.at(-1);
    if (run?.hours === hours) run.last = day;
    else runs.push({ first: day, last: day, hours });
  }
  const open = runs.filter(({ hours }) => hours !== "");
  if (open.length === 0) return "Never open";
  if (runs.length === 1) return `Open every day ${open[0]?.hours}`;
  const days = open.map(({ first, last, hours }) =>
    first === last ? `${nameOf(first)} ${hours}` : `${nameOf(first)} – ${nameOf(last)} ${hours}`,
  );
  return `Open ${days.join(" · ")}`;
}

/** What the form of a place holds, in words, by the field at which it stands. */
export function saidOfPlace(locale: string, weekStart: number): SaidFields<Place> {
  return {
    name: { label: "Name", says: ({ name }) => name },
    addressLine: { label: "Street and number", says: ({ addressLine }) => addressLine },
    city: { label: "City", says: ({ city }) => city },
    region: { label: "State or region", says: ({ region }) => region },
    postalCode: { label: "ZIP or postal code", says: ({ postalCode }) => postalCode },
    country: { label: "Country", says: ({ country }) => country },
    phone: { label: "Phone", says: ({ phone }) => phone },
    directions: { label: "Directions", says: ({ directions }) => directions },
    active: { label: "In use", says: ({ active }) => (active ? "yes" : "no") },
    opening: { label: "Opening hours", says: ({ opening }) => openingWords(opening, weekStart, locale) },
  };
}

/** What is still to take place there. */
export function visitsAhead(count: number): string {
  if (count === 0) return "No visits ahead";
  return count === 1 ? "1 visit ahead" : `${count} visits ahead`;
}
