import { serveTokens } from "@quietroom/api";
import { answerHeaders } from "@quietroom/web/page-security";
import { server } from "../../../server/api.ts";
import { log } from "../../../server/log.ts";
import { site } from "../../../server/site.ts";

export const dynamic = "force-dynamic";

/** Where apps change a code or a refresh token for tokens. */
export async function POST(request: Request): Promise<Response> {
  const { serving, admitAddress } = site();
  return await serveTokens({
    request,
    headers: answerHeaders(serving),
    admit: async () => await admitAddress(request.headers),
    grant: async (asked) => await (await server()).apps.grantTokens(asked, request.headers),
    log,
  });
}
