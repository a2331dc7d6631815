import { ok, refuse, type Result } from "../result.ts";
import { hourMs, type Instant, plus } from "../time/index.ts";
import type { AppointmentStatus } from "./appointment-status.ts";
import type { Booker } from "./slot-refusal.ts";

/** A group session as it decides about its seats. `taken`: people in seats that are booked or held, without whoever asks. */
export type SeatFacts = {
  readonly session: {
    readonly status: AppointmentStatus;
    readonly startsAt: Instant;
    readonly capacity: number;
    /** Whether clients book it by themselves, or the studio alone seats people. */
    readonly openOnline: boolean;
  };
  readonly taken: number;
  readonly partySize: number;
  readonly bookedBy: Booker;
  /** From which start on clients may book by themselves. */
  readonly earliest: number;
  readonly now: Instant;
};

/** `too_few_left`: there are seats, yet not for so many; how many there are is said, and fewer are never given unasked (ec-F2). */
export type SeatRefusal =
  | { readonly code: "session_cancelled" | "past" | "too_soon" | "not_open" | "full" }
  | { readonly code: "too_few_left"; readonly left: number };

/** People who can still be seated. A capacity that was cut below those who are seated evicts nobody and seats nobody else (ec-F3). */
export function seatsLeft({
  capacity,
  taken,
}: {
  readonly capacity: number;
  readonly taken: number;
}): number {
  return Math.max(0, capacity - taken);
}

/** How many people a session brings together: those who are seated, and those who lead it. A room says how many it holds in the same count. */
export function peopleWith(seats: number, leaders: number): number {
  return seats + leaders;
}

/**
 * Whether so many people can be seated together. Clients within the notice, in sessions that are open to them; staff also in others and as
 * long as the session has not begun.
 */
export function decideSeats(facts: SeatFacts): Result<{ readonly left: number }, SeatRefusal> {
  const { session, taken, partySize, bookedBy, earliest, now } = facts;
  if (session.status !== "scheduled") return refuse({ code: "session_cancelled" });
  if (session.startsAt <= now) return refuse({ code: "past" });
  if (bookedBy === "client" && !session.openOnline) return refuse({ code: "not_open" });
  if (bookedBy === "client" && session.startsAt < earliest) return refuse({ code: "too_soon" });
  const left = seatsLeft({ capacity: session.capacity, taken });
  if (left === 0) return refuse({ code: "full" });
  if (left < partySize) return refuse({ code: "too_few_left", left });
  return ok({ left: left - partySize });
}

/** What may be done with a group session by staff: it is called off until it is over, and changed until it begins. */
export function sessionChangeRefusal(
  { status, startsAt }: Pick<SeatFacts["session"], "status" | "startsAt">,
  now: Instant,
): "already_cancelled" | "already_started" | null {
  if (status === "cancelled") return "already_cancelled";
  return startsAt <= now || status !== "scheduled" ? "already_started" : null;
}

/** A session is held for so many people, or not at all; which of the two is decided so many elapsed hours before its start, once. */
export type Minimum = { readonly people: number; readonly hoursBefore: number };

/** The instant at which it is decided whether a session is held. */
export function minimumDueAt(startsAt: Instant, { hoursBefore }: Minimum): Instant {
  return plus(startsAt, -hoursBefore * hourMs);
}

/**
 * Whether a session is held (ec-F7). `people`: in seats that are booked; those that are only held or asked for are nobody's yet, and whoever
 * waits for an answer at the cut-off is not counted. Decided from the
 * cut-off on, that instant included; a clock that comes late still decides, yet sends nobody away from what has begun.
 */
export function decideMinimum(
  {
    startsAt,
    minimum,
    people,
  }: { readonly startsAt: Instant; readonly minimum: Minimum; readonly people: number },
  now: Instant,
): "not_yet" | "held" | "called_off" | "begun" {
  if (now < minimumDueAt(startsAt, minimum)) return "not_yet";
  if (now >= startsAt) return "begun";
  return people >= minimum.people ? "held" : "called_off";
}

/** Why a session cannot have this minimum: it is more than there are seats, or its cut-off lies behind, when nobody could book in time. */
export function minimumRefusal(
  {
    startsAt,
    minimum,
    capacity,
  }: { readonly startsAt: Instant; readonly minimum: Minimum | null; readonly capacity: number },
  now: Instant,
): "minimum_over_seats" | "cut_off_past" | null {
  if (minimum === null) return null;
  if (minimum.people > capacity) return "minimum_over_seats";
  return minimumDueAt(startsAt, minimum) <= now ? "cut_off_past" : null;
}
