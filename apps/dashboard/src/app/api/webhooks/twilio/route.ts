import { serveTextReplies } from "@quietroom/api";
import { readTwilioWebhook } from "@quietroom/integrations/twilio-webhook";
import { answerHeaders } from "@quietroom/web/page-security";
import { textAccount } from "@quietroom/web/text-settings";
import { readEnv } from "../../../../env.ts";
import { server } from "../../../../server/api.ts";
import { log } from "../../../../server/log.ts";
import { site } from "../../../../server/site.ts";

export const dynamic = "force-dynamic";

/** Where Twilio tells what somebody answered to a text. */
export async function POST(request: Request): Promise<Response> {
  const { serving, admitAddress } = site();
  const env = readEnv();
  const account = textAccount(env);
  const url = new URL("/api/webhooks/twilio", env.NEXTAUTH_URL).href;
  return await serveTextReplies({
    request,
    headers: answerHeaders(serving),
    read: account === null ? null : (sent) => readTwilioWebhook({ ...account, url }, sent),
    admit: async () => await admitAddress(request.headers),
    runtime: async () => (await server()).api.runtime,
    log,
  });
}
