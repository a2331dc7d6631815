import { staffRouter } from "@quietroom/api";
import { fetchRequestHandler } from "@trpc/server/adapters/fetch";
import { staffContext } from "../../../../server/api.ts";

export const dynamic = "force-dynamic";

async function handle(request: Request): Promise<Response> {
  return await fetchRequestHandler({
    endpoint: "/api/trpc",
    req: request,
    router: staffRouter,
    createContext: staffContext,
  });
}

export { handle as GET, handle as POST };
