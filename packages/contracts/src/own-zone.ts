import { z } from "zod";
import { idSchema, localDateSchema, requiredLineSchema } from "./wire.ts";

/** By which clock a practitioner's hours by video go, now and while they travel. */
const clocks = z.object({
  timeZone: z.string().nullable(), // null: that of each place
  travels: z.array(
    z.object({
      id: z.string(),
      firstDate: z.string(),
      lastDate: z.string(), // included
      timeZone: z.string(),
      away: z.boolean(), // nobody meets them in person then
    }),
  ),
});

const saved = <const Codes extends readonly string[]>(codes: Codes) =>
  z.discriminatedUnion("ok", [
    z.object({
      ok: z.literal(true),
      value: z.object({ clocks, outsideHours: z.array(z.string()) }), // visits that lie outside the hours now; they stay
    }),
    z.object({
      ok: z.literal(false),
      refusal: z.object({
        code: z.enum(codes),
        field: z.enum(["timeZone", "firstDate", "lastDate"]),
      }),
    }),
  ]);

/** Travel that is not over, by date. */
export const viewOwnZone = {
  input: z.strictObject({ practitionerId: idSchema<"practitioner">() }),
  output: clocks,
};

/** Hours keep the times that they say and mean other moments; visits stay as they are. */
export const setOwnZone = {
  input: z.strictObject({
    practitionerId: idSchema<"practitioner">(),
    timeZone: requiredLineSchema(64).nullable(), // null: that of each place
  }),
  output: saved(["unknown_zone"]),
};

export const addTravelPeriod = {
  input: z.strictObject({
    practitionerId: idSchema<"practitioner">(),
    firstDate: localDateSchema,
    lastDate: localDateSchema,
    timeZone: requiredLineSchema(64),
    away: z.boolean(),
  }),
  output: saved(["unknown_zone", "end_before_start", "too_long", "over", "overlapping_travel"]),
};

/** Hours by video of these dates go by the practitioner's own clock again. */
export const removeTravelPeriod = {
  input: z.strictObject({ practitionerId: idSchema<"practitioner">(), id: idSchema<"travel_period">() }),
  output: z.object({ ok: z.literal(true), value: z.object({ clocks, outsideHours: z.array(z.string()) }) }),
};
