import type { AppointmentReminder, MessageContent } from "@quietroom/domain/messaging";
import { assertNever, ok, refuse } from "@quietroom/domain/result";
import { renderMessage } from "@quietroom/messages";
import type { MessageSender, SendRefusal } from "@quietroom/services/ports";
import { type CreateEmailOptions, Resend } from "resend";
import { z } from "zod";
import { tagsOf } from "./about-tags.ts";
import { appointmentIcs, appointmentsIcs } from "./appointment-ics.ts";
import { isOneRecipient } from "./recipient.ts";
import { resendRefusal } from "./resend-refusal.ts";
import { senderOf } from "./sender.ts";

const rejected: SendRefusal = { code: "rejected", retryable: false };
const misconfigured: SendRefusal = { code: "misconfigured", retryable: false };
const unavailable: SendRefusal = { code: "unavailable", retryable: true };

const accepted = z.object({ id: z.string().min(1) });

/**
 * Sends messages by email through Resend, or through the local inbox that speaks its API when `baseUrl` points there.
 * The message's idempotency key goes along, so a repeat of an unanswered send is the same email. No answer within
 * `timeoutMs` (10 seconds unless given) is `unavailable`. A vendor's refusal is a value; only our own mistakes throw.
 */
export function createEmailNotifier(options: {
  readonly apiKey: string | undefined;
  readonly baseUrl?: string | undefined;
  /** The product's own address, such as "mail@quietroom.example"; its name is replaced by each studio's. */
  readonly from: string;
  readonly timeoutMs?: number;
}): MessageSender {
  const { apiKey, baseUrl = "https://api.resend.com", from, timeoutMs = 10_000 } = options;
  // Given explicitly, or the SDK would look into the environment on its own.
  const resend =
    apiKey === undefined || apiKey === ""
      ? null
      : new Resend(apiKey, { baseUrl: baseUrl.replace(/\/+$/, "") });

  return {
    async send({ idempotencyKey, tenantId, to, content }) {
      const sender = senderOf(from, content.studio.name);
      if (resend === null || sender === null) return refuse(misconfigured);
      if (!isOneRecipient(to) || !isPlainKey(idempotencyKey)) return refuse(rejected);
      const about = { tenant: tenantId, message: idempotencyKey };
      const email = { ...(await emailOf(content, sender, to)), tags: tagsOf(about) };
      const answer = await resend.emails.send(email, {
        idempotencyKey,
        signal: AbortSignal.timeout(timeoutMs),
      });
      if (answer.error !== null) return refuse(resendRefusal(answer.error, answer.headers));
      const receipt = accepted.safeParse(answer.data);
      // Asking again under the same key is safe; believing an answer without an id is not.
      return receipt.success ? ok({ providerId: receipt.data.id }) : refuse(unavailable);
    },
  };
}

async function emailOf(content: MessageContent, sender: string, to: string): Promise<CreateEmailOptions> {
  const { subject, html, text } = await renderMessage(content);
  const ics = calendarFile(content);
  return {
    from: sender,
    to: [to],
    subject,
    html,
    text,
    ...(content.template === "appointment-reminder" ? { headers: unsubscribeHeaders(content) } : {}),
    ...(isOneRecipient(content.studio.email) ? { replyTo: content.studio.email } : {}),
    ...(ics === null
      ? {}
      : {
          attachments: [
            {
              filename: "appointment.ics",
              content: Buffer.from(ics.text, "utf8"),
              contentType: `text/calendar; charset=utf-8; method=${ics.method}`,
            },
          ],
        }),
  };
}

/** What lets a mail program's own button switch such messages off by one press (NOTIF-09, RFC 2369 and 8058). */
function unsubscribeHeaders({ oneClickUrl }: AppointmentReminder): Record<string, string> {
  return { "List-Unsubscribe": `<${oneClickUrl}>`, "List-Unsubscribe-Post": "List-Unsubscribe=One-Click" };
}

/** What a calendar needs to hear about: an appointment that stands, moved or is cancelled. */
function calendarFile(content: MessageContent): { readonly text: string; readonly method: string } | null {
  switch (content.template) {
    case "appointment-confirmation":
    case "appointment-rescheduled":
      return { text: appointmentIcs({ ...content, standing: "stands" }), method: "PUBLISH" };
    case "appointment-cancelled":
      return { text: appointmentIcs({ ...content, standing: "cancelled" }), method: "CANCEL" };
    case "series-news": {
      const standing = content.news === "cancelled" ? "cancelled" : "stands";
      const events = content.visits.map((visit) => ({ studio: content.studio, visit, standing }) as const);
      return { text: appointmentsIcs(events), method: standing === "cancelled" ? "CANCEL" : "PUBLISH" };
    }
    case "appointment-reminder":
    case "request-news": // what is only asked for is no entry in a calendar yet
    case "waitlist-joined":
    case "waitlist-offer":
    case "waitlist-offer-closed":
    case "portal-way-in":
    case "booking-code":
    case "portal-account":
    case "staff-account":
      return null;
    default:
      return assertNever(content);
  }
}

/** It goes as a header and as a tag: 1 to 256 letters, digits, underscores and dashes of ASCII. */
function isPlainKey(key: string): boolean {
  return /^[\w-]{1,256}$/.test(key);
}
