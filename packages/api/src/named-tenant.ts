import { isUuid } from "@quietroom/domain/ids";
import { AppError, findTenantBySlug } from "@quietroom/services";
import { noteOtherStudio } from "@quietroom/services/security";
import type { ApiContext, StaffActor } from "./context.ts";

const headerNames = ["x-tenant-id", "x-tenant", "x-studio"];
const fieldNames = ["tenantId", "tenant_id", "tenant"];

/**
 * The studios that a request names by itself, by id or slug: in a header, in its query, or in its host as `slug.` before the host of
 * `siteUrl`. None of them decides anything (TEN-05); they are only held against the studio that the session or the address says.
 */
export function namedTenants(request: Request, siteUrl: string): readonly string[] {
  const inHeaders = headerNames.map((name) => request.headers.get(name));
  const { searchParams } = new URL(request.url);
  const inQuery = [...fieldNames, "studio"].flatMap((name) => searchParams.getAll(name));
  const site = `.${new URL(siteUrl).host}`;
  const hosts = [request.headers.get("host"), request.headers.get("x-forwarded-host")];
  const inHost = hosts.map((host) => (host?.endsWith(site) ? host.slice(0, -site.length) : null));
  return [...inHeaders, ...inQuery, ...inHost].filter((name) => name !== null);
}

/** The studios that an input names in a field of its own. */
function namedIn(input: unknown, fields: readonly string[]): readonly string[] {
  if (typeof input !== "object" || input === null) return [];
  return Object.entries(input).flatMap(([name, value]) =>
    fields.includes(name) ? [typeof value === "string" ? value : ""] : [],
  );
}

/**
 * Throws `forbidden`, logs `tenant_disagrees` and leaves a security incident behind, when a call names another studio than the one it is
 * for: in its header, host, query or body (TEN-05). On the dashboard, whose studio is the session's, a `studio` or `slug` in the body
 * counts as well. Where the incident cannot be kept the call fails all the same.
 */
export async function refuseOtherTenant(
  { runtime, requestId, named }: ApiContext,
  call: {
    readonly path: string;
    readonly tenantId: string;
    readonly audience: "public" | "staff";
    readonly input: unknown;
    /** Who asks, where somebody is signed in. */
    readonly by?: StaffActor;
  },
): Promise<void> {
  const { path, tenantId, audience, input } = call;
  const fields = audience === "staff" ? [...fieldNames, "studio", "slug"] : fieldNames;
  if (!(await isOtherAmong(runtime, [...named, ...namedIn(input, fields)], tenantId))) return;
  runtime.log.warn("tenant_disagrees", { requestId, path, tenantId });
  const actor = call.by ?? ({ kind: "public", tenantId } as const);
  await noteOtherStudio({ runtime, actor, requestId }, { path });
  throw new AppError("forbidden");
}

/** Whether one of these names, each an id or a slug, is another studio's or nobody's. */
export async function isOtherAmong(
  runtime: ApiContext["runtime"],
  names: readonly string[],
  tenantId: string,
): Promise<boolean> {
  for (const name of new Set(names)) {
    const meant = isUuid(name) ? name : await findTenantBySlug(runtime, name);
    if (meant !== tenantId) return true;
  }
  return false;
}
