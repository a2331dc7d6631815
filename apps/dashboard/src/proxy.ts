import { guardPage } from "@quietroom/web/guard-page";
import { isReadable, unreadableAddress } from "@quietroom/web/unreadable-address";
import { NextResponse, type NextRequest } from "next/server";
import { site } from "./server/site.ts";

/**
 * Guards every page, gives its answer a policy, and tells the page how it was asked for, so that sign-in can lead back to it.
 * Nobody is let in to anything here: pages and procedures decide.
 */
export async function proxy(request: NextRequest): Promise<Response> {
  const { pathname } = request.nextUrl;
  if (pathname.startsWith("/api/")) return unreadableAddress(pathname) ?? NextResponse.next();
  const { origin, serving, admitPage } = site();
  const guarded = await guardPage(request, { origin, serving, admit: admitPage });
  if (guarded.kind === "answered") return guarded.answer;
  if (!isReadable(pathname)) return NextResponse.redirect(new URL("/-", origin)); // where no page is, and Next can say so
  return NextResponse.next({ request: { headers: guarded.requestHeaders }, headers: guarded.answerHeaders });
}

// Our own files and the calls of `/api`, which answer for themselves, do not pass here; but for those with an escape, which Next may not read.
export const config = { matcher: ["/((?!api/|_next/static/|icon.svg$).*)", "/api/(.*%.*)"] };
