import { z } from "zod";
import { answerSchema, idSchema } from "./wire.ts";

/** Why a dead letter is not tried again. */
const dismissals = ["done_by_hand", "not_needed"] as const;

/** What became of a dead letter. */
export type SettledAs = "retried" | (typeof dismissals)[number];

/** Work that failed for good and nobody has settled, the latest first, a page at a time. */
export const listDeadLetters = {
  input: z.strictObject({ before: z.uuid().nullable() }),
  output: z.object({
    timeZone: z.string(),
    locale: z.string(),
    /** How many there are on all pages together. */
    openCount: z.int(),
    /** What the next page is asked by; null on the last. */
    next: z.string().nullable(),
    open: z.array(
      z.object({
        id: z.string(),
        /** Which function gave up; empty where the event could be handed to none. */
        functionId: z.string(),
        eventName: z.string(),
        /** The error's name. */
        error: z.string(),
        failedAt: z.number(),
      }),
    ),
  }),
};

/**
 * Sends the event again to every function that hears it; none of them is `function_unknown` to this version. `overtaken`: the visit that it tells of
 * has changed since, or stands after all.
 */
export const retryDeadLetter = {
  input: z.strictObject({ deadLetterId: idSchema<"dead_letter">() }),
  output: answerSchema(z.object({}), ["already_settled", "function_unknown", "unusable", "overtaken"]),
};

/** Takes it off the list, with why. */
export const dismissDeadLetter = {
  input: z.strictObject({ deadLetterId: idSchema<"dead_letter">(), because: z.enum(dismissals) }),
  output: answerSchema(z.object({}), ["already_settled"]),
};
