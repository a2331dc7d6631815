import { deskRules } from "@quietroom/domain/scheduling";
import { z } from "zod";
import { offeredSlot } from "./public-booking.ts";
import { override } from "./scheduling.ts";
import { visitModeSchema } from "./studio.ts";
import { idSchema, instantSchema, localDateSchema } from "./wire.ts";

/** What is booked at the desk, with whom and where; a place of a visit by video is the one whose hours it keeps. */
const visit = {
  serviceId: idSchema<"service">(),
  durationMin: z.int().min(1).max(480).nullable(), // one of the service's lengths; null: its usual one
  practitionerId: idSchema<"practitioner">(),
  locationId: idSchema<"location">(),
  mode: visitModeSchema,
};

const forClient = {
  ...visit,
  clientId: idSchema<"client">(),
  startsAt: instantSchema,
  idempotencyKey: z.uuid(),
};

/** The free starts of one local date of the place, by the rules that staff are held to. */
export const deskTimes = {
  input: z.strictObject({ ...visit, date: localDateSchema }),
  output: z.object({
    timeZone: z.string(),
    starts: z.array(z.number()),
    next: z.number().nullable(), // the first one after that date, where it has none
  }),
};

const rule = z.enum([...deskRules, "unknown_service", "studio_closed"]);

const answer = z.discriminatedUnion("ok", [
  z.object({ ok: z.literal(true), value: z.object({ appointmentId: z.string() }) }),
  z.object({
    ok: z.literal(false),
    refusal: z.object({
      code: rule,
      rules: z.array(rule), // everything in the way, the code first
      canOverride: z.boolean(), // by this person
      alternatives: z.array(offeredSlot),
    }),
  }),
]);

/** A visit for a client whom the studio knows, by the path of every other visit. What binds clients alone does not bind the desk. */
export const bookForClient = { input: z.strictObject(forClient), output: answer };

/** The same, passing over the rules that were in its way when it was looked at. A rule that is not among them refuses it. */
export const bookWithOverride = {
  input: z.strictObject({
    ...forClient,
    ...override,
  }),
  output: answer,
};
