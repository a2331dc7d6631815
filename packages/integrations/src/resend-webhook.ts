import { ok, refuse, type Result } from "@quietroom/domain/result";
import type { DeliveryReport } from "@quietroom/domain/messaging";
import type { ReportedDelivery } from "@quietroom/services/ports";
import { Resend } from "resend";
import { z } from "zod";
import { aboutTags } from "./about-tags.ts";

const email = z.object({
  type: z.string(),
  data: z.object({
    email_id: z.string().min(1).max(100),
    to: z.tuple([z.string().max(320)]),
    tags: aboutTags,
    bounce: z.object({ type: z.string() }).optional(),
  }),
});

/**
 * Reads what Resend tells of an email (its webhooks, signed as Standard Webhooks are). `unsigned`: the secret did not sign it, or longer than
 * five minutes ago; null: it is signed and says nothing of a message of ours that anybody waits for.
 */
export function readResendWebhook(
  webhookSecret: string,
  { body, headers }: { readonly body: string; readonly headers: Headers },
): Result<ReportedDelivery | null, "unsigned"> {
  const header = (name: string) => headers.get(`svix-${name}`) ?? "";
  const signed = { id: header("id"), timestamp: header("timestamp"), signature: header("signature") };
  let event: unknown;
  try {
    event = new Resend("re_unused").webhooks.verify({ payload: body, headers: signed, webhookSecret });
  } catch {
    return refuse("unsigned");
  }
  const read = email.safeParse(event);
  if (!read.success) return ok(null);
  const { type, data } = read.data;
  const report = reportOf(type, data.bounce?.type);
  if (report === null) return ok(null);
  const { tenant: tenantId, message: notificationId } = data.tags;
  const [to] = data.to;
  return ok({ tenantId, notificationId, providerId: data.email_id, to, report });
}

/** Bounces are "Permanent", "Transient" or "Undetermined"; "suppressed" is an address that is on the provider's own list for good. */
function reportOf(type: string, bounce: string | undefined): DeliveryReport | null {
  switch (type) {
    case "email.delivered":
      return { kind: "delivered" };
    case "email.bounced":
      return { kind: "came_back", bounce: bounce === "Permanent" ? "for_good" : "for_now" };
    case "email.suppressed":
      return { kind: "came_back", bounce: "for_good" };
    case "email.failed":
      return { kind: "came_back", bounce: "for_now" };
    case "email.complained":
      return { kind: "complained" };
    default:
      return null;
  }
}
