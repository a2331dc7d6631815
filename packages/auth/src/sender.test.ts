import { PEER_HEADER } from "@quietroom/web/note-peer";
import { expect, test } from "vitest";
import { senderOf } from "./sender.ts";

const sender = (hops: number, headers: Readonly<Record<string, string>>) =>
  senderOf(new Headers(headers), { transport: "http", trustedProxyHops: hops });

test.each([
  ["one proxy of ours tells whom it heard from", 1, "6.6.6.6, 203.0.113.7", "10.0.0.2", "203.0.113.7"],
  ["two of ours", 2, "6.6.6.6, 203.0.113.7, 10.0.0.3", "10.0.0.2", "203.0.113.7"],
  [
    "none of ours: the connection itself, whatever a sender writes",
    0,
    "6.6.6.6",
    "203.0.113.7",
    "203.0.113.7",
  ],
  ["a whole /64 is one sender", 1, "2001:DB8::1", "10.0.0.2", "2001:db8:0:0::/64"],
  ["fewer hops than there should be: the connection itself", 2, "6.6.6.6", "203.0.113.7", "203.0.113.7"],
] as const)("check 71 AUTH-45 %s", (_, hops, forwarded, peer, ip) => {
  expect(sender(hops, { "x-forwarded-for": forwarded, [PEER_HEADER]: peer }).ip).toBe(ip);
});

test("a request of which nobody tells where it is from has no address", () => {
  expect(sender(0, { "x-forwarded-for": "6.6.6.6" }).ip).toBeNull();
});

test.each([
  "quietroom-session",
  "=; =; ;;; %",
  "quietroom-session=%E0%A4%A; quietroom-device=%",
  `quietroom-session=${"x".repeat(100_000)}`,
  "quietroom-session=a\u0000b",
])("check 85 cookies of rubbish are no cookies", (cookie) => {
  const headers = { get: (name: string) => (name === "cookie" ? cookie : null) };
  expect(() =>
    senderOf(Object.assign(new Headers(), headers), { transport: "http", trustedProxyHops: 0 }),
  ).not.toThrow();
});
