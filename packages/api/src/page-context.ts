import { AppError } from "@quietroom/services";
import type { ApiContext, StaffActor } from "./context.ts";
import { namedTenants, refuseOtherTenant } from "./named-tenant.ts";

/** What a page knows of the request that it answers: its headers, and its address as the site's own. */
type PageRequest = { readonly headers: Headers; readonly path: string; readonly siteUrl: string };

/** The context of a page's own calls, which holds against the studio whatever the page's request names besides (TEN-05). */
export function pageContext(context: ApiContext, { headers, path, siteUrl }: PageRequest): ApiContext {
  const request = new Request(new URL(path, siteUrl), { headers });
  return { ...context, named: namedTenants(request, siteUrl) };
}

/** Whether a page that somebody of the staff asks for names no other studio; one that does is noticed like a call. */
export async function pageKeepsToTenant(context: ApiContext, actor: StaffActor): Promise<boolean> {
  const { tenantId } = actor;
  try {
    await refuseOtherTenant(context, { path: "page", tenantId, audience: "staff", input: null, by: actor });
    return true;
  } catch (error) {
    if (error instanceof AppError && error.code === "forbidden") return false;
    throw error;
  }
}
