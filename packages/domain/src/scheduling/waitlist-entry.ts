import type { ClientId, LocationId, OpeningId, PractitionerId, ServiceId, WaitlistEntryId } from "../ids.ts";
import {
  addDays,
  type Instant,
  type Interval,
  type LocalDate,
  localTime,
  resolveWallTime,
  type TimeZone,
  type Weekday,
  wallMinutes,
} from "../time/index.ts";
import type { VisitMode } from "./service-rules.ts";

/** Parts of the day on the studio's wall clock, start included, end not (WAIT-01). */
export const daypartHours = { morning: [6, 12], afternoon: [12, 18], evening: [18, 22] } as const;
export type Daypart = keyof typeof daypartHours;
export const dayparts = ["morning", "afternoon", "evening"] as const satisfies readonly Daypart[];

/** First to last (WAIT-02). */
export const waitlistPriorities = ["urgent", "high", "standard", "low"] as const;
export type WaitlistPriority = (typeof waitlistPriorities)[number];

export type WaitlistStatus = "waiting" | "offered" | "booked" | "declined" | "expired" | "withdrawn";

/** Whether an entry has a place in the line; an open offer does not cost it. */
export function isInLine(status: WaitlistStatus): status is "waiting" | "offered" {
  return status === "waiting" || status === "offered";
}

/**
 * What a studio does about an offer that would have to be answered in the quiet hours of whoever is asked (ec-I6): the clock rests until they are
 * over, or nobody is asked before then; `none`: an hour is an hour, by day and by night.
 */
export const offerQuietRules = ["pause", "wait", "none"] as const;
export type OfferQuietRule = (typeof offerQuietRules)[number];

/** A freed time that someone on the waitlist may have. */
export type Opening = {
  readonly id: OpeningId;
  readonly start: Instant;
  /** The end of the free time; a shorter visit fits too and starts at `start`. */
  readonly end: Instant;
  readonly practitionerId: PractitionerId;
  readonly locationId: LocationId;
  /** The studio's zone, in which preferred dates, weekdays and times of day are meant. */
  readonly zone: TimeZone;
  readonly quietRule: OfferQuietRule;
  /** What the practitioner can give there at that time. */
  readonly serviceIds: readonly ServiceId[];
  readonly modes: readonly VisitMode[];
  /** Who gave the time up; it is not offered back to them. */
  readonly causedBy: ClientId | null;
};

/** One person's wish. Null means no preference; `practitionerIds` empty means anyone, else the first is preferred. */
export type WaitlistEntry = {
  readonly id: WaitlistEntryId;
  readonly clientId: ClientId;
  /** Where the person is: what the quiet hours are told by. */
  readonly timeZone: TimeZone;
  readonly status: WaitlistStatus;
  readonly priority: WaitlistPriority;
  readonly joinedAt: Instant;
  readonly referred: boolean;
  readonly declines: number;
  readonly serviceId: ServiceId;
  readonly durationMin: number;
  readonly practitionerIds: readonly PractitionerId[];
  readonly locationId: LocationId | null;
  readonly mode: VisitMode | null;
  readonly dateFrom: LocalDate;
  readonly dateUntil: LocalDate;
  readonly weekdays: readonly Weekday[];
  readonly dayparts: readonly Daypart[];
  /** What came of asking this person for this very opening before; staff may have said not to (WAIT-11). */
  readonly answerToOpening: "none" | "lapsed" | "declined" | "skipped_by_staff";
  /** Whether this person (through any entry) has an offer open at the moment (ec-I13). */
  readonly openOffer: "none" | "open";
  /** The person's own visits around that time, wherever they are (ec-I8). */
  readonly ownVisits: readonly Interval[];
};

/** The part of the day in which an instant lies on the studio's wall clock; null at night. */
export function daypartAt(at: Instant, zone: TimeZone): Daypart | null {
  const hour = wallMinutes(localTime(at, zone).time) / 60;
  return dayparts.find((part) => daypartHours[part][0] <= hour && hour < daypartHours[part][1]) ?? null;
}

/** The whole-day end of an entry: the instant after its last date in the studio's zone (WAIT-03). */
export function entryEndsAt(dateUntil: LocalDate, zone: TimeZone): Instant {
  return resolveWallTime(addDays(dateUntil, 1), "00:00", zone);
}
