import { z } from "zod";
import { idSchema, lineSchema, requiredLineSchema, slugSchema, textSchema, versionSchema } from "./wire.ts";

const practitionerId = idSchema<"practitioner">();

const profile = z.object({
  practitionerId: z.string(),
  displayName: z.string(),
  title: z.string(),
  bio: z.string(),
  photo: z.string().nullable(), // its digest
  version: z.int(),
});

/** How a practitioner is shown to clients. */
export const viewProfile = { input: z.strictObject({ practitionerId }), output: profile };

export const saveProfile = {
  input: z.strictObject({
    practitionerId,
    version: versionSchema,
    displayName: requiredLineSchema(120),
    title: lineSchema(120),
    bio: textSchema(1_000),
  }),
  output: z.discriminatedUnion("ok", [
    z.object({ ok: z.literal(true), value: profile }),
    z.object({ ok: z.literal(false), refusal: z.object({ code: z.literal("changed_meanwhile") }) }),
  ]),
};

/** A JPEG of 64 kB and 1024 pixels a side at most, kept without where or with what it was taken; null takes it away. */
export const setPhoto = {
  input: z.strictObject({ practitionerId, photo: z.base64().max(90_000).nullable() }),
  output: z.discriminatedUnion("ok", [
    z.object({ ok: z.literal(true), value: profile }),
    z.object({
      ok: z.literal(false),
      refusal: z.object({ code: z.enum(["not_a_photo", "too_large"]) }),
    }),
  ]),
};

const digest = z.string().regex(/^[0-9a-f]{64}$/);
const image = z.string().nullable(); // the JPEG in base64; null: there is none

/** A photo by its digest, for the studio's staff. */
export const staffPhoto = { input: z.strictObject({ digest }), output: image };

/** The same for everybody, of whom clients can book. */
export const publicPhoto = { input: z.strictObject({ studio: slugSchema, digest }), output: image };
