import { ok, refuse, type Result } from "../result.ts";
import type { LocalDate } from "../time/index.ts";
import { type Closure, closureRefusal } from "./closure.ts";

/** Only what was approved takes times away (SCHED-04). */
export const timeOffStatuses = ["asked", "approved", "declined", "withdrawn"] as const;
export type TimeOffStatus = (typeof timeOffStatuses)[number];

/** When somebody is away: dates, both included, in the zone in which their hours are meant, or a part of one date. */
export type TimeOff = Closure;

type TimeOffRefusal =
  | NonNullable<ReturnType<typeof closureRefusal>>
  | { readonly code: "over"; readonly field: "lastDate" };

/** Why time off may not be asked for, with the field to blame, or null when it may. `today` is the studio's. */
export function timeOffRefusal(asked: TimeOff, today: LocalDate): TimeOffRefusal | null {
  const refusal = closureRefusal(asked);
  if (refusal !== null) return refusal;
  return asked.lastDate < today ? { code: "over", field: "lastDate" } : null;
}

/** What an approver says to it. A no comes with its reason; a yes needs none. */
export function decideTimeOffAnswer(
  status: TimeOffStatus,
  { decision, answer }: { readonly decision: "approved" | "declined"; readonly answer: string },
): Result<"approved" | "declined", "already_answered" | "reason_missing"> {
  if (status !== "asked") return refuse("already_answered");
  return decision === "declined" && answer === "" ? refuse("reason_missing") : ok(decision);
}

/** Taking it back gives the times back, until it is over; what was away then stays written. */
export function decideTimeOffWithdrawal(
  { status, lastDate }: { readonly status: TimeOffStatus; readonly lastDate: LocalDate },
  today: LocalDate,
): Result<"withdrawn", "not_standing" | "over"> {
  if (status !== "asked" && status !== "approved") return refuse("not_standing");
  return lastDate < today ? refuse("over") : ok("withdrawn");
}
