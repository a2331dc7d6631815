import { z } from "zod";
import { clientDetails } from "./public-booking.ts";
import { visitModeSchema } from "./studio.ts";
import { idSchema, lineSchema, localDateSchema, slugSchema, tokenSchema, viewerZoneSchema } from "./wire.ts";

export const daypartSchema = z.enum(["morning", "afternoon", "evening"]);

export const joinWaitlist = {
  input: z.strictObject({
    studio: slugSchema,
    serviceId: idSchema<"service">(),
    practitionerId: idSchema<"practitioner">().nullable(),
    locationId: idSchema<"location">().nullable(),
    mode: visitModeSchema.nullable(),
    dateFrom: localDateSchema,
    dateUntil: localDateSchema,
    weekdays: z.array(z.int().min(0).max(6)).min(1).max(7),
    dayparts: z.array(daypartSchema).min(1).max(3),
    details: clientDetails,
    viewerZone: viewerZoneSchema,
    idempotencyKey: z.uuid(),
  }),
  output: z.discriminatedUnion("ok", [
    z.object({ ok: z.literal(true), value: z.object({ position: z.int() }) }),
    z.object({
      ok: z.literal(false),
      refusal: z.object({
        code: z.enum([
          "dates_reversed",
          "dates_past",
          "beyond_horizon",
          "no_matching_date", // none of the chosen weekdays lies between the two dates
          "unknown_service",
          "studio_closed",
          "already_waiting",
          "birth_date_in_future",
          "guardian_needed",
        ]),
      }),
    }),
  ]),
};

export const viewOffer = {
  input: z.strictObject({ studio: slugSchema, token: tokenSchema }),
  output: z.discriminatedUnion("ok", [
    z.object({
      ok: z.literal(true),
      value: z.object({
        status: z.enum(["open", "accepted", "declined", "lapsed", "withdrawn"]),
        serviceName: z.string(),
        practitionerName: z.string(),
        locationName: z.string(),
        address: z.string(),
        mode: visitModeSchema,
        startsAt: z.number(),
        endsAt: z.number(),
        timeZone: z.string(),
        clientTimeZone: z.string().nullable(),
        priceMinor: z.int(),
        currency: z.string(),
        expiresAt: z.number(),
        now: z.number(),
        manageToken: z.string().nullable(), // once accepted
      }),
    }),
    z.object({ ok: z.literal(false), refusal: z.object({ code: z.enum(["link_invalid", "link_expired"]) }) }),
  ]),
};

export const answerOffer = {
  input: z.strictObject({ studio: slugSchema, token: tokenSchema, answer: z.enum(["accept", "decline"]) }),
  output: z.discriminatedUnion("ok", [
    z.object({ ok: z.literal(true), value: z.object({ manageToken: z.string().nullable() }) }),
    z.object({
      ok: z.literal(false),
      refusal: z.object({
        code: z.enum([
          "lapsed",
          "already_answered",
          "withdrawn",
          "slot_taken",
          "link_invalid",
          "link_expired",
        ]),
      }),
    }),
  ]),
};

/** One person who was considered for an opening: offered, or skipped and why. */
export const consideration = z.object({
  entryId: z.string(),
  clientName: z.string(),
  outcome: z.enum(["offered", "skipped", "next"]), // next: fits, and is asked if those before do not accept
  reason: z.string().nullable(),
  fitScore: z.int().nullable(),
});

export const waitlistBoard = {
  input: z.strictObject({}),
  output: z.object({
    timeZone: z.string(),
    locale: z.string(),
    now: z.number(),
    entries: z.array(
      z.object({
        id: z.string(),
        clientName: z.string(),
        serviceName: z.string(),
        practitionerName: z.string().nullable(),
        locationName: z.string().nullable(),
        mode: visitModeSchema.nullable(),
        dateFrom: z.string(),
        dateUntil: z.string(),
        weekdays: z.array(z.int()),
        dayparts: z.array(daypartSchema),
        priority: z.enum(["urgent", "high", "standard", "low"]),
        status: z.enum(["waiting", "offered", "booked", "declined", "expired", "withdrawn"]),
        declines: z.int(),
        joinedAt: z.number(),
        position: z.int().nullable(),
      }),
    ),
    openings: z.array(
      z.object({
        id: z.string(),
        status: z.enum(["offering", "filled", "exhausted", "withdrawn"]),
        practitionerName: z.string(),
        startsAt: z.number(),
        endsAt: z.number(),
        cause: z.string(),
        createdAt: z.number(),
        lastRound: z.array(consideration), // when nobody was left to ask
        offers: z.array(
          z.object({
            id: z.string(),
            round: z.int(),
            clientName: z.string(),
            status: z.enum(["open", "accepted", "declined", "lapsed", "withdrawn"]),
            fitScore: z.int(),
            offeredAt: z.number(),
            expiresAt: z.number(),
            answeredAt: z.number().nullable(),
            considered: z.array(consideration),
          }),
        ),
      }),
    ),
  }),
};

export const withdrawEntry = {
  input: z.strictObject({ entryId: idSchema<"waitlist_entry">(), reason: lineSchema(100) }),
  output: z.discriminatedUnion("ok", [
    z.object({ ok: z.literal(true), value: z.object({}) }),
    z.object({
      ok: z.literal(false),
      refusal: z.object({ code: z.enum(["not_waiting", "has_open_offer"]) }),
    }),
  ]),
};
