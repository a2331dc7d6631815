import type { ClientModel } from "@quietroom/db";
import { contentFor, isTexted, type MessageContent, textNumber } from "@quietroom/domain/messaging";
import { ok, refuse, type Result } from "@quietroom/domain/result";
import { textWaitsUntil } from "@quietroom/domain/scheduling";
import type { Instant } from "@quietroom/domain/time";
import { consentAllowsNow } from "../agreements/index.ts";
import type { VerbWork } from "../define-verb.ts";
import type { OutgoingMessage } from "../ports.ts";

export type AddressedText = Pick<OutgoingMessage<"sms">, "to" | "content">;
/** It may leave then. */
export type Until = { readonly until: Instant };

/**
 * A message as it leaves by text: to whoever agreed to texts, at the number that they agreed with, unless its owner said STOP to anybody of the
 * studio (NOTIF-09), and not in their quiet hours where it can wait (NOTIF-10). The refusal is the reason that the ledger keeps (ec-I16).
 */
export async function addressedText(
  { tx, tenantId, now }: Pick<VerbWork<unknown>, "tx" | "tenantId" | "now">,
  client: ClientModel,
  content: MessageContent,
): Promise<
  Result<AddressedText, "not_texted" | "no_text_consent" | "number_stopped" | "no_text_number" | Until>
> {
  const shown = contentFor("sms", content);
  if (!isTexted(shown)) return refuse("not_texted");
  const asked = { tenantId, clientId: client.id, kind: "text_messages" } as const;
  if (!(await consentAllowsNow(tx, asked, now))) return refuse("no_text_consent");
  const { phoneIndex } = client;
  const stopped = { tenantId, phoneIndex, textsStoppedAt: { not: null } };
  if ((await tx.client.findFirst({ where: stopped, select: { id: true } })) !== null)
    return refuse("number_stopped");
  const to = textNumber(client.phone);
  if (to === null) return refuse("no_text_number");
  const { start, timeZone, clientTimeZone } = shown.visit;
  const kind = shown.template === "waitlist-offer" ? "offer" : "visit";
  const until = textWaitsUntil({ kind, start }, clientTimeZone ?? timeZone, now);
  return until === null ? ok({ to, content: shown }) : refuse({ until });
}
