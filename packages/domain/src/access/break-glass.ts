import { ok, refuse, type Result } from "../result.ts";
import { hourMs, type Instant, minuteMs, plus } from "../time/instant.ts";
import { type Actor, can } from "./policies.ts";
import type { StaffRole } from "./roles.ts";

/** As long as a broken glass opens a chart at most (AUTH-59). */
export const longestGlassMs = 24 * hourMs;
/** Until when somebody else has reviewed it. */
const reviewMs = 48 * hourMs;
/** How long a second factor counts as fresh (AUTH-21). */
const freshFactorMs = 5 * minuteMs;

/** One chart, opened to one person for a while without any other right to it. */
export type BreakGlass = {
  readonly staffUserId: string;
  readonly clientId: string;
  readonly startsAt: Instant;
  /** Outside of it. Earlier than planned where somebody ended it. */
  readonly endsAt: Instant;
  readonly reviewBy: Instant;
  readonly reviewedAt: Instant | null;
};

/** Who hears of it at once: the owner and whoever sees to compliance. */
type Told = { readonly glass: BreakGlass; readonly tell: readonly StaffRole[] };

/**
 * Whether somebody may break the glass of one chart (AUTH-59): with a reason, a second factor of the last five minutes, and for 24 hours
 * at most. The answer says until when it stands, by when it is reviewed, and who is told.
 */
export function decideBreakGlass(
  actor: Actor,
  asked: {
    readonly clientId: string;
    readonly reason: string;
    readonly lastsMs: number;
    /** When the session's second factor passed last; null for never. */
    readonly secondFactorAt: Instant | null;
  },
  now: Instant,
): Result<Told, "not_permitted" | "reason_needed" | "second_factor_needed" | "no_length" | "too_long"> {
  const { clientId, reason, lastsMs, secondFactorAt } = asked;
  if (actor.kind !== "staff" || !can(actor, "chart:break_glass")) return refuse("not_permitted");
  if (reason.trim() === "") return refuse("reason_needed");
  if (lastsMs <= 0) return refuse("no_length");
  if (lastsMs > longestGlassMs) return refuse("too_long");
  if (secondFactorAt === null || secondFactorAt > now || now >= plus(secondFactorAt, freshFactorMs))
    return refuse("second_factor_needed");
  const { staffUserId } = actor;
  const times = { startsAt: now, endsAt: plus(now, lastsMs), reviewBy: plus(now, reviewMs) };
  return ok({ glass: { staffUserId, clientId, ...times, reviewedAt: null }, tell: ["admin", "compliance"] });
}

/** Whether a broken glass opens this chart to this person at `at`: that one chart, that one person, no longer than 24 hours. */
export function breakGlassStands(
  glass: BreakGlass,
  { staffUserId, clientId }: { readonly staffUserId: string; readonly clientId: string },
  at: Instant,
): boolean {
  const latest = plus(glass.startsAt, longestGlassMs);
  const during = glass.startsAt <= at && at < glass.endsAt && at < latest;
  return during && glass.staffUserId === staffUserId && glass.clientId === clientId;
}

/** Whether nobody has reviewed it in time. */
export function reviewOverdue({ reviewBy, reviewedAt }: BreakGlass, at: Instant): boolean {
  return reviewedAt === null && at >= reviewBy;
}

/** Whether somebody may review it: with the right to, once, and never their own (check 32). */
export function decideGlassReview(
  actor: Actor,
  glass: BreakGlass,
): Result<null, "not_permitted" | "own_access" | "reviewed"> {
  if (actor.kind !== "staff" || !can(actor, "break_glass:review")) return refuse("not_permitted");
  if (actor.staffUserId === glass.staffUserId) return refuse("own_access");
  return glass.reviewedAt === null ? ok(null) : refuse("reviewed");
}
