import { z } from "zod";

/** What the provider told of a message after it was sent; the worst, where it told several things; null: nothing. */
export const arrivalSchema = z.enum(["delivered", "came_back", "complained"]).nullable();

/** The message ledger, newest first: what was planned, sent, skipped or failed, and why. Never a word of content. */
export const messageLog = {
  input: z.strictObject({ before: z.uuid().nullable() }),
  output: z.object({
    timeZone: z.string(),
    locale: z.string(),
    next: z.string().nullable(),
    messages: z.array(
      z.object({
        id: z.string(),
        kind: z.string(),
        channel: z.string(),
        clientName: z.string(),
        appointmentId: z.string().nullable(),
        status: z.enum(["planned", "claimed", "sent", "failed", "skipped"]),
        reason: z.string().nullable(),
        attempts: z.int(),
        dueAt: z.number(),
        sentAt: z.number().nullable(),
        arrival: arrivalSchema,
      }),
    ),
  }),
};
