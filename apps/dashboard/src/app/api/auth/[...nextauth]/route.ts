import { ownAddress } from "@quietroom/auth";
import { answerHeaders } from "@quietroom/web/page-security";
import { isFromOurPages } from "@quietroom/web/same-origin";
import NextAuth from "next-auth";
import { NextRequest } from "next/server";
import { server } from "../../../../server/api.ts";
import { cookieJar } from "../../../../server/jar.ts";
import { site } from "../../../../server/site.ts";

type Context = { readonly params: Promise<{ readonly nextauth: readonly string[] }> };

async function handle(request: Request, context: Context): Promise<Response> {
  const { origin, serving, admitAddress } = site();
  const changes = request.method === "POST";
  if (changes && !isFromOurPages(request.headers, origin)) return new Response(null, { status: 403 });
  // Only a provider elsewhere comes back by an address; next-auth calls anything else that does so a failure of its own.
  const [action, provider] = (await context.params).nextauth;
  if (!changes && action === "callback" && provider !== "oidc")
    return new Response(null, { status: 405, headers: { ...answerHeaders(serving), allow: "POST" } });
  // Some of these requests make us ask the provider in turn.
  const admission = await admitAddress(request.headers);
  if (!admission.ok) {
    const { status } = admission;
    return new Response(null, { status, headers: { ...answerHeaders(serving), ...admission.headers } });
  }
  const { auth } = await server();
  const asked = new NextRequest(ownAddress(request), request);
  const answer: Response = await NextAuth(auth.options(request.headers))(asked, context);
  if (!changes) return answer;
  const device = await auth.rememberDevice(await cookieJar(), answer.headers.getSetCookie());
  if (device !== null) answer.headers.append("set-cookie", device);
  const trusted = await auth.trustDevice(answer.headers.getSetCookie());
  if (trusted !== null) answer.headers.append("set-cookie", trusted);
  return answer;
}

export { handle as GET, handle as POST };
