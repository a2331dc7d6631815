import type { VerbWork } from "../define-verb.ts";
import { toInstantColumn } from "../instant-column.ts";
import { clientsWithNumber, keepNumberAnswer, type NumberAnswer } from "./number-answers.ts";

/**
 * No text goes to a number any more, whoever of the studio has it: its owner said STOP (NOTIF-09), unless they said START since. Said twice,
 * the first time stays.
 */
export async function stopNumber(
  work: Pick<VerbWork<unknown>, "tx" | "tenantId" | "keys" | "audit">,
  said: Omit<NumberAnswer, "reply">,
): Promise<void> {
  const { tx, tenantId, audit } = work;
  const stops = await keepNumberAnswer(work, { ...said, reply: "stop" });
  if (stops?.after !== true) return;
  const ids = await clientsWithNumber(work, said.number, "not_stopped");
  const stopped = await tx.client.updateManyAndReturn({
    where: { tenantId, id: { in: [...ids] }, textsStoppedAt: null },
    data: { textsStoppedAt: toInstantColumn(said.saidAt) },
    select: { id: true },
  });
  for (const { id: clientId } of stopped) {
    const of = { resource: "client", resourceId: clientId, clientId };
    audit({ action: "update", ...of, changed: ["texts_stopped"] });
  }
}
