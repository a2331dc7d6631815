/** Says of a request, from the proxy to Next's routes, that what it asks for is not there. */
export const NOWHERE_HEADER = "x-quietroom-nowhere";

/**
 * Where such a request is led: deeper than any page lies, so that Next draws its page for what is not there. By a rule of the routes and not by
 * the proxy's own rewrite, which Next takes for another site where it listens on a loopback address.
 */
export const nowhere = {
  source: "/((?!api/|_next/static/|icon.svg$).*)", // what passes the proxy, which lets nobody else say so
  has: [{ type: "header", key: NOWHERE_HEADER, value: "1" }],
  destination: "/-/-/-/-/-/-/-/-",
} as const;
