import { ok, refuse, type Result } from "../result.ts";
import type { Instant, Interval } from "../time/index.ts";
import { type OwnVisit, ownOverlaps } from "./own-overlaps.ts";

/** Of a time at which its client has another visit: it is booked and everybody is told, or the client is asked to call (ec-E14). */
export const ownOverlapRules = ["warn", "refuse"] as const;

/** What a studio lets clients book by themselves beside the visits that they have. Staff are bound by none of it. */
export type BesideRules = {
  readonly ownOverlaps: (typeof ownOverlapRules)[number];
  /** How many visits somebody may have to come, the new one among them; null: as many as they like (BOOK-06). */
  readonly clientVisitLimit: number | null;
};

/**
 * Whether a client may book a time beside their visits, those that are over among them. Requests that wait for an answer count. There is one
 * refusal for all of it, which says nothing of what anybody has booked (BOOK-07).
 */
export function decideBesideOwnVisits(
  wanted: Interval & { readonly id: string },
  visits: readonly OwnVisit[],
  { ownOverlaps: rule, clientVisitLimit }: BesideRules,
  now: Instant,
): Result<"books", "call_to_book"> {
  const one = { ...wanted, status: "scheduled" } as const;
  if (rule === "refuse" && ownOverlaps(one, visits).length > 0) return refuse("call_to_book");
  const open = visits.filter(({ id, status, start }) => id !== wanted.id && start > now && isOpen[status]);
  if (clientVisitLimit !== null && open.length >= clientVisitLimit) return refuse("call_to_book");
  return ok("books");
}

const isOpen: Readonly<Record<OwnVisit["status"], boolean>> = {
  held: false,
  requested: true,
  scheduled: true,
  confirmed: true,
  checked_in: true,
  in_progress: true,
  completed: false,
  cancelled: false,
  no_show: false,
};
