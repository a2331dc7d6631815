import { isTexted } from "@quietroom/domain/messaging";
import { ok, refuse } from "@quietroom/domain/result";
import type { Instant } from "@quietroom/domain/time";
import { textMessage } from "@quietroom/messages";
import type { MessageSender, SendRefusal } from "@quietroom/services/ports";
import twilio from "twilio";
import type RequestClient from "twilio/lib/base/RequestClient.js";
import { z } from "zod";
import { TwilioAnswer, twilioRefusal } from "./twilio-refusal.ts";

type TwilioAccount = {
  /** "AC…" */
  readonly accountSid: string;
  readonly authToken: string;
  /** A number in E.164, or the id of a messaging service, "MG…", that chooses one of its own. */
  readonly from: string;
};

const rejected: SendRefusal = { code: "rejected", retryable: false };
const unavailable: SendRefusal = { code: "unavailable", retryable: true };

const taken = z.object({ sid: z.string().min(1), status: z.string() });
const listed = z.object({ sid: z.string().min(1), body: z.string(), dateCreated: z.date() });

/** How far the product's clock and Twilio's may be apart. */
const clocksApartMs = 60_000;

/**
 * Sends text messages through Twilio, or through the sandbox that speaks its API when `baseUrl` points there. Twilio knows no idempotency key:
 * a text that may have been sent already is looked for first, the same words to the same number since then, and where it is there it is not
 * sent again. No answer within `timeoutMs` (10 seconds unless given) is `unavailable`. A vendor's refusal is a value; only our own mistakes throw.
 */
export function createTextNotifier({
  accountSid,
  authToken,
  from,
  baseUrl,
  timeoutMs = 10_000,
}: TwilioAccount & {
  readonly baseUrl?: string | undefined;
  readonly timeoutMs?: number;
}): MessageSender<"sms"> {
  const httpClient = new PlainAnswers(baseUrl, timeoutMs);
  const { messages } = twilio(accountSid, authToken, { httpClient });
  const sender = from.startsWith("MG") ? { messagingServiceSid: from } : { from };

  async function sentBefore(to: string, body: string, since: Instant): Promise<string | null> {
    for (const each of await messages.list({ to, limit: 50 })) {
      const text = listed.safeParse(each);
      if (text.success && text.data.body === body && text.data.dateCreated.getTime() >= since - clocksApartMs)
        return text.data.sid;
    }
    return null;
  }

  return {
    async send({ to, content, triedSince }) {
      if (!isTexted(content) || !/^\+[1-9]\d{7,14}$/.test(to)) return refuse(rejected);
      const body = textMessage(content);
      try {
        const before = triedSince === undefined ? null : await sentBefore(to, body, triedSince);
        if (before !== null) return ok({ providerId: before });
        const receipt = taken.safeParse(await messages.create({ ...sender, to, body }));
        // Asked again it is looked for first; believing an answer without an id is not safe.
        if (!receipt.success) return refuse(unavailable);
        return receipt.data.status === "failed" ? refuse(rejected) : ok({ providerId: receipt.data.sid });
      } catch (error) {
        return refuse(twilioRefusal(error));
      }
    },
  };
}

/** The SDK's own client, but for two things: it may ask the sandbox, and an answer that is no yes keeps its headers. */
class PlainAnswers extends twilio.RequestClient {
  readonly #baseUrl: string | undefined;

  constructor(baseUrl: string | undefined, timeout: number) {
    super({ timeout });
    this.#baseUrl = baseUrl;
  }

  override async request<Data>(asked: RequestClient.RequestOptions<Data>) {
    const { pathname, search } = new URL(asked.uri);
    const uri = this.#baseUrl === undefined ? asked.uri : new URL(`${pathname}${search}`, this.#baseUrl).href;
    const answer = await super.request<Data>({ ...asked, uri });
    if (answer.statusCode < 200 || answer.statusCode >= 300) throw new TwilioAnswer(answer);
    return answer;
  }
}
