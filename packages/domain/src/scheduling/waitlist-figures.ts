import type { WaitlistStatus } from "./waitlist-entry.ts";
import type { OfferStatus } from "./waitlist-offer.ts";

/** What the waitlist aims at: more than this share of those who left it did so with a visit (WAIT-12). */
export const conversionTarget = 0.7;

type WaitlistCounts = {
  /** Who joined in the period, by what became of them since. */
  readonly entries: Readonly<Partial<Record<WaitlistStatus, number>>>;
  /** What was offered in the period, by what came of it. */
  readonly offers: Readonly<Partial<Record<OfferStatus, number>>>;
  /** Of each hour that was accepted in the period: how long after it was freed, in milliseconds. */
  readonly fillMs: readonly number[];
};

type WaitlistFigures = {
  readonly entries: number;
  readonly offers: number;
  readonly accepted: number;
  /** Offers that stood until somebody answered or their time was over; one that was taken back or stands says nothing of whether people accept. */
  readonly answered: number;
  /** Of 1; null where nothing was answered. */
  readonly acceptance: number | null;
  /** The middle one, so that one hour freed months ahead does not hide how it is with the others; null where none was filled. */
  readonly medianFillMs: number | null;
  readonly booked: number;
  /** Who joined in the period and waits no more: booked, expired, or taken off. */
  readonly left: number;
  /** Of 1; null while all still wait. */
  readonly conversion: number | null;
};

/** How the waitlist does in a period (WAIT-12). */
export function waitlistFigures({ entries, offers, fillMs }: WaitlistCounts): WaitlistFigures {
  const { waiting = 0, offered = 0, booked = 0 } = entries;
  const { accepted = 0, declined = 0, lapsed = 0 } = offers;
  const joined = sum(entries);
  const left = joined - waiting - offered;
  const answered = accepted + declined + lapsed;
  return {
    entries: joined,
    offers: sum(offers),
    accepted,
    answered,
    acceptance: share(accepted, answered),
    medianFillMs: median(fillMs),
    booked,
    left,
    conversion: share(booked, left),
  };
}

function sum(counts: Readonly<Partial<Record<string, number>>>): number {
  return Object.values(counts).reduce<number>((total, count) => total + (count ?? 0), 0);
}

function share(part: number, whole: number): number | null {
  return whole === 0 ? null : part / whole;
}

function median(values: readonly number[]): number | null {
  const ascending = values.toSorted((a, b) => a - b);
  const low = ascending[Math.floor((ascending.length - 1) / 2)];
  const high = ascending[Math.ceil((ascending.length - 1) / 2)];
  return low === undefined || high === undefined ? null : (low + high) / 2;
}
