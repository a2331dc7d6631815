import { AppError, findTenantBySlug } from "@quietroom/services";
import type { ApiContext, StaffActor } from "./context.ts";
import { isOtherAmong, namedTenants, refuseOtherTenant } from "./named-tenant.ts";

/** What a page knows of the request that it answers: its headers, and its address as the site's own. */
export type PageRequest = { readonly headers: Headers; readonly path: string; readonly siteUrl: string };

/** The context of a page's own calls, which holds against the studio whatever the page's request names besides (TEN-05). */
export function pageContext(context: ApiContext, request: PageRequest): ApiContext {
  return { ...context, named: namedIn(request) };
}

/** Whether the studio of a page's address is there, open or not, and the page's request names no other besides (TEN-05). */
export async function isStudioPage(
  runtime: ApiContext["runtime"],
  slug: string,
  request: PageRequest,
): Promise<boolean> {
  const tenantId = await findTenantBySlug(runtime, slug);
  return tenantId !== null && !(await isOtherAmong(runtime, namedIn(request), tenantId));
}

function namedIn({ headers, path, siteUrl }: PageRequest): readonly string[] {
  return namedTenants(new Request(new URL(path, siteUrl), { headers }), siteUrl);
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
