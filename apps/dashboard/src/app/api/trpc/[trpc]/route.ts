import { dashboardRouter, namedTenants, serveCalls, type StaffActor } from "@quietroom/api";
import { answerHeaders } from "@quietroom/web/page-security";
import { staffContext } from "../../../../server/api.ts";
import { site } from "../../../../server/site.ts";

export const dynamic = "force-dynamic";

async function handle(request: Request): Promise<Response> {
  const { origin, serving, admitCall } = site();
  // Queries and streams are asked by pages, also long after their person has left; changes are made by people.
  const context = await staffContext(request.method === "GET" ? "page" : "person");
  // Whoever asks is looked up once a request, for the limits and for every call in it, and not at all for a request that is
  // refused before: another site's must keep nobody's session awake. Streams look again by themselves.
  let found: Promise<StaffActor | null> | undefined;
  const asking = async () => await (found ??= context.findStaff("request"));
  return await serveCalls({
    router: dashboardRouter,
    request,
    origin,
    headers: answerHeaders(serving),
    // What went wrong in looking is for the procedures to answer.
    admit: async () => await admitCall(request.headers, await asking().catch(() => null)),
    createContext: () => ({
      ...context,
      named: namedTenants(request, origin),
      findStaff: async (purpose) => await (purpose === "request" ? asking() : context.findStaff(purpose)),
    }),
  });
}

export { handle as GET, handle as POST };
