import type { StaffOutput } from "@quietroom/api/client";
import { instant, localDate, localTime } from "@quietroom/domain/time";
import { changedFields, type SaidFields } from "../../show/changed-fields.ts";
import { dateInWords, wallTime } from "../../show/format-time.ts";
import { ruleWords } from "../../show/rule-words.ts";

type Refusal = Extract<StaffOutput["groups"]["schedule"], { ok: false }>["refusal"];
type SeatRefusal = Extract<StaffOutput["groups"]["seat"], { ok: false }>["refusal"];

/** Every refusal that a change to a group session can meet, in words that say what to do next. */
const sessionRefusal: Readonly<Record<Refusal["code"], string>> = {
  past: "That time has passed. Choose a later one.",
  too_soon: "That time is too close. Choose a later one.",
  beyond_horizon: "That is further ahead than the studio books.",
  outside_hours:
    "The facilitator or the co-facilitator does not work then. Choose another time or person, add an exception for that date, or renew a licence that has expired by then.",
  off_grid: "Sessions of this kind do not start at that time.",
  fully_booked: "The limit of that day or week is reached. Choose another day.",
  slot_taken: "The facilitator or the co-facilitator is taken then. Choose another time or person.",
  no_travel_time:
    "There is not enough time for the way between this session and a visit at another place. Choose another time.",
  no_break: "The facilitator would have no break from the visits around it. Choose another time or person.",
  no_room: "No room is free then. Choose another time or place.",
  no_device: "The device it needs is not free then. Choose another time or place.",
  unknown_service: "Not everybody chosen gives that service there.",
  studio_closed: "The studio is suspended: nothing new can be booked.",
  changed_meanwhile: "Someone changed this session meanwhile. What you see now is current: try again.",
  already_cancelled: "This session is called off already.",
  already_started: "This session has already begun.",
  room_too_small: "The room does not hold so many people and whoever leads them.",
  minimum_over_seats:
    "There are fewer seats than the least people. Set more seats, or a smaller number of people.",
  cut_off_past: "It would be decided at a moment that lies behind. Set fewer hours before.",
  not_allowed: "That calendar is not yours to manage, or one person was chosen twice.",
};

/** At which field of the form that changes a session a refusal is said; the others are of the form as a whole. */
export const changeFields: Readonly<Partial<Record<Refusal["code"], string>>> = {
  outside_hours: "practitionerId",
  slot_taken: "practitionerId",
  no_travel_time: "practitionerId",
  no_break: "practitionerId",
  unknown_service: "practitionerId",
  room_too_small: "capacity",
  minimum_over_seats: "minimum",
  cut_off_past: "minimum",
};

/** The same of the form that moves it. */
export const moveFields: Readonly<Partial<Record<Refusal["code"], string>>> = {
  past: "date",
  too_soon: "date",
  beyond_horizon: "date",
  fully_booked: "date",
  outside_hours: "time",
  off_grid: "time",
  slot_taken: "time",
  no_travel_time: "time",
  no_break: "time",
  no_device: "time",
  no_room: "roomId",
  room_too_small: "roomId",
};

type Session = StaffOutput["groups"]["roster"]["session"];

/** What the form that changes a session holds, in words, by the field at which it stands. */
export function saidOfSession(
  people: readonly { readonly id: string; readonly displayName: string }[],
): SaidFields<Session> {
  const nameOf = (id: string | undefined) =>
    id === undefined ? "nobody" : (people.find((person) => person.id === id)?.displayName ?? "somebody else");
  return {
    practitionerId: { label: "Facilitator", says: ({ practitionerId }) => nameOf(practitionerId) },
    coFacilitatorId: { label: "Co-facilitator", says: (session) => nameOf(session.withPractitionerIds[0]) },
    capacity: { label: "Seats", says: ({ capacity }) => String(capacity) },
    minimum: {
      label: "Least people",
      says: ({ minimumOf: least }) =>
        least === null ? "none" : `${least.people}, decided ${least.hoursBefore} hours before`,
    },
    openOnline: {
      label: "Clients can book it online",
      says: ({ openOnline }) => (openOnline ? "yes" : "no"),
    },
  };
}

/** The same of the form that moves it. */
export function saidOfPlacement(locale: string): SaidFields<Session> {
  return {
    date: {
      label: "Date",
      says: ({ startsAt, timeZone }) => dateInWords(localDate(instant(startsAt), timeZone), locale),
    },
    time: {
      label: "Time",
      says: ({ startsAt, timeZone }) => wallTime(localTime(instant(startsAt), timeZone).time, locale),
    },
    roomId: { label: "Room", says: ({ roomName }) => roomName ?? "none" },
  };
}

/**
 * The version that a form saves over: the present one where nothing that the form holds was changed since `base`, so that a session whose
 * time somebody set keeps nobody from setting its seats.
 */
export function versionOver(said: SaidFields<Session>, base: Session, present: Session): number {
  return changedFields(said, base, present).length === 0 ? present.version : base.version;
}

/** Why a session was not changed, with what could be had instead, where that is known. */
export function sessionRefusalWords({ code, rooms, people }: Refusal): string {
  if (people !== undefined) {
    const names = people.map(({ displayName }) => displayName).join(", ");
    const free = names === "" ? "Nobody else is free then." : `Free then: ${names}.`;
    return `${sessionRefusal[code]} ${free}`;
  }
  if (code !== "room_too_small" || rooms === undefined) return sessionRefusal[code];
  const others = rooms.map(({ name, locationName, holds }) => `${name}, ${locationName} (holds ${holds})`);
  return others.length === 0
    ? `${sessionRefusal[code]} No room of the studio does. Set fewer seats, or say under Rooms how many one holds.`
    : `${sessionRefusal[code]} These do: ${others.join("; ")}.`;
}

/** Why a client could not be seated. */
export function seatRefusal({ code, left }: SeatRefusal): string {
  switch (code) {
    case "full":
      return "Every seat is taken.";
    case "too_few_left":
      return left === 1 ? "Only one seat is left." : `Only ${left} seats are left.`;
    case "past":
      return "This session has already begun.";
    case "session_cancelled":
      return "This session is called off.";
    case "already_seated":
      return "This client has a seat in this session already.";
    case "not_missed":
      return "Only a session of this kind that the client missed can be made up.";
    case "made_up":
      return "What they missed is made up in another session already.";
    case "time_off":
    case "licence_expired":
      return ruleWords[code];
  }
}

type RepeatRefusal = Extract<StaffOutput["groups"]["repeat"], { ok: false }>["refusal"];

/** Why a session could not be held again, and what to do next. */
export const repeatWords: Readonly<Record<RepeatRefusal, string>> = {
  first_not_in_rule: "This session is not on a day of its own rule. Choose its weekday as well.",
  too_many: "That is more than 100 sessions, or more than ten years. Choose fewer.",
  ends_before_start: "Choose a last date after this session.",
  not_in_this_rule: "Choose at least one day of the week.",
  already_cancelled: "This session is called off already.",
  already_started: "This session has already begun.",
  unknown_service: "This facilitator does not give that service there any more.",
  studio_closed: "The studio is suspended: nothing new can be booked.",
  changed_meanwhile: "Someone changed this session, or its dates, meanwhile. Look at the dates again.",
  times_taken: "One of these times was just taken. Nothing was added: look at the dates again.",
};

/** "1 session", "9 sessions". */
export function sessionsWords(count: number): string {
  return count === 1 ? "1 session" : `${count} sessions`;
}
