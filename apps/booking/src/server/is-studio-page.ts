import { api } from "./api.ts";
import { site } from "./site.ts";

/**
 * Whether a studio is at this page's address and its request names no other, for the proxy, which has no page to say so. What cannot be
 * found out now counts as there: the page asks again and says that the booking desk cannot be reached.
 */
export async function isStudioPage(
  slug: string,
  request: { readonly headers: Headers; readonly path: string },
): Promise<boolean> {
  try {
    return await (await api()).isStudioPage(slug, { ...request, siteUrl: site().origin });
  } catch {
    return true;
  }
}
