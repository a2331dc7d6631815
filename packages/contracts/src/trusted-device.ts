import { z } from "zod";
import { answerSchema } from "./wire.ts";

/** The browsers on which one's own second step is not asked for (AUTH-22), the latest first. */
export const listTrustedDevices = {
  input: z.strictObject({}),
  output: z.object({
    devices: z.array(
      z.object({
        deviceId: z.string(),
        device: z.object({
          browser: z.string(),
          system: z.string(),
          kind: z.enum(["computer", "phone", "tablet"]),
        }),
        trustedAt: z.number(),
        endsAt: z.number(),
      }),
    ),
  }),
};

export const endTrust = { input: z.strictObject({ deviceId: z.uuid() }), output: z.object({}) };

/** Whether people of the studio may trust a browser at all. Off until an admin says otherwise. */
export const viewTrustRule = {
  input: z.strictObject({}),
  output: z.object({ rule: z.enum(["never", "for_30_days"]) }),
};

/** Turning it off ends all trust that was given. */
export const setTrustRule = {
  input: z.strictObject({ rule: z.enum(["never", "for_30_days"]) }),
  output: answerSchema(z.object({}), ["second_factor_needed"]),
};
