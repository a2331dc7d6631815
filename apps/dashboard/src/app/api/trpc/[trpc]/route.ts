import { namedTenants, staffRouter } from "@quietroom/api";
import { fetchRequestHandler } from "@trpc/server/adapters/fetch";
import { server, staffContext } from "../../../../server/api.ts";

export const dynamic = "force-dynamic";

async function handle(request: Request): Promise<Response> {
  const { env } = await server();
  return await fetchRequestHandler({
    endpoint: "/api/trpc",
    req: request,
    router: staffRouter,
    // Queries and streams are asked by pages, also long after their person has left; changes are made by people.
    createContext: async () => ({
      ...(await staffContext(request.method === "GET" ? "page" : "person")),
      named: namedTenants(request, env.NEXTAUTH_URL),
    }),
  });
}

export { handle as GET, handle as POST };
