import { v7 as uuidv7 } from "uuid";
import { phoneIndexes, textReplyIndexes } from "../clients/index.ts";
import type { VerbWork } from "../define-verb.ts";
import { toInstantColumn } from "../instant-column.ts";

type Work = Pick<VerbWork<unknown>, "tx" | "now" | "tenantId" | "keys">;

/** What the owner of a number answered to a text: the number in E.164, and the provider's id of the answer; null where it told it otherwise. */
export type NumberAnswer = {
  readonly number: string;
  readonly reply: "stop" | "start";
  readonly messageSid: string | null;
};

/**
 * Keeps what the owner of a number said, whoever of the studio is written down with it, now or later (NOTIF-09). False where the provider
 * told of this answer before: then it changes nothing, whatever was said since.
 */
export async function keepNumberAnswer(
  work: Work,
  { number, reply, messageSid }: NumberAnswer,
): Promise<boolean> {
  const { tx, now, tenantId, keys } = work;
  const { count } = await tx.textReply.createMany({
    data: {
      tenantId,
      id: uuidv7(),
      number,
      ...textReplyIndexes(keys(), number),
      reply,
      saidAt: toInstantColumn(now),
      messageSid,
    },
    skipDuplicates: true,
  });
  return count === 1;
}

/** Whether the last that the owner of a number in E.164 said is STOP. */
export async function isNumberStopped(
  { tx, tenantId, keys }: Omit<Work, "now">,
  number: string,
): Promise<boolean> {
  // What a number is found by is its last digits: only the whole number is the one that was stopped.
  const alike = await tx.textReply.findMany({
    where: { tenantId, numberIndex: { in: phoneIndexes(keys(), number) } },
    orderBy: [{ saidAt: "desc" }, { id: "desc" }],
    select: { id: true, number: true, reply: true },
  });
  return alike.find((one) => one.number === number)?.reply === "stop";
}
