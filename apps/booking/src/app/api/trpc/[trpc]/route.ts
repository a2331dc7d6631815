import { namedTenants, publicRouter } from "@quietroom/api";
import { fetchRequestHandler } from "@trpc/server/adapters/fetch";
import { api } from "../../../../server/api.ts";

export const dynamic = "force-dynamic";

async function handle(request: Request): Promise<Response> {
  const { publicContext, runtime } = await api();
  return await fetchRequestHandler({
    endpoint: "/api/trpc",
    req: request,
    router: publicRouter,
    createContext: () => ({ ...publicContext(), named: namedTenants(request, runtime.bookingUrl) }),
  });
}

export { handle as GET, handle as POST };
