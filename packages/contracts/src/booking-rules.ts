import {
  bufferSums,
  minutesOverMidnight,
  offerQuietRules,
  ownOverlapRules,
} from "@quietroom/domain/scheduling";
import { z } from "zod";
import { textSchema, versionSchema } from "./wire.ts";

/**
 * When clients can book, what they may do by themselves, and how long their requests wait. Staff are bound by none of it, but for what is
 * said of buffers.
 */
export const bookingRules = z.strictObject({
  minNoticeMin: z.int().min(0).max(43_200), // elapsed minutes before the start
  minNoticeDays: z.int().min(0).max(365), // and dates before the visit's own, by the calendar of the place
  horizonDays: z.int().min(1).max(730), // dates after today, by the calendar of the place
  cancellationWindowMin: z.int().min(0).max(43_200), // elapsed minutes before the start
  cancellationPolicy: textSchema(1500), // plain text, read and accepted before booking; as much as a mail says whole
  requestAnswerHours: z.int().min(1).max(336),
  requestLeadMin: z.int().min(0).max(10_080),
  bufferSum: z.enum(bufferSums), // between two visits of one practitioner: both buffers, or the longer of the two
  buffersInHours: z.boolean(), // whether buffers too have to lie within working hours
  minutesOverMidnight: z.enum(minutesOverMidnight), // of a limit of minutes a day: where a visit starts, or on each date its own
  clientMoveLimit: z.int().min(0).max(50).nullable(), // how often a client moves one visit; null: as often as they like
  clientVisitLimit: z.int().min(1).max(100).nullable(), // how many visits a client has to come; null: as many as they like
  noShowLimit: z.int().min(1).max(20).nullable(), // after so many missed visits within so many months a client books through the studio; null: never
  noShowMonths: z.int().min(1).max(60),
  undoCancelMin: z.int().min(0).max(60), // minutes for which staff can undo a cancellation, and nobody is offered its hour; 0: never
  offerQuietRule: z.enum(offerQuietRules), // of an offer to the waitlist that would have to be answered in somebody's quiet hours
  confirmEmails: z.boolean(), // whether new visitors show by an emailed code that their address is theirs, before they book
  ownOverlaps: z.enum(ownOverlapRules), // of a time at which the client has another visit
});

/** The rules as they were loaded at `version`. */
const versioned = bookingRules.extend({ version: versionSchema });

export const viewBookingRules = { input: z.strictObject({}), output: versioned };

export const saveBookingRules = {
  input: versioned,
  output: z.discriminatedUnion("ok", [
    z.object({ ok: z.literal(true), value: versioned }),
    z.object({ ok: z.literal(false), refusal: z.object({ code: z.literal("changed_meanwhile") }) }),
  ]),
};
