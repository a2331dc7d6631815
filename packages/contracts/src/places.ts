import { z } from "zod";
import {
  idSchema,
  lineSchema,
  requiredLineSchema,
  textSchema,
  versionSchema,
  wallEndSchema,
  wallTimeSchema,
} from "./wire.ts";

const fields = {
  name: requiredLineSchema(255),
  addressLine: requiredLineSchema(255),
  city: requiredLineSchema(120),
  region: lineSchema(60), // '' where addresses have none
  postalCode: requiredLineSchema(10),
  country: z.string().regex(/^[A-Z]{2}$/, "use a country code of two letters such as US"),
  phone: lineSchema(40),
  directions: textSchema(1000),
};

/** From Sunday to Saturday, on the wall of the place; null: not open on that weekday. Nothing is offered outside. */
const openingSchema = z.array(z.tuple([wallTimeSchema, wallEndSchema]).nullable()).length(7);
const wrongHours = ["range_too_short", "reversed_range", "overlapping_ranges"] as const;

const placeRow = z.object({
  id: z.string(),
  version: z.int(),
  name: z.string(),
  addressLine: z.string(),
  city: z.string(),
  region: z.string(),
  postalCode: z.string(),
  country: z.string(),
  phone: z.string(),
  directions: z.string(),
  timeZone: z.string(),
  opening: z.array(z.tuple([z.string(), z.string()]).nullable()),
  isPrimary: z.boolean(),
  active: z.boolean(),
  visitsAhead: z.int(), // booked there, in person and online, and not begun
  visitsOutside: z.int(), // of those, outside the opening hours, for a person to decide about
});

/** The studio's places, those in use first and the primary one at their head. */
export const listPlaces = { input: z.strictObject({}), output: z.array(placeRow) };

/** Adds a place in use. */
export const addPlace = {
  input: z.strictObject({ ...fields, timeZone: requiredLineSchema(64), opening: openingSchema }),
  output: z.discriminatedUnion("ok", [
    z.object({ ok: z.literal(true), value: z.object({ locationId: z.string() }) }),
    z.object({
      ok: z.literal(false),
      refusal: z.object({
        code: z.enum(["unknown_zone", "limit_reached", ...wrongHours]),
        weekday: z.int().nullable(),
      }),
    }),
  ]),
};

/**
 * Lets a place go by another time zone from now on. `visits`: what stays of those to come, the time on the wall or the moment; null where
 * there are none.
 */
export const changePlaceZone = {
  input: z.strictObject({
    id: idSchema<"location">(),
    version: versionSchema,
    timeZone: requiredLineSchema(64),
    visits: z.enum(["keep_wall_time", "keep_moment"]).nullable(),
  }),
  output: z.discriminatedUnion("ok", [
    z.object({ ok: z.literal(true), value: z.object({ version: z.int(), concerned: z.int() }) }), // visits told of it
    z.object({
      ok: z.literal(false),
      refusal: z.object({
        code: z.enum([
          "unknown_zone",
          "say_what_is_meant",
          "visits_meet",
          "would_be_past",
          "changed_meanwhile",
        ]),
      }),
    }),
  ]),
};

/** Saves a place that the page loaded at `version`; not active: nothing is offered there any more. */
export const savePlace = {
  input: z.strictObject({
    id: idSchema<"location">(),
    version: versionSchema,
    ...fields,
    opening: openingSchema,
    active: z.boolean(),
  }),
  output: z.discriminatedUnion("ok", [
    z.object({ ok: z.literal(true), value: placeRow }),
    z.object({
      ok: z.literal(false),
      refusal: z.object({
        code: z.enum(["is_primary", "visits_ahead", "changed_meanwhile", ...wrongHours]),
        field: z.enum(["active", "opening"]).nullable(),
        weekday: z.int().nullable(), // whose hours are to blame
      }),
    }),
  ]),
};
