import type { bookWithOverride as contract } from "@quietroom/contracts/desk-booking";
import type { InputOf } from "@quietroom/contracts/wire";
import { defineVerb } from "../define-verb.ts";
import { offeringAlternatives } from "./alternatives.ts";
import { bookAtDesk, type DeskAnswer, deskConflicts } from "./desk-booking.ts";

/**
 * Books a visit for a client past the rules that stood in its way, knowingly and for a reason that is kept (ec-H20). What came up since it
 * was looked at refuses it. The time of others stays theirs: their rows are as they were, and both visits show the override.
 */
export const bookWithOverride = offeringAlternatives(
  defineVerb<InputOf<typeof contract>, DeskAnswer>({
    name: "scheduling.book_with_override",
    permission: "appointment:override",
    isolation: "read committed",
    trace: "audited",
    ...deskConflicts,
    async run(work) {
      const { rules, reason } = work.input;
      return await bookAtDesk(work, { rules, reason });
    },
  }),
);
