import { z } from "zod";

/** What a process reads of its environment to send texts and to be told of answers. All three or none: without them the channel is off. */
export const textSettings = {
  TWILIO_ACCOUNT_SID: z
    .string()
    .regex(/^AC[0-9a-f]{32}$/i, "the account's id, AC and 32 digits")
    .optional(),
  TWILIO_AUTH_TOKEN: z.string().min(1, "leave it out, or set it").optional(),
  TWILIO_FROM: z
    .string()
    .regex(
      /^(\+[1-9]\d{7,14}|MG[0-9a-f]{32})$/i,
      "a number of the account such as +12125550142, or the id of a messaging service, MG…",
    )
    .optional(),
};

const names = ["TWILIO_ACCOUNT_SID", "TWILIO_AUTH_TOKEN", "TWILIO_FROM"] as const;
type Settings = { readonly [Name in (typeof names)[number]]?: string | undefined };

/** What is missing where some are set and some are not, in the words of who starts the process. */
export function textRefusals(
  env: Settings,
): readonly { readonly name: (typeof names)[number]; readonly message: string }[] {
  const missing = names.filter((name) => env[name] === undefined);
  if (missing.length === 0 || missing.length === names.length) return [];
  return missing.map((name) => ({ name, message: `set it too, or none of ${names.join(", ")}` }));
}

/** The account that texts go by; null where the channel is off. */
export function textAccount(
  env: Settings,
): { readonly accountSid: string; readonly authToken: string; readonly from: string } | null {
  const { TWILIO_ACCOUNT_SID: accountSid, TWILIO_AUTH_TOKEN: authToken, TWILIO_FROM: from } = env;
  return accountSid && authToken && from ? { accountSid, authToken, from } : null;
}
