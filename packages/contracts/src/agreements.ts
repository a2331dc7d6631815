import {
  acceptancePlaces,
  consentEndings,
  consentKinds,
  consentPlaces,
  consentStates,
  documentKinds,
} from "@quietroom/domain/records";
import { z } from "zod";
import { answerSchema, idSchema, lineSchema, slugSchema, textSchema, versionSchema } from "./wire.ts";

const kind = z.enum(documentKinds);
const version = versionSchema.min(1);

/** One version of terms or privacy notice. */
export const documentVersionSchema = z.strictObject({ kind, version });

/** What somebody ticked to have read, version by version. */
export const acceptedDocumentsSchema = z.array(documentVersionSchema).max(documentKinds.length);

/** A published text, whole; without a version the one that holds today. */
export const readDocument = {
  input: z.strictObject({ studio: slugSchema, kind, version: version.nullable() }),
  output: z.object({
    kind,
    version: z.int(),
    current: z.int(),
    body: z.string(),
    publishedAt: z.number(),
  }),
};

/** One kind of document as the studio sees it: a version of it, whole, and all versions, the newest first. */
export const viewDocument = {
  input: z.strictObject({ kind, version: version.nullable() }),
  output: z.object({
    timeZone: z.string(),
    locale: z.string(),
    shown: z.object({ version: z.int(), body: z.string() }).nullable(), // null: nothing was ever published
    versions: z.array(
      z.object({
        version: z.int(),
        publishedAt: z.number(),
        publishedBy: z.string(),
        accepted: z.int(), // by so many clients
      }),
    ),
  }),
};

/** A new version from now on. `basedOn` is the version that its author had before them, 0 for none. */
export const publishDocument = {
  input: z.strictObject({
    kind,
    basedOn: versionSchema,
    body: textSchema(60_000).refine((text) => text !== "", "fill this in"),
  }),
  output: answerSchema(z.object({ version: z.int() }), ["published_meanwhile", "unchanged"]),
};

const consentKind = z.enum(consentKinds);
const place = z.enum(consentPlaces);

/** Where one kind of consent stands, and everything that was ever said about it, the newest first. */
const consent = z.object({
  kind: consentKind,
  state: z.enum(consentStates),
  allowed: z.boolean(), // whether what it is about may be done now
  version: z.int(), // of the words that are shown today
  answers: z.array(
    z.object({
      version: z.int(),
      answer: z.enum(["given", "refused"]),
      at: z.number(),
      place,
      by: z.string().nullable(), // of the studio's staff; null: the client, in the portal
      expiresAt: z.number().nullable(),
      ended: z
        .object({ at: z.number(), place: z.enum(consentEndings), by: z.string().nullable() })
        .nullable(),
      reason: z.string().nullable(), // why they said no, or took it back; null: they did not say
    }),
  ),
});
export type ConsentView = z.infer<typeof consent>;

const accepted = z.object({
  kind,
  version: z.int(),
  acceptedAt: z.number(),
  place: z.enum(acceptancePlaces),
});

const answerTo = {
  kind: consentKind,
  answer: z.enum(["given", "refused"]),
  version, // of the words that were shown
  reason: lineSchema(300).optional(), // of a no, where they say why
};

const atStudio = { studio: slugSchema };

/** What the studio published and the signed-in client has not accepted yet. */
export const listOwed = {
  input: z.strictObject(atStudio),
  output: z.object({ documents: z.array(documentVersionSchema) }),
};

/** Everything that the signed-in client accepted and consented to. */
export const viewOwnAgreements = {
  input: z.strictObject(atStudio),
  output: z.object({
    timeZone: z.string(),
    owed: z.array(documentVersionSchema),
    accepted: z.array(accepted),
    consents: z.array(consent),
  }),
};

export const acceptDocuments = {
  input: z.strictObject({ ...atStudio, documents: acceptedDocumentsSchema.min(1) }),
  output: answerSchema(z.object({}), ["documents_changed"]),
};

/** The signed-in client says yes or no to something, or takes back what they said. */
export const answerConsent = {
  input: z.strictObject({ ...atStudio, ...answerTo }),
  output: answerSchema(z.object({}), ["words_changed"]),
};

const ofVisit = { appointmentId: idSchema<"appointment">() };

/** What the client of a visit accepted and consented to. Null: the time is nobody's yet. */
export const viewVisitConsents = {
  input: z.strictObject(ofVisit),
  output: z
    .object({
      timeZone: z.string(),
      locale: z.string(),
      owed: z.array(documentVersionSchema),
      accepted: z.array(accepted),
      consents: z.array(consent),
    })
    .nullable(),
};

/** What the client of a visit said to staff, and how. */
export const recordConsent = {
  input: z.strictObject({ ...ofVisit, ...answerTo, place: place.exclude(["portal"]) }),
  output: answerSchema(z.object({}), ["words_changed", "no_client"]),
};
