import { z } from "zod";
import { idSchema } from "./wire.ts";

const locationId = idSchema<"location">();

/** Minutes on the way between places, as the studio has said them: each pair at most once, for both directions. */
const travel = z.object({
  unknownMin: z.int(), // of every way that nobody has said
  places: z.array(
    z.object({ id: z.string(), name: z.string(), active: z.boolean(), telehealthPossible: z.boolean() }),
  ),
  ways: z.array(z.object({ oneId: z.string(), otherId: z.string(), minutes: z.int() })),
});

export const viewTravel = { input: z.strictObject({}), output: travel };

/** What is left out stays as it is; null takes minutes back, so that nobody has said them. Booked visits stay. */
export const saveTravel = {
  input: z.strictObject({
    unknownMin: z.int().min(5).max(480),
    ways: z
      .array(
        z.strictObject({
          oneId: locationId,
          otherId: locationId,
          minutes: z.int().min(0).max(480).nullable(),
        }),
      )
      .max(100), // those that change
    telehealth: z.array(z.strictObject({ locationId, possible: z.boolean() })).max(100),
  }),
  output: z.discriminatedUnion("ok", [
    z.object({ ok: z.literal(true), value: travel }),
    z.object({
      ok: z.literal(false),
      refusal: z.object({ code: z.enum(["same_place", "said_twice"]) }),
    }),
  ]),
};
