import { z } from "zod";
import { answerSchema, instantSchema } from "./wire.ts";

/** An admin has the studio's keys replaced; the work is done after the answer. */
export const askKeyRotation = {
  input: z.strictObject({}),
  output: answerSchema(z.object({}), [
    "second_factor_needed", // within the last five minutes (AUTH-21)
  ]),
};

/** The studio's keys by their ids, newest first, and how far its rows are moved to the current one. */
export const listKeys = {
  input: z.strictObject({}),
  output: z.object({
    keys: z.array(
      z.object({
        id: z.string(),
        purpose: z.enum(["data", "index"]),
        state: z.enum(["current", "readable", "destroyed"]),
        service: z.string(),
        createdAt: instantSchema,
        retiredAt: instantSchema.nullable(),
      }),
    ),
    progress: z.array(
      z.object({
        table: z.string(),
        total: z.int(),
        done: z.int(),
        rounds: z.int(), // more than one where rows under an older key were found after the end
        finishedAt: instantSchema.nullable(),
      }),
    ),
  }),
};
