import { dashboardRouter, namedTenants, serveCalls, type StaffActor, staffRouter } from "@quietroom/api";
import { bearerIn } from "@quietroom/auth";
import { answerHeaders } from "@quietroom/web/page-security";
import { staffContext } from "../../../../server/api.ts";
import { appContext } from "../../../../server/app-context.ts";
import { site } from "../../../../server/site.ts";

export const dynamic = "force-dynamic";

async function handle(request: Request): Promise<Response> {
  const { origin, serving, admitCalls } = site();
  const token = bearerIn(request.headers);
  // Queries and streams are asked by pages, also long after their person has left; changes are made by people.
  const context =
    token === null
      ? await staffContext(request.method === "GET" ? "page" : "person")
      : await appContext(token, request.headers);
  // Whoever asks is looked up once a request, for the limits and for every call in it, and not at all for a request that is
  // refused before: another site's must keep nobody's session awake. Streams look again by themselves.
  let found: Promise<StaffActor | null> | undefined;
  const asking = async () => await (found ??= context.findStaff("request"));
  // What went wrong in looking is for the procedures to answer.
  const stands = async () =>
    await asking().then(
      (actor) => actor !== null,
      () => true,
    );
  return await serveCalls({
    router: token === null ? dashboardRouter : staffRouter,
    request,
    origin,
    headers: answerHeaders(serving),
    admit: async ({ deed, calls }) =>
      await admitCalls(request.headers, { actor: await asking().catch(() => null), deed, calls }),
    createContext: () => ({
      ...context,
      named: namedTenants(request, origin),
      findStaff: async (purpose) => await (purpose === "request" ? asking() : context.findStaff(purpose)),
    }),
    ...(token === null ? {} : { app: { stands } }),
  });
}

export { handle as GET, handle as POST };
