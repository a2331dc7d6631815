import { z } from "zod";

/** How the studio's work behind the scenes stands: counts, ids and codes, and never what it is about. Times in milliseconds since 1970. */
export const viewBackgroundWork = {
  input: z.strictObject({}),
  output: z.object({
    timeZone: z.string(),
    locale: z.string(),
    /** Null where an Inngest server runs the work: it shows its own. */
    runs: z
      .object({
        /** Sleeping until their time, or until something happens. */
        waiting: z.int(),
        /** Their time has come and nobody has begun. */
        due: z.int(),
        atWork: z.int(),
        /** Failed lately and to be tried again. */
        again: z.int(),
        /** For how many milliseconds the run that has been due for longest has been; null where none is. */
        oldestDueForMs: z.number().nullable(),
        /** Those that go on next, the first of them first. */
        nextDue: z.array(z.object({ functionId: z.string(), dueAt: z.number() })),
      })
      .nullable(),
    /** Events that were written and have not left yet. */
    outbox: z.object({ waiting: z.int(), oldestForMs: z.number().nullable() }),
    messages: z.object({
      /** Those that were given up in the last 30 days. */
      failedCount: z.int(),
      /** The latest of them. */
      failed: z.array(
        z.object({
          id: z.string(),
          kind: z.string(),
          channel: z.string(),
          to: z.enum(["client", "colleague"]),
          reason: z.string().nullable(),
          attempts: z.int(),
          dueAt: z.number(),
        }),
      ),
    }),
  }),
};
