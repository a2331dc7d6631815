/** Why a site may not be reached at `url` in this mode, or null. On a real server links, codes and cookies travel encrypted only. */
export function originRefusal(mode: string, url: string): string | null {
  const { protocol, hostname } = new URL(url);
  const ownMachine = ["localhost", "127.0.0.1", "[::1]"].includes(hostname);
  return mode !== "production" || protocol === "https:" || ownMachine
    ? null
    : "set it to an https address: put a proxy with a certificate in front of this site";
}
