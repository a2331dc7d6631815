import { textNumber } from "@quietroom/domain/messaging";
import { phoneIndexes } from "../clients/index.ts";
import type { VerbWork } from "../define-verb.ts";
import { toInstantColumn } from "../instant-column.ts";
import { keepNumberAnswer } from "./number-answers.ts";

/** No text goes to a number any more, whoever of the studio has it: its owner said STOP (NOTIF-09). Said twice, the first time stays. Answers how many it was news for. */
export async function stopNumber(
  { tx, now, tenantId, keys, audit }: Pick<VerbWork<unknown>, "tx" | "now" | "tenantId" | "keys" | "audit">,
  phone: string,
  messageSid: string | null,
): Promise<number> {
  const { phone: home } = await tx.tenant.findUniqueOrThrow({
    where: { id: tenantId },
    select: { phone: true },
  });
  const number = textNumber(phone, home);
  const isNew =
    number === null ||
    (await keepNumberAnswer({ tx, now, tenantId, keys }, { number, reply: "stop", messageSid }));
  if (!isNew) return 0;
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
