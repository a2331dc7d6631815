import { clientAddress } from "@quietroom/web/client-address";
import type { AuthSettings } from "./create-auth.ts";
import { cookiesIn } from "./cookies-in.ts";
import { deviceCookie } from "./session-cookie.ts";

/** Whoever sends a request, as far as it can be believed. */
export type Sender = {
  readonly cookies: Readonly<Record<string, string>>;
  /** The sender's own words. */
  readonly userAgent: string;
  /** As our own proxies or the connection itself tell it (AUTH-45), an IPv6 one as its /64; null when nobody does. */
  readonly ip: string | null;
  readonly deviceToken: string | null;
};

export function senderOf(
  headers: Headers,
  settings: Pick<AuthSettings, "transport" | "trustedProxyHops">,
): Sender {
  const cookies = cookiesIn(headers.get("cookie"));
  const address = clientAddress(headers, settings.trustedProxyHops);
  return {
    cookies,
    userAgent: headers.get("user-agent") ?? "",
    ip: address === "unknown" ? null : address,
    deviceToken: cookies[deviceCookie(settings).name] ?? null,
  };
}
