/**
 * AUTH-34: whether a request that may change something comes from our own pages. Browsers say where a request comes from and no
 * page can change what they say; one that says nothing is not believed. `origin` is the site's public one.
 */
export function isFromOurPages(headers: Headers, origin: string): boolean {
  const site = headers.get("sec-fetch-site");
  if (site !== null && site !== "same-origin") return false;
  const from = headers.get("origin");
  return from === null ? site === "same-origin" : from === origin;
}

/** Whether a request that only reads may be answered: from our pages, typed into the address bar, or by no browser at all. */
export function mayRead(headers: Headers): boolean {
  const site = headers.get("sec-fetch-site");
  return site === null || site === "same-origin" || site === "none";
}
