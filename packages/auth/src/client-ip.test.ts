import { expect, test } from "vitest";
import { clientIp } from "./client-ip.ts";

test.each([
  ["203.0.113.7", 1, "203.0.113.7"],
  ["6.6.6.6, 203.0.113.7", 1, "203.0.113.7"],
  ["6.6.6.6, 203.0.113.7, 10.0.0.2", 2, "203.0.113.7"],
  ["2001:DB8::1", 1, "2001:db8::1"],
  ["203.0.113.7", 0, null],
  ["203.0.113.7", 2, null],
  ["6.6.6.6, not an address", 1, null],
  ["", 1, null],
  [undefined, 1, null],
] as const)("AUTH-45 %j behind %i proxies of ours is %j", (header, hops, ip) => {
  expect(clientIp(header, hops)).toBe(ip);
});
