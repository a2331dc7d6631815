import { isIP } from "node:net";

/**
 * The address a request came from, as the nearest of our own proxies saw it: each of `trustedHops` proxies appends whom it heard
 * from, so what stands further left is the sender's own text and counts for nothing (AUTH-45). Null without a proxy of ours,
 * because then nothing in the header can be believed.
 */
export function clientIp(forwardedFor: unknown, trustedHops: number): string | null {
  if (trustedHops < 1 || typeof forwardedFor !== "string") return null;
  const seen = forwardedFor.split(",").map((part) => part.trim());
  const address = seen.at(-trustedHops);
  return address !== undefined && isIP(address) !== 0 ? address.toLowerCase() : null;
}
