import { bookingSiteRouter, namedTenants, serveCalls } from "@quietroom/api";
import { answerHeaders } from "@quietroom/web/page-security";
import { api } from "../../../../server/api.ts";
import { portalCookies, portalDoor } from "../../../../server/portal.ts";
import { senderOf } from "../../../../server/sender.ts";
import { site } from "../../../../server/site.ts";
import { studiosAsked } from "../../../../server/studios-asked.ts";

export const dynamic = "force-dynamic";

async function handle(request: Request): Promise<Response> {
  const { origin, serving, admit } = site();
  const { publicContext } = await api();
  const door = await portalDoor();
  const jar = await portalCookies();
  // A mutation is something a person does, and keeps the session awake; a page that looks by itself does not (AUTH-30).
  const purpose = request.method === "POST" ? "request" : "recheck";
  return await serveCalls({
    router: bookingSiteRouter,
    request,
    origin,
    headers: answerHeaders(serving),
    admit: ({ inputs, ...asked }) => admit(request.headers, { studios: studiosAsked(inputs), ...asked }),
    createContext: () => ({
      ...publicContext((studio) => door.findClient(studio, jar, purpose), senderOf(request.headers)),
      named: namedTenants(request, origin),
    }),
  });
}

export { handle as GET, handle as POST };
