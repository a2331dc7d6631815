import type { TextReply } from "@quietroom/domain/messaging";
import type { Runtime } from "@quietroom/services";
import { takeTextReply } from "@quietroom/services/messages";
import type { ReceivedText } from "@quietroom/services/ports";
import { readSigned, type SignedTelling } from "./read-signed.ts";

/**
 * Where a provider tells what somebody answered to a text (NOTIF-09). The answer is what goes back to the number, in the provider's own XML:
 * nobody is answered twice, nor for words that mean nothing to us, or two machines would go on for ever.
 */
export async function serveTextReplies({
  runtime,
  ...served
}: SignedTelling<ReceivedText | null> & { readonly runtime: () => Promise<Runtime> }): Promise<Response> {
  return await readSigned(served, "text_reply_failed", async (told, headers) => {
    const isNews = told !== null && (await takeTextReply(await runtime(), told));
    // "Yes" to a reminder is no wish for texts by whoever has them.
    const isAnswered = told === null || told.answered || (told.reply === "start" && !isNews);
    const reply = isAnswered ? null : told.reply;
    const message = reply === null ? "" : `<Message>${answers[reply]}</Message>`;
    return new Response(`<?xml version="1.0" encoding="UTF-8"?><Response>${message}</Response>`, {
      headers: { ...headers, "content-type": "text/xml; charset=utf-8" },
    });
  });
}

/** Without a studio's name: all of them write from one number. */
const answers: Readonly<Record<TextReply, string>> = {
  stop: "You get no more texts from this number. Your appointments stand, and everything comes by email. Reply START to get texts again.",
  start: "You get texts about your appointments again, if you agreed to them. Reply STOP to end them.",
  help: "These texts are about your appointments. Reply STOP to end them, START to get them again. Nobody reads other replies: please call, or use the link in the text.",
};
