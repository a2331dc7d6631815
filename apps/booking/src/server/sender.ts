import { clientAddress } from "@quietroom/web/client-address";
import { readEnv } from "../env.ts";

/** Whoever sends a request, as far as it can be believed (AUTH-45). */
export function senderOf(headers: Headers): { readonly ip: string | null; readonly userAgent: string } {
  const address = clientAddress(headers, readEnv().TRUSTED_PROXY_HOPS);
  return { ip: address === "unknown" ? null : address, userAgent: headers.get("user-agent") ?? "" };
}
