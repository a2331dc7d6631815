import { guardPage } from "@quietroom/web/guard-page";
import { NextResponse, type NextRequest } from "next/server";
import { site } from "./server/site.ts";

/** Guards every page and gives its answer a policy. Nobody is let in to anything here. */
export async function proxy(request: NextRequest): Promise<Response> {
  const { origin, serving, admit } = site();
  const studio = studioIn(request.nextUrl.pathname);
  const guarded = await guardPage(request, {
    origin,
    serving,
    admit: async (headers, deed) => await admit(headers, { studios: studio === null ? [] : [studio], deed }),
  });
  if (guarded.kind === "answered") return guarded.answer;
  return NextResponse.next({ request: { headers: guarded.requestHeaders }, headers: guarded.answerHeaders });
}

/** As Next reads it for the page: written with escapes it is the same studio. */
function studioIn(pathname: string): string | null {
  try {
    return decodeURIComponent(pathname.split("/")[1] ?? "") || null;
  } catch {
    return null;
  }
}

// Our own files and the calls of `/api`, which answer for themselves, do not pass here.
export const config = { matcher: ["/((?!api/|_next/static/|icon.svg$).*)"] };
