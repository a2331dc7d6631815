import { ok, refuse, type Result } from "../result.ts";
import { type Instant, plus } from "../time/instant.ts";
import { wayInLinkMs } from "./way-in.ts";

/**
 * How long a code for a booking counts, from when it was asked for (BOOK-07); the end itself is outside. Longer than a hold lasts, since whose
 * hold has run out still books while the time is free.
 */
export const bookingCodeMs = wayInLinkMs;
/** How often a code is tried, whoever tries; then another one is asked for. */
export const bookingCodeTries = 5;

type BookingCodeFacts = {
  /** The code that was given, compared with the latest that was asked for this hold and this address. */
  readonly given: "none" | "right" | "wrong";
  /** That latest one; null where none was asked for. */
  readonly asked: { readonly askedAt: Instant; readonly wrongTries: number } | null;
  readonly now: Instant;
};

/** Whether a visitor has shown that they read the mail of their address (BOOK-07). One code too many ends even the right one. */
export function decideBookingCode({
  given,
  asked,
  now,
}: BookingCodeFacts): Result<null, "email_unproven" | "code_expired" | "wrong_code"> {
  if (given === "none") return refuse("email_unproven");
  if (asked === null || asked.wrongTries >= bookingCodeTries) return refuse("code_expired");
  if (now >= plus(asked.askedAt, bookingCodeMs)) return refuse("code_expired");
  return given === "right" ? ok(null) : refuse("wrong_code");
}
