import { isFromOurPages } from "@quietroom/web/same-origin";
import NextAuth from "next-auth";
import { server } from "../../../../server/api.ts";
import { cookieJar } from "../../../../server/jar.ts";
import { site } from "../../../../server/site.ts";

type Context = { readonly params: Promise<{ readonly nextauth: readonly string[] }> };

async function handle(request: Request, context: Context): Promise<Response> {
  const changes = request.method === "POST";
  if (changes && !isFromOurPages(request.headers, site().origin)) return new Response(null, { status: 403 });
  const { auth } = await server();
  const answer: Response = await NextAuth(auth.options)(request, context);
  if (!changes) return answer;
  const device = await auth.rememberDevice(await cookieJar(), answer.headers.getSetCookie());
  if (device !== null) answer.headers.append("set-cookie", device);
  return answer;
}

export { handle as GET, handle as POST };
