import { addDays, type Instant, type LocalDate, resolveWallTime, type TimeZone } from "../time/index.ts";
import { hasLeft, type Standing } from "./standing.ts";

/**
 * Until when somebody may practise (ADM-04): the last date, itself included, of the licence of theirs that expires last. It is judged on the
 * date on which a visit begins, by the calendar of its place. Absent or null: no licence is on record, and that stops nobody.
 */
export type Licensed = { readonly licensedUntil?: LocalDate | null };

/** The first instant at which every licence on record has expired, in the zone of a place. */
export function licenceEnd({ licensedUntil }: Licensed, zone: TimeZone): number {
  if (licensedUntil === undefined || licensedUntil === null) return Number.POSITIVE_INFINITY;
  return resolveWallTime(addDays(licensedUntil, 1), "00:00", zone);
}

/** Whether a visit that begins then, in the zone of its place, begins while a licence holds. */
export function isLicensed(licensed: Licensed & { readonly zone: TimeZone }, start: Instant): boolean {
  return start < licenceEnd(licensed, licensed.zone);
}

/** The last date through which all who hold a visit may practise, as far as a horizon: the earliest of it and the dates on which their last licences expire. */
export function licensedThrough(people: readonly Licensed[], horizon: LocalDate): LocalDate {
  return people.reduce(
    (through, { licensedUntil }) => (licensedUntil && licensedUntil < through ? licensedUntil : through),
    horizon,
  );
}

/**
 * Whose licence a series without an end waits for before its horizon: of those who hold its visits the one whose last licence expires first.
 * Null where it waits for none: everybody may practise that long, or somebody leaves first, which ends it (ec-G12).
 */
export function awaitedLicence<Person extends Licensed & Pick<Standing, "active" | "lastDay">>(
  people: readonly Person[],
  horizon: LocalDate,
): { readonly person: Person; readonly until: LocalDate } | null {
  const until = licensedThrough(people, horizon);
  const person = people.find(({ licensedUntil }) => licensedUntil === until);
  if (person === undefined || until >= horizon) return null;
  return people.some((one) => hasLeft(one, addDays(until, 1))) ? null : { person, until };
}

/** How many days ahead it is said that a licence expires (ADM-04). */
const noticeDays = [30, 60, 90] as const;

/**
 * How a licence stands on a date: expired, about to within so many days, or neither. A licence holds through the date on which it expires.
 */
type LicenceStanding = "expired" | 30 | 60 | 90 | "valid";

export function licenceStanding(expiresOn: LocalDate, today: LocalDate): LicenceStanding {
  if (expiresOn < today) return "expired";
  return noticeDays.find((days) => expiresOn <= addDays(today, days)) ?? "valid";
}
