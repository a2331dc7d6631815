import type { TextReply } from "@quietroom/domain/messaging";
import { type Instant, instant } from "@quietroom/domain/time";
import { defineVerb } from "../define-verb.ts";
import { listTenantIds } from "../directory.ts";
import { fromInstantColumn } from "../instant-column.ts";
import type { ReceivedText } from "../ports.ts";
import { type Runtime, systemContext } from "../runtime.ts";
import { clientsWithNumber, keepNumberAnswer, type NumberAnswer } from "./number-answers.ts";
import { stopNumber } from "./stop-number.ts";

/**
 * Takes what somebody answered to a text: STOP and START hold at once, for that number at every studio of this installation, since all of them write
 * from one (check 67). Each studio is asked for itself, as nobody but it can look its numbers up; one that cannot be asked now keeps no other from
 * hearing, and is told to whoever runs the installation. Told twice by the provider, nothing changes. All of them keep it as heard at one moment, that
 * of its first telling: however long the round takes, and however often it is told, what was said later holds. Answers whether a number that had
 * no texts has them again; throws where a studio did not hear.
 */
export async function takeTextReply(
  runtime: Runtime,
  { from, reply, messageSid }: ReceivedText,
): Promise<boolean> {
  if (reply === null || reply === "help") return false;
  let failure: unknown = null;
  const round = async <Answer>(ask: (tenantId: string) => Promise<Answer>): Promise<readonly Answer[]> => {
    const answers: Answer[] = [];
    for (const tenantId of tenantIds) {
      try {
        answers.push(await ask(tenantId));
      } catch (error) {
        runtime.log.error("text_reply_lost", { tenantId, reply });
        failure = error;
      }
    }
    return answers;
  };
  const tenantIds = await listTenantIds(runtime);
  const context = (tenantId: string) => systemContext(runtime, tenantId, "text-reply");
  const heard = await round(async (tenantId) => await whenHeard(context(tenantId), { messageSid }));
  const [first, ...others] = heard;
  if (first === undefined) {
    if (failure !== null) throw failure;
    return false;
  }
  const answer = { number: from, reply, messageSid, saidAt: instant(Math.min(first, ...others)) };
  const news = await round(async (tenantId) => await keepTextReply(context(tenantId), answer));
  if (failure !== null) throw failure;
  return news.includes(true);
}

/** When a studio first heard an answer: now, for one that it does not have. */
const whenHeard = defineVerb<Pick<NumberAnswer, "messageSid">, Instant>({
  name: "messages.when_text_reply_heard",
  permission: "job:run",
  isolation: "read committed",
  trace: "public", // an id and a time, and nothing is written
  async run({ tx, tenantId, now, input: { messageSid } }) {
    if (messageSid === null) return now;
    const kept = await tx.textReply.findUnique({
      where: { tenantId_messageSid: { tenantId, messageSid } },
      select: { id: true, saidAt: true },
    });
    return kept === null ? now : fromInstantColumn(kept.saidAt);
  },
});

/** Answers whether a number without texts has them again. */
const keepTextReply = defineVerb<NumberAnswer & { readonly reply: Exclude<TextReply, "help"> }, boolean>({
  name: "messages.keep_text_reply",
  permission: "job:run",
  isolation: "read committed",
  trace: "sweep", // most studios do not know the number, and have nothing to tell of it
  opens: "phi",
  async run(work) {
    const { tx, input, tenantId, audit } = work;
    if (input.reply === "stop") {
      await stopNumber(work, input);
      return false;
    }
    const stops = await keepNumberAnswer(work, input);
    if (stops === null || stops.after) return false;
    const theirs = await clientsWithNumber(work, input.number, "stopped");
    for (const clientId of theirs) {
      await tx.client.update({
        where: { tenantId_id: { tenantId, id: clientId } },
        data: { textsStoppedAt: null },
        select: { id: true },
      });
      const of = { resource: "client", resourceId: clientId, clientId };
      audit({ action: "update", ...of, changed: ["texts_stopped"] });
    }
    return stops.before || theirs.length > 0;
  },
});
