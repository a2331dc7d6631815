import type { PublicOutput } from "@quietroom/api/client";

type Reason = NonNullable<PublicOutput["slots"]["list"]["noneBecause"]>;

/** Why there is nothing to choose, politely: nothing of who is booked or who is away. `phone` is the studio's. */
export function noTimesWords(reason: Reason, phone: string): string {
  switch (reason) {
    case "closed":
      return "We are closed then.";
    case "not_offered":
      return "No times are offered then.";
    case "past":
      return "That is over.";
    case "too_soon":
      return `It is too short notice to book online. Call us: ${phone}.`;
    case "not_open_yet":
      return "It is not yet open for booking.";
    case "fully_booked":
      return "Everything that can be booked is taken.";
  }
}
