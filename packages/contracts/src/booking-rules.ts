import { ownOverlapRules } from "@quietroom/domain/scheduling";
import { z } from "zod";

/** What a studio lets its clients do by themselves, and how long their requests wait. */
export const bookingRules = z.strictObject({
  requestAnswerHours: z.int().min(1).max(336),
  requestLeadMin: z.int().min(0).max(10_080),
  clientMoveLimit: z.int().min(0).max(50).nullable(), // how often a client moves one visit; null: as often as they like
  clientVisitLimit: z.int().min(1).max(100).nullable(), // how many visits a client has to come; null: as many as they like
  ownOverlaps: z.enum(ownOverlapRules), // of a time at which the client has another visit
});

export const viewBookingRules = { input: z.strictObject({}), output: bookingRules };

export const saveBookingRules = {
  input: bookingRules,
  output: z.object({ ok: z.literal(true), value: bookingRules }),
};
