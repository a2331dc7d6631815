import { z } from "zod";
import { idSchema, localDateSchema, requiredLineSchema, versionSchema } from "./wire.ts";

/** What a practitioner practises by (ADM-03, ADM-04). */
const licences = z.object({
  licences: z.array(
    z.object({
      id: z.string(),
      title: z.string(), // the credential: LCSW
      number: z.string(),
      state: z.string(), // or country
      expiresOn: z.string(), // the last date on which it holds
      standing: z.union([
        z.literal("expired"),
        z.literal(30), // expires within so many days
        z.literal(60),
        z.literal(90),
        z.literal("valid"),
      ]),
      version: z.int(),
    }),
  ),
  bookableUntil: z.string().nullable(), // the last date on which one of them holds; null: none is on record, which stops nobody
  bookedAfter: z.int(), // visits that stand after it
});

const practitionerId = idSchema<"practitioner">();
const saved = z.object({ ok: z.literal(true), value: licences });

/** The one that holds longest comes first. */
export const viewLicences = { input: z.strictObject({ practitionerId }), output: licences };

export const addLicence = {
  input: z.strictObject({
    practitionerId,
    title: requiredLineSchema(60),
    number: requiredLineSchema(40),
    state: requiredLineSchema(60),
    expiresOn: localDateSchema,
  }),
  output: z.discriminatedUnion("ok", [
    saved,
    z.object({
      ok: z.literal(false),
      refusal: z.object({
        code: z.enum(["already_there", "too_many"]),
        field: z.enum(["number"]).nullable(),
      }),
    }),
  ]),
};

/** Says until when it holds, as loaded at `version`. */
export const renewLicence = {
  input: z.strictObject({
    practitionerId,
    id: idSchema<"licence">(),
    version: versionSchema,
    expiresOn: localDateSchema,
  }),
  output: z.discriminatedUnion("ok", [
    saved,
    z.object({ ok: z.literal(false), refusal: z.object({ code: z.enum(["changed_meanwhile"]) }) }),
  ]),
};

export const removeLicence = {
  input: z.strictObject({ practitionerId, id: idSchema<"licence">() }),
  output: saved,
};
