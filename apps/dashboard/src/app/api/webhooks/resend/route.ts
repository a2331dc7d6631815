import { serveDeliveries } from "@quietroom/api";
import { readResendWebhook } from "@quietroom/integrations/resend-webhook";
import { answerHeaders } from "@quietroom/web/page-security";
import { readEnv } from "../../../../env.ts";
import { server } from "../../../../server/api.ts";
import { log } from "../../../../server/log.ts";
import { site } from "../../../../server/site.ts";

export const dynamic = "force-dynamic";

/** Where Resend tells what became of emails. */
export async function POST(request: Request): Promise<Response> {
  const { serving, admitAddress } = site();
  const { RESEND_WEBHOOK_SECRET: secret } = readEnv();
  return await serveDeliveries({
    request,
    headers: answerHeaders(serving),
    read: secret === undefined ? null : (sent) => readResendWebhook(secret, sent),
    admit: async () => await admitAddress(request.headers),
    runtime: async () => (await server()).api.runtime,
    log,
  });
}
