import { ok, refuse, type Result } from "../result.ts";
import { hourMs, type Instant, minuteMs, plus } from "../time/index.ts";
import type { AppointmentStatus } from "./appointment-status.ts";
import type { Overtaken } from "./notice.ts";

export type SendAgainFacts = {
  readonly message: {
    readonly kind: "confirmation" | "reminder" | "other";
    /** The start of the visit that a reminder was planned for; null of other messages. */
    readonly plannedFor: Instant | null;
    readonly overtaken: Overtaken;
    /** What became of it or, where it was sent again, of the latest of these. */
    readonly standing: "on_its_way" | "left" | "not_sent";
    /** When it or a repeat of it last left; null when none did. */
    readonly leftAt: Instant | null;
  };
  readonly visit: { readonly status: AppointmentStatus; readonly start: Instant };
  /** Whether the client allows reminders by email at this moment (CONS-04). */
  readonly reminders: "allowed" | "not_wanted";
  /** Whether anything is sent to the client's address at all (NOTIF-07). */
  readonly address: "takes_mail" | "stopped";
  /** How many messages staff had sent again to the client within the last `sentAgainMs`, about whichever visit. */
  readonly sentAgain: number;
  readonly now: Instant;
};

export type SendAgainRefusal =
  | "visit_cancelled"
  | "visit_over"
  | "nothing_to_send"
  | "on_its_way"
  | "just_sent"
  | "too_often"
  | "not_wanted"
  | "address_stopped";

/** A mail needs a moment to arrive; sent again before, its client has two of them. */
const arrivesMs = 5 * minuteMs;
/** No inbox is flooded: within this time … */
export const sentAgainMs = 1 * hourMs;
/** … so many messages are sent again to one client. */
const mostSentAgain = 3;

/**
 * Whether staff may send a confirmation or a reminder again (NOTIF-15). The visit must still stand and be
 * ahead, and the message be the latest of its kind about its time; what never left, and what is on its way, is not repeated, and nothing goes to
 * an address that is stopped. One client has no more than three of them in an hour.
 */
export function decideSendingAgain(facts: SendAgainFacts): Result<"send", SendAgainRefusal> {
  const { message, visit, reminders, address, sentAgain, now } = facts;
  if (visit.status === "cancelled") return refuse("visit_cancelled");
  if (now >= visit.start) return refuse("visit_over");
  if (visit.status !== "scheduled" && visit.status !== "confirmed") return refuse("nothing_to_send");
  const { kind, plannedFor, overtaken, standing, leftAt } = message;
  const untrue = overtaken === "by_a_newer_one" || (kind === "reminder" && plannedFor !== visit.start);
  if (kind === "other" || untrue || standing === "not_sent") return refuse("nothing_to_send");
  if (address === "stopped") return refuse("address_stopped");
  if (standing === "on_its_way") return refuse("on_its_way");
  if (leftAt !== null && now < plus(leftAt, arrivesMs)) return refuse("just_sent");
  if (sentAgain >= mostSentAgain) return refuse("too_often");
  if (kind === "reminder" && reminders === "not_wanted") return refuse("not_wanted");
  return ok("send");
}

/**
 * Whether staff see a way to send it again: also where it has to wait a moment, which they are told when they ask. What may come back is not taken
 * away from under their hands meanwhile.
 */
export function offersSendingAgain(decided: Result<"send", SendAgainRefusal>): boolean {
  return decided.ok || passes.has(decided.refusal);
}

const passes: ReadonlySet<SendAgainRefusal> = new Set(["on_its_way", "just_sent", "too_often"]);
