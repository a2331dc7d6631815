import { z } from "zod";
import { answerSchema, lineSchema, localDateSchema, requiredLineSchema } from "./wire.ts";

/** What visits are cancelled for, in the studio's order; none twice, however it is written. */
export const cancellationReasonList = z
  .array(requiredLineSchema(100))
  .max(30)
  .refine(
    (labels) => new Set(labels.map((label) => label.toLowerCase())).size === labels.length,
    "each of them once",
  );

const list = z.object({ reasons: z.array(z.string()) });

export const viewCancellationReasons = { input: z.strictObject({}), output: list };

/** `seen` is the list that was changed, so that nobody writes over a colleague's. */
export const saveCancellationReasons = {
  input: z.strictObject({ seen: z.array(lineSchema(100)).max(30), reasons: cancellationReasonList }),
  output: answerSchema(list, ["changed_meanwhile"] as const),
};

/** How many visits were cancelled in the local dates [from, until), by reason; null: none was named. The most first. */
export const countCancellations = {
  input: z.strictObject({ from: localDateSchema, until: localDateSchema }),
  output: z.object({ counts: z.array(z.object({ reason: z.string().nullable(), visits: z.int() })) }),
};
