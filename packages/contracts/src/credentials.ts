import { staffPasswordRefusals } from "@quietroom/domain/access";
import { z } from "zod";
import { passwordRuleSchema } from "./password-rules.ts";
import { answerSchema, idSchema, requiredLineSchema, tokenSchema } from "./wire.ts";

/** An address as somebody types it. In lower case from here on. */
const emailSchema = z
  .string()
  .max(254)
  .transform((text) => text.trim().toLowerCase())
  .pipe(z.email());

/** A password as it is chosen. Never trimmed or cut; the rules are the server's, which can say why. */
const newPasswordSchema = z.string().min(1).max(2_000);

/** How a mailed link may have ended: never ours, used before, or over by now. */
const linkRefusals = ["link_invalid", "link_used", "link_expired"] as const;

/** Asks for a link to a new password. One answer, whether or not anybody has the address (AUTH-43). */
export const askPasswordReset = {
  input: z.strictObject({ email: emailSchema }),
  output: answerSchema(z.object({}), ["too_many"]),
};

/** Whose password a link is about, before one is chosen. Looking does not use the link up. */
export const viewPasswordReset = {
  input: z.strictObject({ token: tokenSchema }),
  output: answerSchema(
    z.object({ email: z.string(), studioName: z.string(), passwordRule: passwordRuleSchema }),
    linkRefusals,
  ),
};

/** A new password by a link. */
export const resetPassword = {
  input: z.strictObject({ token: tokenSchema, password: newPasswordSchema }),
  output: answerSchema(z.object({}), [...linkRefusals, ...staffPasswordRefusals]),
};

/** One's own password: the one until now, and the one from now on. Goes through sign-in, as the session gets another id. */
export const changePassword = {
  input: z.strictObject({ current: z.string().min(1).max(1_024), next: newPasswordSchema }),
  output: answerSchema(z.object({}), [
    ...staffPasswordRefusals,
    "second_factor_needed",
    "wrong_password",
    "locked",
    "session_over",
  ]),
};

/** Asks for another address to sign in with; a link goes there, and nothing changes until it is used (AUTH-11). */
export const askEmailChange = {
  input: z.strictObject({ email: emailSchema }),
  output: answerSchema(z.object({}), ["second_factor_needed", "too_many", "same_email"]),
};

/** Which address a link is to confirm. */
export const viewEmailChange = {
  input: z.strictObject({ token: tokenSchema }),
  output: answerSchema(z.object({ email: z.string(), studioName: z.string() }), linkRefusals),
};

/** Signs in with the confirmed address from now on. `not_available`: somebody else of the studio has it. */
export const confirmEmailChange = {
  input: z.strictObject({ token: tokenSchema }),
  output: answerSchema(z.object({}), [...linkRefusals, "not_available"]),
};

/** Ends a colleague's password and factors because somebody else may know them (AUTH-03). */
export const endPassword = {
  input: z.strictObject({ staffUserId: idSchema<"staff_user">(), reason: requiredLineSchema(100) }),
  output: answerSchema(z.object({}), ["second_factor_needed", "own_account"]),
};
