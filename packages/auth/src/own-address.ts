/** What an address of `/api/auth` may say, by its action. What a provider answers, and why a page of ours is shown; nothing else. */
const told: Readonly<Record<string, readonly string[]>> = {
  callback: ["code", "state", "iss", "error"],
  signin: ["error"],
  error: ["error"],
};

/**
 * The address of a request to `/api/auth` without anything that it should not say. next-auth takes a sign-in's query for parameters
 * of the provider, where it could set the redirect address or the client, and a callback's for tokens that nobody exchanged a code for.
 */
export function ownAddress(request: { readonly url: string; readonly method: string }): URL {
  const url = new URL(request.url);
  const action = /^\/api\/auth\/([^/]+)/.exec(url.pathname)?.[1] ?? "";
  const kept = request.method === "GET" ? (told[action] ?? []) : [];
  // Each once: of two answers neither counts.
  const pairs = kept.flatMap((name) => {
    const [value, ...more] = url.searchParams.getAll(name);
    return value === undefined || more.length > 0 ? [] : [[name, value] as const];
  });
  url.search = new URLSearchParams(Object.fromEntries(pairs)).toString();
  return url;
}
