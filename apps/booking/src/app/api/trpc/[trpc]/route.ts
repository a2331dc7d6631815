import { publicRouter } from "@quietroom/api";
import { fetchRequestHandler } from "@trpc/server/adapters/fetch";
import { api } from "../../../../server/api.ts";

export const dynamic = "force-dynamic";

async function handle(request: Request): Promise<Response> {
  const { publicContext } = await api();
  return await fetchRequestHandler({
    endpoint: "/api/trpc",
    req: request,
    router: publicRouter,
    createContext: publicContext,
  });
}

export { handle as GET, handle as POST };
