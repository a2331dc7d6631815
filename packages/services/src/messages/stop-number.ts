import { phoneIndexes } from "../clients/index.ts";
import type { VerbWork } from "../define-verb.ts";
import { toInstantColumn } from "../instant-column.ts";

/** No text goes to a number any more, whoever of the studio has it: its owner said STOP (NOTIF-09). Said twice, the first time stays. Answers how many it was news for. */
export async function stopNumber(
  { tx, now, tenantId, keys, audit }: Pick<VerbWork<unknown>, "tx" | "now" | "tenantId" | "keys" | "audit">,
  phone: string,
): Promise<number> {
  const stopped = await tx.client.updateManyAndReturn({
    where: { tenantId, phoneIndex: { in: phoneIndexes(keys(), phone) }, textsStoppedAt: null },
    data: { textsStoppedAt: toInstantColumn(now) },
    select: { id: true },
  });
  for (const { id: clientId } of stopped)
    audit({
      action: "update",
      resource: "client",
      resourceId: clientId,
      clientId,
      changed: ["texts_stopped"],
    });
  return stopped.length;
}
