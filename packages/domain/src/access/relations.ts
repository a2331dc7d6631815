import { ok, refuse, type Result } from "../result.ts";
import { dayMs, type Instant } from "../time/instant.ts";
import type { StaffRole } from "./roles.ts";

/** Half-open. `end` null: until somebody ends it. */
export type Period = { readonly start: Instant; readonly end: Instant | null };

/** A member of staff, as far as relations ask about them. */
export type StaffFacts = {
  readonly staffUserId: string;
  readonly roles: readonly StaffRole[];
  readonly practitionerId: string | null;
  readonly active: boolean;
};

/** As long as one cover may last; a longer absence is covered anew, so that somebody looks at it again (AUTH-58). */
export const longestCoverMs = 90 * dayMs;

/**
 * Whether somebody may supervise a practitioner over a period (AUTH-56). Who is not a supervisor today gains nothing by the relation,
 * and nobody supervises themselves. That one primary supervisor stands at a time is for the database to promise.
 */
export function decideSupervision(facts: {
  readonly supervisor: StaffFacts;
  readonly superviseeId: string;
  readonly period: Period;
  readonly now: Instant;
}): Result<Period, "not_a_supervisor" | "own_supervisor" | "dates_reversed" | "past"> {
  const { supervisor, superviseeId, period, now } = facts;
  if (!supervisor.active || !supervisor.roles.includes("supervisor")) return refuse("not_a_supervisor");
  if (supervisor.practitionerId === superviseeId) return refuse("own_supervisor");
  return upcoming(period, now) ?? ok(period);
}

/**
 * Whether somebody may cover for a practitioner (AUTH-58): a colleague who sees clients too, for a time that has an end, and never
 * granted by the one who gains by it.
 */
export function decideCover(facts: {
  readonly covering: StaffFacts;
  readonly grantedBy: string;
  readonly coveredId: string;
  readonly period: Period & { readonly end: Instant };
  readonly now: Instant;
}): Result<
  Period & { readonly end: Instant },
  "not_a_practitioner" | "own_records" | "own_account" | "dates_reversed" | "past" | "too_long"
> {
  const { covering, grantedBy, coveredId, period, now } = facts;
  if (covering.staffUserId === grantedBy) return refuse("own_account");
  if (!covering.active || covering.practitionerId === null) return refuse("not_a_practitioner");
  if (covering.practitionerId === coveredId) return refuse("own_records");
  if (period.end - period.start > longestCoverMs) return refuse("too_long");
  return upcoming(period, now) ?? ok(period);
}

/** A period ended at `now`: one that has not begun becomes empty, one that is over stays as it was. */
export function endedAt(period: Period, now: Instant): Period & { readonly end: Instant } {
  const end = now < period.start ? period.start : now;
  return { ...period, end: period.end !== null && period.end < end ? period.end : end };
}

function upcoming({ start, end }: Period, now: Instant) {
  if (end !== null && end <= start) return refuse("dates_reversed");
  return end !== null && end <= now ? refuse("past") : null;
}
