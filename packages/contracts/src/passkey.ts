import { z } from "zod";
import { answerSchema, requiredLineSchema } from "./wire.ts";

/** Bytes as WebAuthn's JSON writes them: base64url without padding. */
const bytes = (maxLength: number) =>
  z
    .string()
    .min(1)
    .max(maxLength)
    .regex(/^[\w-]+$/, "not base64url");

const credentialId = bytes(1364);

const descriptor = z.object({
  type: z.literal("public-key"),
  id: z.string(),
  transports: z.array(z.string()),
});

/** What a browser is asked to make a passkey with: the W3C's `PublicKeyCredentialCreationOptionsJSON`, as far as we use it. */
export const passkeyCreation = z.object({
  rp: z.object({ id: z.string(), name: z.string() }),
  user: z.object({ id: z.string(), name: z.string(), displayName: z.string() }),
  challenge: z.string(),
  pubKeyCredParams: z.array(z.object({ type: z.literal("public-key"), alg: z.number() })),
  timeout: z.number(),
  excludeCredentials: z.array(descriptor),
  authenticatorSelection: z.object({
    residentKey: z.literal("required"),
    requireResidentKey: z.literal(true),
    userVerification: z.literal("required"),
  }),
  attestation: z.literal("none"),
});

/** What a browser is asked to prove a passkey with; an empty list leaves the choice to the person. */
export const passkeyRequest = z.object({
  rpId: z.string(),
  challenge: z.string(),
  timeout: z.number(),
  userVerification: z.literal("required"),
  allowCredentials: z.array(descriptor),
});

/** A passkey that a browser has just made. */
export const passkeyMade = z.strictObject({
  id: credentialId,
  clientDataJSON: bytes(4_000),
  attestationObject: bytes(12_000),
  transports: z.array(z.string().regex(/^[a-z-]{1,20}$/)).max(8),
});

/** What a passkey says to a challenge. */
export const passkeyAssertion = z.strictObject({
  id: credentialId,
  clientDataJSON: bytes(4_000),
  authenticatorData: bytes(4_000),
  signature: bytes(4_000),
  userHandle: bytes(88).nullable(),
});

export type PasskeyCreation = z.output<typeof passkeyCreation>;
export type PasskeyRequest = z.output<typeof passkeyRequest>;
export type PasskeyMade = z.output<typeof passkeyMade>;
export type PasskeyAssertion = z.output<typeof passkeyAssertion>;

/** One's own passkeys, the latest first. */
export const listPasskeys = {
  input: z.strictObject({}),
  output: z.object({
    passkeys: z.array(
      z.object({
        passkeyId: z.string(),
        name: z.string(),
        createdAt: z.number(),
        lastUsedAt: z.number().nullable(),
      }),
    ),
  }),
};

/** Begins to add a passkey. `second_factor_needed`: prove that it is still you, then ask again (AUTH-21). */
export const startPasskey = {
  input: z.strictObject({}),
  output: answerSchema(passkeyCreation, ["second_factor_needed", "too_many"]),
};

/** Keeps a passkey under the name its owner gives it. `not_valid`: what the browser made does not answer our challenge. */
export const addPasskey = {
  input: z.strictObject({ name: requiredLineSchema(60), made: passkeyMade }),
  output: answerSchema(z.object({ passkeyId: z.string() }), [
    "second_factor_needed",
    "too_many",
    "not_valid",
    "known_already",
  ]),
};

export const removePasskey = {
  input: z.strictObject({ passkeyId: z.uuid() }),
  output: answerSchema(z.object({}), ["second_factor_needed"]),
};
