import { ok, refuse, type Result } from "../result.ts";

/** Whom a service is given to: everybody, those who have not been here yet, or those who have. */
export type ServiceClients = "anyone" | "new_only" | "existing_only";

/** What of a client's visits decides it: how many have begun, and how many of a service for new clients are still to come, with anybody. */
export type ClientHistory = { readonly visitsBegun: number; readonly openFirstVisits: number };

/**
 * Whether somebody may book a service (SCHED-07); `client` is null for whom the studio does not know. A new client has one first visit to
 * come at a time, whoever gives it (ec-D9). There is one refusal for all of it, which says nothing of what anybody has booked (BOOK-07).
 */
export function decideFirstVisit(
  clients: ServiceClients,
  client: ClientHistory | null,
): Result<"books", "call_to_book"> {
  const { visitsBegun, openFirstVisits } = client ?? { visitsBegun: 0, openFirstVisits: 0 };
  switch (clients) {
    case "anyone":
      return ok("books");
    case "new_only":
      return visitsBegun === 0 && openFirstVisits === 0 ? ok("books") : refuse("call_to_book");
    case "existing_only":
      return visitsBegun > 0 ? ok("books") : refuse("call_to_book");
  }
}
