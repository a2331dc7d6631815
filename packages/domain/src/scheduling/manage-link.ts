import type { Instant } from "../time/index.ts";

/** The signed link of one visit works until the visit is over (BOOK-11); cancelled or not, its page says what became of it. */
export function isLinkOver({ endsAt, now }: { readonly endsAt: Instant; readonly now: Instant }): boolean {
  return now >= endsAt;
}
