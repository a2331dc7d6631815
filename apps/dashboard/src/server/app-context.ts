import { clientAddress } from "@quietroom/web/client-address";
import { server } from "./api.ts";

/** The procedures' context for an app: whoever its token stands for. Cookies are not looked at. */
export async function appContext(token: string, headers: Headers) {
  const { api, apps, env } = await server();
  const address = clientAddress(headers, env.TRUSTED_PROXY_HOPS);
  return api.staffContext(async (purpose) => await apps.findApp(token, purpose, headers), {
    ip: address === "unknown" ? null : address,
    userAgent: headers.get("user-agent") ?? "",
  });
}
