import type { bookForClient as contract } from "@quietroom/contracts/desk-booking";
import type { InputOf } from "@quietroom/contracts/wire";
import { defineVerb } from "../define-verb.ts";
import { offeringAlternatives } from "./alternatives.ts";
import { bookAtDesk, type DeskAnswer, deskConflicts } from "./desk-booking.ts";

/**
 * Staff book a visit for a client at the desk: inside the notice, beyond the horizon, off the grid, over a cap and what is not bookable
 * online if they like (ec-C14), never in taken time or outside working hours. A time that cannot be had comes back with every rule in its
 * way and up to three that can.
 */
export const bookForClient = offeringAlternatives(
  defineVerb<InputOf<typeof contract>, DeskAnswer>({
    name: "scheduling.book_for_client",
    permission: "appointment:create",
    isolation: "read committed",
    trace: "audited",
    ...deskConflicts,
    run: async (work) => await bookAtDesk(work, null),
  }),
);
