import { NextResponse, type NextRequest } from "next/server";
import { PATH_HEADER } from "./path-header.ts";

/** Tells a layout which page was asked for, so that sign-in can lead back to it. Decides nothing: pages and procedures do. */
export function proxy(request: NextRequest): NextResponse {
  const headers = new Headers(request.headers);
  headers.set(PATH_HEADER, request.nextUrl.pathname + request.nextUrl.search);
  return NextResponse.next({ request: { headers } });
}

export const config = { matcher: ["/((?!api/|_next/|icon).*)"] };
