import { textNumber, type TextReply } from "@quietroom/domain/messaging";
import { phoneIndexes } from "../clients/index.ts";
import { defineVerb } from "../define-verb.ts";
import { listTenantIds } from "../directory.ts";
import type { ReceivedText } from "../ports.ts";
import { type Runtime, systemContext } from "../runtime.ts";
import { keepNumberAnswer } from "./number-answers.ts";
import { stopNumber } from "./stop-number.ts";

/**
 * Takes what somebody answered to a text: STOP and START hold at once, for that number at every studio of this installation, since all of them write
 * from one (check 67). Each studio is asked for itself, as nobody but it can look its numbers up; one that cannot be asked now keeps no other from
 * hearing, and is told to whoever runs the installation. Told twice by the provider, nothing changes. Answers whether it was news to anybody; throws where a studio did not hear.
 */
export async function takeTextReply(
  runtime: Runtime,
  { from, reply, messageSid }: ReceivedText,
): Promise<boolean> {
  if (reply === null || reply === "help") return false;
  let isNews = false;
  let failure: unknown = null;
  for (const tenantId of await listTenantIds(runtime)) {
    try {
      const context = systemContext(runtime, tenantId, "text-reply");
      if (await keepTextReply(context, { from, reply, messageSid })) isNews = true;
    } catch (error) {
      runtime.log.error("text_reply_lost", { tenantId, reply });
      failure = error;
    }
  }
  if (failure !== null) throw failure;
  return isNews;
}

type Kept = {
  readonly from: string;
  readonly reply: Exclude<TextReply, "help">;
  readonly messageSid: string | null;
};

const keepTextReply = defineVerb<Kept, boolean>({
  name: "messages.keep_text_reply",
  permission: "job:run",
  isolation: "read committed",
  trace: "sweep", // most studios do not know the number, and have nothing to tell of it
  opens: "phi",
  async run(work) {
    const { tx, input, tenantId, keys, audit } = work;
    const { from, reply, messageSid } = input;
    if (reply === "stop") return (await stopNumber(work, from, messageSid)) > 0;
    if (!(await keepNumberAnswer(work, { number: from, reply, messageSid }))) return false;
    const { phone: home } = await tx.tenant.findUniqueOrThrow({
      where: { id: tenantId },
      select: { phone: true },
    });
    const stopped = await tx.client.findMany({
      where: { tenantId, phoneIndex: { in: phoneIndexes(keys(), from) }, textsStoppedAt: { not: null } },
      select: { id: true, phone: true },
    });
    // What a number is found by is its last digits: only who has it whole begins again.
    const theirs = stopped.filter(({ phone }) => textNumber(phone, home) === from);
    for (const { id: clientId } of theirs) {
      await tx.client.update({
        where: { tenantId_id: { tenantId, id: clientId } },
        data: { textsStoppedAt: null },
        select: { id: true },
      });
      const of = { resource: "client", resourceId: clientId, clientId };
      audit({ action: "update", ...of, changed: ["texts_stopped"] });
    }
    return theirs.length > 0;
  },
});
