import type { StaffOutput } from "@quietroom/api/client";
import { type StudioClock, timeOfDay } from "../../show/format-time.ts";
import { toldWords } from "../../show/told-words.ts";

type Cancelled = Extract<StaffOutput["appointment"]["cancel"], { ok: true }>["value"];

/** What follows from a cancellation: whether it can be undone and until when, and where its hour goes. */
export function cancelledWords(
  { undoUntil, freedFor }: Pick<Cancelled, "undoUntil" | "freedFor">,
  clock: StudioClock,
  client: { readonly takesMail: boolean },
) {
  const told = toldWords(client);
  if (undoUntil === null)
    return freedFor === "waitlist"
      ? `${told}; the hour goes to the waitlist.`
      : `${told}. Nobody on the waitlist is asked about the hour.`;
  const undo = `${told}. You can undo it until ${timeOfDay(undoUntil, clock)}`;
  return freedFor === "waitlist"
    ? `${undo}; then the hour goes to the waitlist.`
    : `${undo}. Nobody on the waitlist is asked about the hour.`;
}
