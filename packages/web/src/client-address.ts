import { isIP, isIPv4 } from "node:net";
import { PEER_HEADER } from "./note-peer.ts";

/**
 * AUTH-45: the client's address, from trusted hops only. `trustedHops` is how many proxies of our own stand before this process,
 * each of which appends the address it was called from to X-Forwarded-For; with none that header is not looked at. What a
 * client writes itself stands further left and is never reached. A request that came by fewer hops counts as its peer.
 * An IPv6 client counts as its /64, which is what one household or host is given. "unknown" when nothing is an address.
 */
export function clientAddress(headers: Headers, trustedHops: number): string {
  const forwarded = (headers.get("x-forwarded-for") ?? "").split(",").filter((part) => part.trim() !== "");
  const peer = headers.get(PEER_HEADER) ?? "";
  const named = trustedHops === 0 ? peer : (forwarded.at(-trustedHops) ?? peer);
  return network(named.trim()) ?? network(peer) ?? "unknown";
}

function network(text: string): string | null {
  const address = text.replace(/^::ffff:(?=[0-9.]+$)/i, "");
  if (isIPv4(address)) return address;
  if (isIP(address) !== 6) return null;
  const [head = "", tail] = (address.split("%")[0] ?? "").toLowerCase().split("::");
  const before = head === "" ? [] : head.split(":");
  const after = tail === undefined || tail === "" ? [] : tail.split(":");
  const gap = tail === undefined ? 0 : Math.max(0, 8 - before.length - after.length);
  const groups = [...before, ...Array.from({ length: gap }, () => "0"), ...after];
  const prefix = groups.slice(0, 4).map((group) => Number.parseInt(group, 16).toString(16));
  return `${prefix.join(":")}::/64`;
}
