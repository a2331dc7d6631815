import { isUuid } from "@quietroom/domain/ids";
import type { SignedIn } from "@quietroom/services/staff";
import type { CookieOption } from "next-auth";
import { decode } from "next-auth/jwt";

type Transport = { readonly transport: "https" | "http" };

/** The cookie that names the session: out of reach of scripts and of other sites, and over https of other hosts as well. */
export function sessionCookie({ transport }: Transport): CookieOption {
  const secure = transport === "https";
  return {
    name: secure ? "__Host-quietroom-session" : "quietroom-session",
    options: { httpOnly: true, sameSite: "lax", path: "/", secure },
  };
}

/**
 * The cookies of a sign-in under way: whom it goes back to, and what ties a provider's answer to this browser. Over https they are bound
 * to their host like the session's, so that no sister domain can lay its own beneath.
 */
export function flowCookies({ transport }: Transport) {
  const { options } = sessionCookie({ transport });
  const name = (what: string) => `${transport === "https" ? "__Host-" : ""}quietroom-${what}`;
  return {
    callbackUrl: { name: name("callback-url"), options },
    csrfToken: { name: name("csrf-token"), options },
    pkceCodeVerifier: { name: name("pkce"), options },
    state: { name: name("state"), options },
    nonce: { name: name("nonce"), options },
  };
}

/** Where a browser keeps that it has passed a second factor before, for half a year. Opens nothing by itself. */
export function deviceCookie(transport: Transport) {
  return keptFor(180, "device", transport);
}

/** Where a browser keeps that its person trusts it with their second factor, for 30 days (AUTH-22). Opens nothing without the first one. */
export function trustCookie(transport: Transport) {
  return keptFor(30, "trust", transport);
}

function keptFor(days: number, what: string, { transport }: Transport) {
  const secure = transport === "https";
  const name = `${secure ? "__Host-" : ""}quietroom-${what}`;
  const line = (token: string) =>
    `${name}=${token}; Path=/; Max-Age=${days * 86_400}; HttpOnly; SameSite=Lax${secure ? "; Secure" : ""}`;
  return { name, line };
}

/** The session that the cookie names, or null for a cookie that is absent, foreign, altered or past its day. */
export async function readSessionCookie(
  cookies: Readonly<Record<string, string>>,
  settings: Transport & { readonly secret: string },
): Promise<SignedIn | null> {
  const token = cookies[sessionCookie(settings).name];
  if (token === undefined) return null;
  try {
    return sessionIn(await decode({ token, secret: settings.secret }));
  } catch {
    return null;
  }
}

/** The two ids that the cookie carries, and nothing else of it. */
export function sessionIn(token: Readonly<Record<string, unknown>> | null): SignedIn | null {
  const { tenantId, sessionId } = token ?? {};
  return isId(tenantId) && isId(sessionId) ? { tenantId, sessionId } : null;
}

function isId(value: unknown): value is string {
  return typeof value === "string" && isUuid(value);
}
