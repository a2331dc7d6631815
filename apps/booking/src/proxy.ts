import { guardPage } from "@quietroom/web/guard-page";
import { isReadable, unreadableAddress } from "@quietroom/web/unreadable-address";
import { NextResponse, type NextRequest } from "next/server";
import { isStudioPage } from "./server/is-studio-page.ts";
import { site } from "./server/site.ts";
import { NOWHERE_HEADER } from "./studio/nowhere.ts";
import { notHerePath } from "./studio/not-here-path.ts";
import { studioInPath } from "./studio/studio-in-path.ts";

/**
 * Guards every page and gives its answer a policy. Nobody is let in to anything here. What is not there is led to where no page is, which
 * Next draws on the server: a page that finds out by itself gets the right status, but words that only scripts draw.
 */
export async function proxy(request: NextRequest): Promise<Response> {
  const { origin, serving, admit } = site();
  const { pathname, search } = request.nextUrl;
  if (pathname.startsWith("/api/")) return unreadableAddress(pathname) ?? NextResponse.next();
  const studio = studioInPath(pathname);
  const guarded = await guardPage(request, {
    origin,
    serving,
    admit: async (headers, deed) => await admit(headers, { studios: studio === null ? [] : [studio], deed }),
  });
  if (guarded.kind === "answered") return guarded.answer;
  const { requestHeaders, answerHeaders } = guarded;
  const asked = { headers: request.headers, path: pathname + search };
  // The first page, and Next's own addresses, are no studio's.
  const isHere =
    isReadable(pathname) &&
    (studio === null ||
      studio === "_next" ||
      (pathname !== notHerePath(studio) && (await isStudioPage(studio, asked))));
  if (isHere) requestHeaders.delete(NOWHERE_HEADER);
  else requestHeaders.set(NOWHERE_HEADER, "1");
  return NextResponse.next({ request: { headers: requestHeaders }, headers: answerHeaders });
}

// Our own files and the calls of `/api`, which answer for themselves, do not pass here; but for those with an escape, which Next may not read.
export const config = { matcher: ["/((?!api/|_next/static/|icon.svg$).*)", "/api/(.*%.*)"] };
