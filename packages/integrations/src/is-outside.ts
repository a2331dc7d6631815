import { networkInterfaces } from "node:os";
import ipaddr from "ipaddr.js";

/** All of today's public IPv6 lies in it; what leads back to IPv4 by another notation lies elsewhere or is told apart by its range. */
const publicIpv6 = ipaddr.IPv6.parseCIDR("2000::/3");

/** Public by number and inside by use: Azure's host, which answers every machine there. */
const insideByUse = ["168.63.129.16"];

/**
 * Whether an address, as DNS or a URL gives it, is one of the public internet: not of this machine, its networks or its cloud, and no
 * notation that a translator on the way would turn into such a one (NAT64, 6to4, Teredo, IPv4 within IPv6). False for what is no address.
 */
export function isOutside(address: string): boolean {
  if (!ipaddr.IPv4.isValidFourPartDecimal(address) && !ipaddr.IPv6.isValid(address)) return false;
  if (insideByUse.includes(address) || ownAddresses().includes(address.toLowerCase())) return false;
  const parsed = ipaddr.parse(address);
  if (parsed instanceof ipaddr.IPv6 && !parsed.match(publicIpv6)) return false;
  return parsed.range() === "unicast";
}

/** A service may listen on this machine's public address and still be meant for itself alone. */
function ownAddresses(): readonly string[] {
  return Object.values(networkInterfaces())
    .flat()
    .flatMap((one) => one?.address ?? []);
}
