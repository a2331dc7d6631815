/** Whether what is escaped in a path can be read: where Next meets what cannot, it fails. */
export function isReadable(pathname: string): boolean {
  try {
    decodeURIComponent(pathname);
    return true;
  } catch {
    return false;
  }
}

/** The answer to a call at an address that nobody can read; null where it can be read. */
export function unreadableAddress(pathname: string): Response | null {
  if (isReadable(pathname)) return null;
  return new Response("This address cannot be read. Check how it is written, and ask again.\n", {
    status: 400,
    headers: { "content-type": "text/plain; charset=utf-8", "cache-control": "no-store" },
  });
}
