import { createHmac, timingSafeEqual } from "node:crypto";
import { readTextReply } from "@quietroom/domain/messaging";
import { ok, refuse, type Result } from "@quietroom/domain/result";
import type { ReceivedText } from "@quietroom/services/ports";
import { z } from "zod";

const received = z.object({
  AccountSid: z.string(),
  // In whatever form ids come, and however long the words are: STOP is heard.
  MessageSid: z
    .string()
    .regex(/^(SM|MM)[0-9a-f]{32}$/)
    .nullable()
    .catch(null),
  From: z.string().regex(/^\+[1-9]\d{7,14}$/),
  Body: z
    .string()
    .default("")
    .transform((words) => words.slice(0, 1600)),
  /** Twilio's own handling of STOP, START and HELP, in whatever words the account has for them, answered already. */
  OptOutType: z.enum(["STOP", "START", "HELP"]).optional().catch(undefined),
});

/**
 * Reads a text that somebody sent to our number, as Twilio tells it. `url` is this webhook's address as it was given to Twilio, which is part of
 * what it signs. `unsigned`: the account's token did not sign it; null: it is signed, and says nothing that we take.
 */
export function readTwilioWebhook(
  account: { readonly accountSid: string; readonly authToken: string; readonly url: string },
  { body, headers }: { readonly body: string; readonly headers: Headers },
): Result<ReceivedText | null, "unsigned"> {
  const form = Object.fromEntries(new URLSearchParams(body));
  const signature = headers.get("x-twilio-signature") ?? "";
  if (!isSigned(form, signature, account)) return refuse("unsigned");
  const text = received.safeParse(form);
  if (!text.success || text.data.AccountSid !== account.accountSid) return ok(null);
  const { From: from, MessageSid: messageSid, Body, OptOutType } = text.data;
  return ok({
    from,
    messageSid,
    reply: readTextReply(OptOutType ?? Body),
    answered: OptOutType !== undefined,
  });
}

/** HMAC-SHA1 under the account's token over the address and each parameter in the order of their names, as Twilio documents it. */
function isSigned(
  form: Readonly<Record<string, string>>,
  signature: string,
  { authToken, url }: { readonly authToken: string; readonly url: string },
): boolean {
  const names = Object.keys(form).toSorted((one, other) => (one < other ? -1 : 1));
  const signed = names.reduce((text, name) => `${text}${name}${form[name]}`, url);
  const due = createHmac("sha1", authToken).update(signed).digest();
  const given = Buffer.from(signature, "base64");
  return given.length === due.length && timingSafeEqual(given, due);
}
