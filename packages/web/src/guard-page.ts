import { type Deed, deedOf } from "./deed-of.ts";
import type { Admission } from "./limit-requests.ts";
import { answerHeaders, NONCE_HEADER, pageSecurity, type Serving } from "./page-security.ts";
import { refusedRequestPage } from "./refused-request-page.ts";
import { isFromOurPages } from "./same-origin.ts";

/** Carries the path and query of the page that was asked for to the pages, which Next tells only what it took from them. */
export const PATH_HEADER = "x-quietroom-path";

/** A page's request is either answered at the door or goes on, with headers for the page and headers for its answer. */
export type GuardedPage =
  | { readonly kind: "answered"; readonly answer: Response }
  | {
      readonly kind: "onward";
      readonly requestHeaders: Headers;
      readonly answerHeaders: Readonly<Record<string, string>>;
    };

/**
 * What every request for a page passes before the page: a form is taken from our own pages only (AUTH-34), its sender may not
 * ask too often (API-06), and the answer gets its policy (COMP-12). Lets nobody in to anything: who may see what is decided by
 * pages and procedures, which must hold without this.
 */
export async function guardPage(
  request: { readonly method: string; readonly headers: Headers; readonly url: string },
  site: {
    readonly origin: string;
    readonly serving: Serving;
    readonly admit: (headers: Headers, deed: Deed) => Promise<Admission>;
  },
): Promise<GuardedPage> {
  const { nonce, policy } = pageSecurity(site.serving);
  // Links and forms here are somebody's own: whatever a page forgets to say, no cache keeps it.
  const headers = { ...answerHeaders(site.serving, policy), "cache-control": "no-store" };
  const deed = deedOf(request);
  if (deed === "changes" && !isFromOurPages(request.headers, site.origin)) {
    return refused("Forms are taken from this site's own pages only.\n", 403, {
      ...headers,
      "content-type": "text/plain; charset=utf-8",
    });
  }
  const admission = await site.admit(request.headers, deed);
  if (!admission.ok) {
    return refused(refusedRequestPage(admission, nonce), admission.status, {
      ...headers,
      ...admission.headers,
      "content-type": "text/html; charset=utf-8",
    });
  }
  const requestHeaders = new Headers(request.headers);
  requestHeaders.set("content-security-policy", policy);
  requestHeaders.set(NONCE_HEADER, nonce);
  const { pathname, search } = new URL(request.url);
  requestHeaders.set(PATH_HEADER, pathname + search);
  return { kind: "onward", requestHeaders, answerHeaders: headers };
}

function refused(body: string, status: number, headers: Readonly<Record<string, string>>): GuardedPage {
  return { kind: "answered", answer: new Response(body, { status, headers }) };
}
