import { z } from "zod";
import { idSchema, localDateSchema, versionSchema } from "./wire.ts";

const standing = z.object({
  practitionerId: z.string(),
  displayName: z.string(),
  onlineBookable: z.boolean(), // false: clients do not book them, the desk does
  active: z.boolean(), // false: nobody does
  lastDay: z.string().nullable(), // the last local date on which they see anybody; null: they stay
  hasLeft: z.boolean(), // by hand or by their last day
  version: z.int(),
  /** Visits that are booked with them although they cannot be there: after the last day, or at all. */
  standing: z.int(),
  /** Series that ended with them and that nobody has seen to yet. */
  stoppedSeries: z.int(),
});

/** Everybody whose hours the asker sees, also who has left. */
export const listPractitioners = {
  input: z.strictObject({}),
  output: z.array(z.object({ id: z.string(), displayName: z.string(), hasLeft: z.boolean() })),
};

/** How one practitioner stands in the studio. */
export const viewStanding = {
  input: z.strictObject({ practitionerId: idSchema<"practitioner">() }),
  output: standing,
};

/**
 * Takes a practitioner off online booking or puts them back, says their last day, deactivates or brings back, as loaded at `version`. Visits
 * stay as they are, and are counted.
 */
export const setStanding = {
  input: z.strictObject({
    practitionerId: idSchema<"practitioner">(),
    version: versionSchema,
    onlineBookable: z.boolean(),
    active: z.boolean(),
    lastDay: localDateSchema.nullable(),
  }),
  output: z.discriminatedUnion("ok", [
    z.object({ ok: z.literal(true), value: standing }),
    z.object({
      ok: z.literal(false),
      refusal: z.object({
        code: z.enum(["changed_meanwhile", "last_day_over", "limit_reached"]),
        field: z.enum(["lastDay"]).nullable(),
      }),
    }),
  ]),
};
