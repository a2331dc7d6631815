import { createHmac, randomBytes } from "node:crypto";
import { z } from "zod";
import type { KeptText } from "./text-store.ts";

export const replyOrder = z.strictObject({
  sid: z.string().regex(/^SM[0-9a-f]{32}$/),
  body: z.string().trim().min(1).max(320),
});

/** What was typed as an answer to a text, and what the product answered: its words, none, or that nobody did. */
type Typed = { readonly body: string; readonly answer: string | null; readonly status: number | null };

export type TextReplies = {
  /** Whether there is anybody to tell. */
  readonly connected: boolean;
  /** Tells the product what somebody typed to a text of its own; answers the status that it was told, or null where nobody answered. */
  tell(text: KeptText, body: string): Promise<number | null>;
  /** What was typed to a text, first things first. */
  typedTo(sid: string): readonly Typed[];
};

/** Twilio's webhook for texts that come in, signed with the account's token over the address and the parameters in the order of their names. */
export function createTextReplies(
  peer: { readonly url: string; readonly token: string; readonly account: string } | null,
): TextReplies {
  const typed = new Map<string, Typed[]>();
  return {
    connected: peer !== null,
    async tell(text, body) {
      const told = peer === null ? null : await post(peer, text, body);
      const one = { body, status: told?.status ?? null, answer: told?.answer ?? null };
      typed.set(text.sid, [...(typed.get(text.sid) ?? []), one]);
      return one.status;
    },
    typedTo: (sid) => typed.get(sid) ?? [],
  };
}

async function post(
  { url, token, account }: { readonly url: string; readonly token: string; readonly account: string },
  text: KeptText,
  body: string,
): Promise<{ readonly status: number; readonly answer: string | null } | null> {
  const form: Readonly<Record<string, string>> = {
    AccountSid: account,
    ApiVersion: "2010-04-01",
    Body: body,
    From: text.to,
    MessageSid: `SM${randomBytes(16).toString("hex")}`,
    NumMedia: "0",
    NumSegments: "1",
    SmsStatus: "received",
    To: text.from,
  };
  const signed = Object.keys(form)
    .toSorted()
    .reduce((sum, name) => `${sum}${name}${form[name]}`, url);
  try {
    const answer = await fetch(url, {
      method: "POST",
      headers: {
        "content-type": "application/x-www-form-urlencoded",
        "x-twilio-signature": createHmac("sha1", token).update(signed).digest("base64"),
      },
      body: new URLSearchParams(form).toString(),
      signal: AbortSignal.timeout(10_000),
    });
    const said = /<Message>([^<]*)<\/Message>/.exec(await answer.text());
    return { status: answer.status, answer: said?.[1] ?? null };
  } catch {
    return null;
  }
}
