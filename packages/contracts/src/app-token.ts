import { z } from "zod";
import { answerSchema, requiredLineSchema } from "./wire.ts";

/** The way to connect an app, named by its person: a code that counts once and for a few minutes. Shown this once. */
export const connectApp = {
  input: z.strictObject({ name: requiredLineSchema(60) }),
  output: answerSchema(z.object({ code: z.string(), endsAt: z.number() }), ["second_factor_needed"]),
};

/** The grant by which an app changes its code for tokens; RFC 6749, section 4.5, wants a URI. */
export const pairingGrant = "urn:quietroom:grant:pairing-code";

/** What an app sends to the token endpoint. Other fields are no business of ours, as RFC 6749, section 3.2, says. */
export const tokenRequest = z.discriminatedUnion("grant_type", [
  z.object({ grant_type: z.literal(pairingGrant), code: z.string().min(1).max(64) }),
  z.object({ grant_type: z.literal("refresh_token"), refresh_token: z.string().min(1).max(200) }),
]);

export type TokenRequest = z.output<typeof tokenRequest>;

/** What it is answered (RFC 6749, section 5.1). */
export type TokenAnswer = {
  readonly access_token: string;
  readonly token_type: "Bearer";
  /** Seconds. */
  readonly expires_in: number;
  readonly refresh_token: string;
  /** Seconds until the connection is over for good, however often it is refreshed. */
  readonly refresh_expires_in: number;
};

/** Why it is refused (RFC 6749, section 5.2; `slow_down` is of RFC 8628). */
export type TokenError =
  | "invalid_request"
  | "invalid_grant"
  | "unsupported_grant_type"
  | "slow_down"
  | "temporarily_unavailable";
