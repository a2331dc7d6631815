import { z } from "zod";
import { override, peopleRules, screeningSchema } from "./scheduling.ts";
import { visitModeSchema } from "./studio.ts";
import { idSchema, lineSchema, versionSchema } from "./wire.ts";

const asked = z.object({
  appointmentId: z.string(),
  version: z.int(),
  clientName: z.string(),
  takesMail: z.boolean(), // false: no answer reaches the client by mail (NOTIF-07)
  serviceName: z.string(),
  practitionerName: z.string(),
  mode: visitModeSchema,
  date: z.string(), // in the zone of the studio's calendar, for the way there
  startsAt: z.number(),
  endsAt: z.number(),
  timeZone: z.string(), // the venue's
});

/** What clients wait for an answer to, as far as the visits are this person's to manage; the most pressing first. */
export const listRequests = {
  input: z.strictObject({}),
  output: z.object({
    now: z.number(),
    bookings: z.array(
      asked.extend({
        sentAt: z.number(),
        expiresAt: z.number(),
        screening: screeningSchema, // of a seat; approving it records the actor's
      }),
    ),
    cancellations: z.array(asked.extend({ askedAt: z.number(), reason: z.string() })),
  }),
};

const answerRefusal = z.object({
  code: z.enum(["changed_meanwhile", "no_request", "request_expired"]),
});

const answered = z.discriminatedUnion("ok", [
  z.object({ ok: z.literal(true), value: z.object({ version: z.int() }) }),
  z.object({ ok: z.literal(false), refusal: answerRefusal }),
]);

/** `word` is shown to the client on the visit's own page, and stands in no message. */
const aboutVisit = {
  appointmentId: idSchema<"appointment">(),
  version: versionSchema,
  word: lineSchema(300),
};

/** A request for a visit becomes one, or does not. */
export const answerBookingRequest = {
  input: z.strictObject({
    ...aboutVisit,
    answer: z.enum(["approve", "decline"]),
    override: z.strictObject(override).optional(), // of an approval; left out: nothing in the way is passed over
  }),
  output: z.discriminatedUnion("ok", [
    z.object({ ok: z.literal(true), value: z.object({ version: z.int() }) }),
    z.object({
      ok: z.literal(false),
      refusal: z.object({
        code: z.enum([...answerRefusal.shape.code.options, ...peopleRules.options]),
        rules: z.array(peopleRules), // all of those that stand against who would hold it
        canOverride: z.boolean(), // by this person
      }),
    }),
  ]),
};

/** A late cancellation is confirmed as one, or the visit stands. */
export const answerCancellationRequest = {
  input: z.strictObject({ ...aboutVisit, answer: z.enum(["confirm", "turn_down"]) }),
  output: answered,
};
