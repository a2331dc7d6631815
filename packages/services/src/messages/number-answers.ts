import { textNumber } from "@quietroom/domain/messaging";
import type { Instant } from "@quietroom/domain/time";
import { v7 as uuidv7 } from "uuid";
import { phoneIndexes, textReplyIndexes } from "../clients/index.ts";
import type { VerbWork } from "../define-verb.ts";
import { toInstantColumn } from "../instant-column.ts";

type Work = Pick<VerbWork<unknown>, "tx" | "tenantId" | "keys">;

/** What the owner of a number answered to a text. */
export type NumberAnswer = {
  /** In E.164. */
  readonly number: string;
  readonly reply: "stop" | "start";
  /** When it was heard, which may be before it is kept: of what was said of a number, the newest holds. */
  readonly saidAt: Instant;
  /** The provider's id of the answer; null where it told it otherwise. */
  readonly messageSid: string | null;
};

/** Whether no text went to a number before an answer, and whether none does with it. */
export type NumberStops = { readonly before: boolean; readonly after: boolean };

/**
 * Keeps what the owner of a number said, whoever of the studio is written down with it, now or later (NOTIF-09). Null where the provider
 * told of this answer before: then it changes nothing, whatever was said since. What is heard of one number is kept one after another.
 */
export async function keepNumberAnswer(
  work: Work,
  { number, reply, saidAt, messageSid }: NumberAnswer,
): Promise<NumberStops | null> {
  const { tx, tenantId, keys } = work;
  const indexes = textReplyIndexes(keys(), number);
  const key = `text replies ${tenantId} ${Buffer.from(indexes.numberIndex).toString("hex")}`;
  await tx.$executeRaw`select pg_advisory_xact_lock(hashtextextended(${key}, 0))`;
  const before = await isNumberStopped(work, number);
  const { count } = await tx.textReply.createMany({
    data: {
      tenantId,
      id: uuidv7(),
      number,
      ...indexes,
      reply,
      saidAt: toInstantColumn(saidAt),
      messageSid,
    },
    skipDuplicates: true,
  });
  return count === 0 ? null : { before, after: await isNumberStopped(work, number) };
}

/** Whether the last that the owner of a number in E.164 said is STOP. */
export async function isNumberStopped({ tx, tenantId, keys }: Work, number: string): Promise<boolean> {
  // What a number is found by is its last digits: only the whole number is the one that was stopped.
  const alike = await tx.textReply.findMany({
    where: { tenantId, numberIndex: { in: phoneIndexes(keys(), number) } },
    orderBy: [{ saidAt: "desc" }, { id: "desc" }],
    select: { id: true, number: true, reply: true },
  });
  return alike.find((one) => one.number === number)?.reply === "stop";
}

/** The clients of the studio with a number in E.164 whose record says that it has no texts, or those whose record does not. */
export async function clientsWithNumber(
  { tx, tenantId, keys }: Work,
  number: string,
  marked: "stopped" | "not_stopped",
): Promise<readonly string[]> {
  const { phone: home } = await tx.tenant.findUniqueOrThrow({
    where: { id: tenantId },
    select: { phone: true },
  });
  const alike = await tx.client.findMany({
    where: {
      tenantId,
      phoneIndex: { in: phoneIndexes(keys(), number) },
      textsStoppedAt: marked === "stopped" ? { not: null } : null,
    },
    select: { id: true, phone: true },
  });
  // What a number is found by is its last digits: only who has it whole is meant.
  return alike.filter(({ phone }) => textNumber(phone, home) === number).map(({ id }) => id);
}
