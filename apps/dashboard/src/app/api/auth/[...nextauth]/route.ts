import NextAuth from "next-auth";
import { server } from "../../../../server/api.ts";

type Context = { readonly params: Promise<{ readonly nextauth: readonly string[] }> };

async function handle(request: Request, context: Context): Promise<Response> {
  const { auth } = await server();
  return await NextAuth(auth.options)(request, context);
}

export { handle as GET, handle as POST };
