import { namedTenants, publicRouter, serveCalls } from "@quietroom/api";
import { answerHeaders } from "@quietroom/web/page-security";
import { api } from "../../../../server/api.ts";
import { site } from "../../../../server/site.ts";
import { studiosAsked } from "../../../../server/studios-asked.ts";

export const dynamic = "force-dynamic";

async function handle(request: Request): Promise<Response> {
  const { origin, serving, admit } = site();
  const { publicContext } = await api();
  return await serveCalls({
    router: publicRouter,
    request,
    origin,
    headers: answerHeaders(serving),
    admit: (inputs) => admit(request.headers, studiosAsked(inputs)),
    createContext: () => ({ ...publicContext(), named: namedTenants(request, origin) }),
  });
}

export { handle as GET, handle as POST };
