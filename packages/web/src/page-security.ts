import { randomBytes } from "node:crypto";
import { dataPolicy } from "./fixed-headers.ts";

/** How the site is served: whether its public origin is https, and whether Next's dev server draws it. */
export type Serving = { readonly transport: "https" | "http"; readonly server: "built" | "dev" };

export type PageSecurity = {
  /** Of this request alone; Next puts it on its scripts, and our own style elements carry it too. */
  readonly nonce: string;
  /** The policy of the page; also to be sent on to Next, which reads the nonce from it. */
  readonly policy: string;
};

/** Carries the nonce from the proxy to the page. Set by us on every request, so nobody outside can choose it. */
export const NONCE_HEADER = "x-quietroom-nonce";

/**
 * COMP-12: what a page may do. Scripts run by the request's nonce or because such a script loaded them, styles come from our own
 * files or carry the nonce, and `style` attributes do nothing: the product positions by classes. The dev server's own tools
 * evaluate code and write styles, so only there both are let in.
 */
export function pageSecurity({ server }: Serving): PageSecurity {
  const nonce = randomBytes(16).toString("base64");
  const dev = server === "dev";
  const policy = [
    "default-src 'none'",
    `script-src 'nonce-${nonce}' 'strict-dynamic'${dev ? " 'unsafe-eval'" : ""}`,
    dev ? "style-src 'self' 'unsafe-inline'" : `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self'",
    "font-src 'self'",
    `connect-src 'self'${dev ? " ws: wss:" : ""}`,
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join("; ");
  return { nonce, policy };
}

/** The answer's headers that the request or the transport decides; `pages` have their own policy, data has none to speak of. */
export function answerHeaders(
  serving: Serving,
  policy: string = dataPolicy,
): Readonly<Record<string, string>> {
  return {
    "content-security-policy": policy,
    // RFC 6797: never over plain http, where it means nothing. Two years, the length that preloading asks for.
    ...(serving.transport === "https"
      ? { "strict-transport-security": "max-age=63072000; includeSubDomains" }
      : {}),
  };
}
