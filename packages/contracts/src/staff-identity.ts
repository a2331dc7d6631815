import { z } from "zod";

/** The identities at OpenID providers by which one may sign in. */
export const listIdentities = {
  input: z.strictObject({}),
  output: z.object({
    identities: z.array(z.object({ identityId: z.string(), issuer: z.string(), linkedAt: z.number() })),
  }),
};

const orProof = z.discriminatedUnion("ok", [
  z.object({ ok: z.literal(true), value: z.object({}) }),
  z.object({ ok: z.literal(false), refusal: z.enum(["second_factor_needed"]) }),
]);

/** Lets one leave for the provider and come back with an identity to link, within ten minutes. */
export const allowLinking = { input: z.strictObject({}), output: orProof };

export const unlinkIdentity = { input: z.strictObject({ identityId: z.uuid() }), output: orProof };
