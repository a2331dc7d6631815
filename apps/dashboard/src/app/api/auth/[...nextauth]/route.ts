import NextAuth from "next-auth";
import { server } from "../../../../server/api.ts";
import { cookieJar } from "../../../../server/jar.ts";

type Context = { readonly params: Promise<{ readonly nextauth: readonly string[] }> };

async function handle(request: Request, context: Context): Promise<Response> {
  const { auth } = await server();
  const answer: Response = await NextAuth(auth.options)(request, context);
  if (request.method !== "POST") return answer;
  const device = await auth.rememberDevice(await cookieJar(), answer.headers.getSetCookie());
  if (device !== null) answer.headers.append("set-cookie", device);
  return answer;
}

export { handle as GET, handle as POST };
