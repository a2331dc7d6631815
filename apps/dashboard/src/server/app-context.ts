import { server } from "./api.ts";

/** The procedures' context for an app: whoever its token stands for. Cookies are not looked at. */
export async function appContext(token: string, headers: Headers) {
  const { api, apps } = await server();
  return api.staffContext(async (purpose) => await apps.findApp(token, purpose, headers));
}
