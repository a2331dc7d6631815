import type { ClientModel } from "@quietroom/db";
import {
  contentFor,
  isTexted,
  type MessageContent,
  type TextedTemplate,
  textNumber,
} from "@quietroom/domain/messaging";
import { ok, refuse, type Result } from "@quietroom/domain/result";
import { textWaitsUntil } from "@quietroom/domain/scheduling";
import { dayMs, type Instant, plus } from "@quietroom/domain/time";
import type { VerbWork } from "../define-verb.ts";
import { toInstantColumn } from "../instant-column.ts";
import type { OutgoingMessage } from "../ports.ts";
import { isNumberStopped } from "./number-answers.ts";

export type AddressedText = Pick<OutgoingMessage<"sms">, "to" | "content">;
/** It may leave then. */
export type Until = { readonly until: Instant };

/** More texts than this to one number in a day are no news of visits any more, whoever makes them (check 67). */
const mostADay = 10;

/**
 * A message as it leaves by text to whoever wants it so: at the number that they agreed with, unless its owner said STOP to anybody of the
 * studio (NOTIF-09), and not in their quiet hours where it can wait (NOTIF-10). The refusal is the reason that the ledger keeps (ec-I16).
 */
export async function addressedText(
  work: Pick<VerbWork<unknown>, "tx" | "tenantId" | "now" | "keys">,
  client: ClientModel,
  content: MessageContent,
): Promise<Result<AddressedText, TextRefusal | Until>> {
  const { tx, tenantId, now } = work;
  const shown = contentFor("sms", content);
  if (!isTexted(shown) || !isTexted(content)) return refuse("not_texted");
  const { phone: home } = await tx.tenant.findUniqueOrThrow({
    where: { id: tenantId },
    select: { phone: true },
  });
  const to = textNumber(client.phone, home);
  if (to === null) return refuse("no_text_number");
  // What a number is found by is its last digits: only the whole number is the one that was stopped.
  const stopped = await tx.client.findMany({
    where: { tenantId, phoneIndex: client.phoneIndex, textsStoppedAt: { not: null } },
    select: { id: true, phone: true },
  });
  if (stopped.some(({ phone }) => textNumber(phone, home) === to)) return refuse("number_stopped");
  if (await isNumberStopped(work, to)) return refuse("number_stopped");
  if ((await sentToday(work, client)) >= mostADay) return refuse("too_many_texts");
  const { timeZone, clientTimeZone } = shown.visit;
  const until = textWaitsUntil(whatFor(content, now), clientTimeZone ?? timeZone, now);
  return until === null ? ok({ to, content: shown }) : refuse({ until });
}

type TextRefusal = "not_texted" | "number_stopped" | "no_text_number" | "too_many_texts";
type Texted = Extract<MessageContent, { readonly template: TextedTemplate }>;

/** What a text is about, and by when it has to be known. Who was to come sooner has to hear of it sooner. */
function whatFor(content: Texted, now: Instant) {
  if (content.template === "waitlist-offer") return { kind: "offer", by: content.answerBy } as const;
  const { start } = content.visit;
  const before = content.template === "appointment-rescheduled" ? content.previousStart : start;
  return { kind: "visit", by: before > now && before < start ? before : start } as const;
}

async function sentToday(
  { tx, tenantId, now }: Pick<VerbWork<unknown>, "tx" | "tenantId" | "now">,
  { phoneIndex }: ClientModel,
): Promise<number> {
  const [row] = await tx.$queryRaw<{ sent: number }[]>`
    select count(*)::int as sent from client c
      join notification n on n.tenant_id = c.tenant_id and n.client_id = c.id
    where c.tenant_id = ${tenantId}::uuid and c.phone_index = ${phoneIndex}
      and n.channel = 'sms' and n.status = 'sent' and n.sent_at > ${toInstantColumn(plus(now, -dayMs))}::timestamptz`;
  return row?.sent ?? 0;
}
