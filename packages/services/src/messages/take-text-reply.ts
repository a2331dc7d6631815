import { textNumber, type TextReply } from "@quietroom/domain/messaging";
import { phoneIndexes } from "../clients/index.ts";
import { defineVerb } from "../define-verb.ts";
import { listTenantIds } from "../directory.ts";
import type { ReceivedText } from "../ports.ts";
import { type Runtime, systemContext } from "../runtime.ts";
import { stopNumber } from "./stop-number.ts";

/**
 * Takes what somebody answered to a text: STOP and START hold at once, for that number at every studio of this installation, since all of them write
 * from one (check 67). Each studio is asked for itself, as nobody but it can look its numbers up. Taken twice, nothing changes.
 */
export async function takeTextReply(runtime: Runtime, { from, reply }: ReceivedText): Promise<void> {
  if (reply === null || reply === "help") return;
  for (const tenantId of await listTenantIds(runtime))
    await keepTextReply(systemContext(runtime, tenantId, "text-reply"), { from, reply });
}

type Kept = { readonly from: string; readonly reply: Exclude<TextReply, "help"> };

const keepTextReply = defineVerb<Kept, void>({
  name: "messages.keep_text_reply",
  permission: "job:run",
  isolation: "read committed",
  trace: "sweep", // most studios do not know the number, and have nothing to tell of it
  opens: "phi",
  async run(work) {
    const { tx, input, tenantId, keys, audit } = work;
    const { from, reply } = input;
    if (reply === "stop") {
      await stopNumber(work, from);
      return;
    }
    const stopped = await tx.client.findMany({
      where: { tenantId, phoneIndex: { in: phoneIndexes(keys(), from) }, textsStoppedAt: { not: null } },
      select: { id: true, phone: true },
    });
    // What a number is found by is its last digits: only who has it whole begins again.
    for (const { id: clientId } of stopped.filter(({ phone }) => textNumber(phone) === from)) {
      await tx.client.update({
        where: { tenantId_id: { tenantId, id: clientId } },
        data: { textsStoppedAt: null },
        select: { id: true },
      });
      const of = { resource: "client", resourceId: clientId, clientId };
      audit({ action: "update", ...of, changed: ["texts_stopped"] });
    }
  },
});
