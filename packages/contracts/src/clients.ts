import { z } from "zod";
import { lineSchema } from "./wire.ts";

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
