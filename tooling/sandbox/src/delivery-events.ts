import { createHmac, randomUUID } from "node:crypto";
import { z } from "zod";
import type { ReceivedEmail } from "./mail-store.ts";
import { listed } from "./send-email.ts";

/** What can become of an email after it was taken, by the words that the page offers. */
export const fates = {
  delivered: { type: "email.delivered" },
  "came back for good": {
    type: "email.bounced",
    bounce: { type: "Permanent", subType: "General", message: "There is no such mailbox." },
  },
  "came back for now": {
    type: "email.bounced",
    bounce: { type: "Transient", subType: "MailboxFull", message: "The mailbox is full." },
  },
  "marked as spam": { type: "email.complained" },
} as const;

export type Fate = keyof typeof fates;
const names = Object.keys(fates).filter(isFate);
export const fateOrder = z.strictObject({ emailId: z.uuid(), fate: z.enum(names) });

function isFate(name: string): name is Fate {
  return name in fates;
}

export type DeliveryEvents = {
  /** Whether there is anybody to tell. */
  readonly connected: boolean;
  /** Tells the product what became of an email; answers the status that it was told, or null where nobody answered. */
  tell(email: ReceivedEmail, fate: Fate): Promise<number | null>;
  /** What was told of an email, first things first. */
  toldOf(id: string): readonly { readonly fate: Fate; readonly status: number | null }[];
};

/** The vendor's webhooks, signed as Standard Webhooks are: https://github.com/standard-webhooks/standard-webhooks, "Webhook signature". */
export function createDeliveryEvents(
  peer: { readonly url: string; readonly secret: string } | null,
): DeliveryEvents {
  const told = new Map<string, { fate: Fate; status: number | null }[]>();
  return {
    connected: peer !== null,
    async tell(received, fate) {
      const status = peer === null ? null : await post(peer, eventOf(received, fate));
      told.set(received.id, [...(told.get(received.id) ?? []), { fate, status }]);
      return status;
    },
    toldOf: (id) => told.get(id) ?? [],
  };
}

function eventOf({ id, receivedAt, email }: ReceivedEmail, fate: Fate): string {
  const { type, ...more } = fates[fate];
  const tags = Object.fromEntries((email.tags ?? []).map(({ name, value }) => [name, value]));
  const { from, subject } = email;
  const data = { created_at: receivedAt, email_id: id, from, to: listed(email.to), subject, tags, ...more };
  return JSON.stringify({ type, created_at: new Date().toISOString(), data });
}

async function post(
  { url, secret }: { readonly url: string; readonly secret: string },
  body: string,
): Promise<number | null> {
  const id = `msg_${randomUUID()}`;
  const timestamp = String(Math.floor(Date.now() / 1_000));
  const key = Buffer.from(secret.replace(/^whsec_/, ""), "base64");
  const signature = createHmac("sha256", key).update(`${id}.${timestamp}.${body}`).digest("base64");
  try {
    const answer = await fetch(url, {
      method: "POST",
      headers: {
        "content-type": "application/json",
        "svix-id": id,
        "svix-timestamp": timestamp,
        "svix-signature": `v1,${signature}`,
      },
      body,
      signal: AbortSignal.timeout(10_000),
    });
    return answer.status;
  } catch {
    return null;
  }
}
