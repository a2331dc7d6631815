import { z } from "zod";
import { clientDetails } from "./public-booking.ts";
import { idSchema, lineSchema, requiredLineSchema, textSchema, versionSchema } from "./wire.ts";

/** How many clients a search shows at most. */
export const mostClientsFound = 20;

/** Fewer characters find nobody: what begins with one letter is a part of the alphabet. */
export const fewestSearchedCharacters = 2;

const foundClient = z.object({
  id: z.string(),
  name: z.string(),
  email: z.string(),
  phone: z.string(),
  birthYear: z.int(),
  birthDate: z.string().nullable(), // this and the number: null for whom the studio's rules show limited fields (AUTH-52)
  recordNumber: z.string().nullable(),
  /** The visit that is next, or else the last one there was, of those that whoever asks may see. */
  visit: z.object({ appointmentId: z.string(), startsAt: z.number(), date: z.string() }).nullable(),
  restricted: z.boolean(), // the studio agreed to use or show less of the record; the visit says what
  canCorrect: z.boolean(), // any of it
});

/** Looks for clients by the beginnings of names, by an email, a phone number, a birth date or a record number. */
export const searchClients = {
  input: z.strictObject({
    text: lineSchema(254).refine(
      (text) => Array.from(text).length >= fewestSearchedCharacters,
      "type two characters or more",
    ),
  }),
  output: z.object({
    timeZone: z.string(),
    locale: z.string(),
    now: z.number(),
    clients: z.array(foundClient),
    /** Whether there are more than these, so that whoever asks should say more. */
    more: z.boolean(),
  }),
};

/** A record as whoever corrects it finds it. */
const correctable = z.object({
  version: z.int(),
  fields: z.enum(["all", "contact"]), // which of them this person may correct; contact: email and phone
  givenName: z.string(),
  familyName: z.string(),
  birthDate: z.string().nullable(), // null for whom the studio's rules show limited fields (AUTH-52)
  email: z.string(),
  phone: z.string(),
});
export type CorrectableClient = z.infer<typeof correctable>;

/** A client's record as it stands, to correct it. */
export const clientToCorrect = {
  input: z.strictObject({ clientId: idSchema<"client">() }),
  output: z.object({
    timeZone: z.string(),
    locale: z.string(),
    client: correctable,
    /** Whether they have come into the portal, so that another email address shuts what is open there. */
    hasPortal: z.boolean(),
    /** What the client asked to be put right and nobody answered yet; for those who answer it. */
    requests: z.array(z.object({ id: z.string(), wish: z.string(), askedAt: z.number() })),
    /** Earlier corrections and why, newest first; for those who see the whole record. */
    corrections: z.array(z.object({ at: z.number(), by: z.string(), reason: z.string() })),
  }),
};

const { email, phone } = clientDetails.shape;

/** Puts right what a record says of a client, by the rules that a booking is held to. */
export const correctClient = {
  input: z.strictObject({
    clientId: idSchema<"client">(),
    version: versionSchema, // of the record that was looked at
    details: z.discriminatedUnion("fields", [
      z.strictObject({ fields: z.literal("all"), ...clientDetails.shape }),
      z.strictObject({ fields: z.literal("contact"), email, phone }),
    ]),
    reason: requiredLineSchema(300),
    /** The client's request that this answers, and the words that they read. */
    answering: z
      .strictObject({
        requestId: idSchema<"rights_request">(),
        answer: textSchema(2000).refine((text) => text !== "", "fill this in"),
      })
      .nullable(),
  }),
  output: z.discriminatedUnion("ok", [
    z.object({ ok: z.literal(true), value: correctable }),
    z.object({
      ok: z.literal(false),
      refusal: z.discriminatedUnion("code", [
        z.object({ code: z.literal("changed_meanwhile"), client: correctable }),
        z.object({ code: z.literal("nothing_to_correct") }),
        z.object({ code: z.literal("birth_date_in_future") }),
        z.object({ code: z.literal("same_as_another") }), // email, birth date and both names of another client
        z.object({ code: z.literal("already_answered") }),
      ]),
    }),
  ]),
};

/** The clients whose email takes no messages: it came back for good, or somebody called it unwanted. At most 200, latest first. */
export const listStoppedAddresses = {
  input: z.strictObject({}),
  output: z.object({
    timeZone: z.string(),
    locale: z.string(),
    /** Of how many the latest are listed. */
    count: z.int(),
    addresses: z.array(
      z.object({
        clientId: z.string(),
        clientName: z.string(),
        email: z.string(),
        since: z.number(),
        because: z.enum(["came_back", "complained"]),
      }),
    ),
  }),
};

/** Sends to a client's email again, since they said that it works. */
export const resumeAddress = {
  input: z.strictObject({ clientId: idSchema<"client">() }),
  output: z.object({ ok: z.literal(true), value: z.null() }),
};
