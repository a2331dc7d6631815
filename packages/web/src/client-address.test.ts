import { expect, test } from "vitest";
import { clientAddress } from "./client-address.ts";

function address(hops: number, peer: string | null, forwarded?: string): string {
  const headers = new Headers();
  if (peer !== null) headers.set("x-quietroom-peer", peer);
  if (forwarded !== undefined) headers.set("x-forwarded-for", forwarded);
  return clientAddress(headers, hops);
}

test.each([
  ["nobody stands before us: the connection's own end", 0, "203.0.113.9", undefined, "203.0.113.9"],
  ["and what the client writes is not looked at", 0, "203.0.113.9", "198.51.100.1", "203.0.113.9"],
  ["one proxy: what it appended", 1, "10.0.0.1", "203.0.113.9", "203.0.113.9"],
  ["and not what the client wrote before it", 1, "10.0.0.1", "1.1.1.1, 203.0.113.9", "203.0.113.9"],
  ["two proxies", 2, "10.0.0.1", "1.1.1.1, 203.0.113.9, 10.0.0.2", "203.0.113.9"],
  ["fewer hops than trusted: the peer", 2, "203.0.113.9", "198.51.100.1", "203.0.113.9"],
  ["no header from the proxy: the peer", 1, "203.0.113.9", undefined, "203.0.113.9"],
  ["a hop that is no address: the peer", 1, "203.0.113.9", "1.1.1.1, <script>", "203.0.113.9"],
  ["IPv4 written as IPv6 is the same client", 0, "::ffff:203.0.113.9", undefined, "203.0.113.9"],
  ["an IPv6 client is its /64", 0, "2001:DB8:a:b:1:2:3:4", undefined, "2001:db8:a:b::/64"],
  ["however it is written", 0, "2001:db8:a:b::1", undefined, "2001:db8:a:b::/64"],
  ["and with leading noughts", 0, "2001:0db8:000a:000b::9", undefined, "2001:db8:a:b::/64"],
  ["this machine", 0, "::1", undefined, "0:0:0:0::/64"],
  ["nobody at all", 0, null, "198.51.100.1", "unknown"],
])("check 71 AUTH-45 %s", (_, hops, peer, forwarded, expected) => {
  expect(address(hops, peer, forwarded)).toBe(expected);
});
