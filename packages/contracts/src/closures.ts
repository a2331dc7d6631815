import { z } from "zod";
import {
  idSchema,
  localDateSchema,
  requiredLineSchema,
  versionSchema,
  wallEndSchema,
  wallTimeSchema,
} from "./wire.ts";

const kindSchema = z.enum(["closure", "public_holiday"]);
const telehealthSchema = z.enum(["closed", "open"]); // whether visits by video still take place (ec-B14)

const closureRow = z.object({
  id: z.string(),
  version: z.int(),
  locationId: z.string().nullable(),
  firstDate: z.string(),
  lastDate: z.string(),
  part: z.tuple([z.string(), z.string()]).nullable(),
  name: z.string(),
  kind: kindSchema,
  telehealth: telehealthSchema,
  /** Visits that stand although the place is closed then, for a person to decide about; the first of them by start. */
  visitCount: z.int(),
  visits: z.array(
    z.object({
      id: z.string(),
      startsAt: z.number(),
      date: z.string(), // of the studio's calendar, where the visit is found
      timeZone: z.string(),
      practitionerName: z.string(),
    }),
  ),
});

/** The studio's closed days that are not over, by date, and where they may apply. */
export const listClosures = {
  input: z.strictObject({}),
  output: z.object({
    locations: z.array(z.object({ id: z.string(), name: z.string() })),
    closures: z.array(closureRow),
  }),
};

/** Adds closed days (id null) or saves those that the page loaded at `version`. Visits stay as they are, and are named. */
export const saveClosure = {
  input: z.strictObject({
    id: idSchema<"closure">().nullable(),
    version: versionSchema.nullable(),
    locationId: idSchema<"location">().nullable(), // null: every location
    firstDate: localDateSchema,
    lastDate: localDateSchema,
    part: z.tuple([wallTimeSchema, wallEndSchema]).nullable(), // null: all day
    name: requiredLineSchema(120),
    kind: kindSchema,
    telehealth: telehealthSchema,
  }),
  output: z.discriminatedUnion("ok", [
    z.object({ ok: z.literal(true), value: closureRow }),
    z.object({
      ok: z.literal(false),
      refusal: z.object({
        code: z.enum([
          "end_before_start",
          "too_long",
          "part_of_several_days",
          "unknown_location",
          "overlapping_closure",
          "changed_meanwhile",
        ]),
        field: z.enum(["firstDate", "lastDate", "part", "locationId"]).nullable(),
      }),
    }),
  ]),
};

/** Opens the place again. */
export const removeClosure = {
  input: z.strictObject({ id: idSchema<"closure">(), version: versionSchema }),
  output: z.discriminatedUnion("ok", [
    z.object({ ok: z.literal(true) }),
    z.object({ ok: z.literal(false), refusal: z.object({ code: z.literal("changed_meanwhile") }) }),
  ]),
};
