import { z } from "zod";

/** What a studio lets its clients do by themselves, and how long their requests wait. */
export const bookingRules = z.strictObject({
  requestAnswerHours: z.int().min(1).max(336),
  requestLeadMin: z.int().min(0).max(10_080),
  clientMoveLimit: z.int().min(0).max(50).nullable(), // how often a client moves one visit; null: as often as they like
});

export const viewBookingRules = { input: z.strictObject({}), output: bookingRules };

export const saveBookingRules = {
  input: bookingRules,
  output: z.object({ ok: z.literal(true), value: bookingRules }),
};
