import { expect, test } from "vitest";
import { hourMs, instant, plus } from "../time/instant.ts";
import {
  clientLockIncident,
  compromiseIncident,
  deviceIncident,
  isSerious,
  incidentKinds,
  lockIncident,
  networkOf,
  otherStudioIncident,
  refusalsIncident,
  reuseIncident,
  stuffingIncident,
} from "./incidents.ts";

const now = instant(1_805_205_900_000); // 2027-03-16T14:05Z
const robin = "018f0000-0000-7000-8000-000000000001";
const sam = "018f0000-0000-7000-8000-000000000002";

test("AUTH-41 AUTH-44 each lock of an account is an incident of its own, noticed once", () => {
  const lock = lockIncident({ staffUserId: robin, what: "account", at: now });
  expect(lock).toMatchObject({ kind: "account_locked", staffUserId: robin, detail: { what: "account" } });
  expect(lockIncident({ staffUserId: robin, what: "account", at: now }).dedupeKey).toBe(lock.dedupeKey);
  expect(lockIncident({ staffUserId: robin, what: "account", at: plus(now, hourMs) }).dedupeKey).not.toBe(
    lock.dedupeKey,
  );
  expect(lockIncident({ staffUserId: sam, what: "account", at: now }).dedupeKey).not.toBe(lock.dedupeKey);
});

test("AUTH-41 each lock of a client's account is an incident of its own, names nobody and is noticed once", () => {
  const lock = clientLockIncident({ clientAccountId: robin, what: "portal_password", at: now });
  expect(lock).toMatchObject({ kind: "client_locked", staffUserId: null });
  const later = clientLockIncident({
    clientAccountId: robin,
    what: "portal_password",
    at: plus(now, hourMs),
  });
  expect(later.dedupeKey).not.toBe(lock.dedupeKey);
});

test("AUTH-35 AUTH-44 a refresh token that comes twice is one incident a connection, about its person", () => {
  const reuse = reuseIncident({ staffUserId: robin, sessionId: "s" });
  expect(reuse).toMatchObject({ kind: "token_reused", staffUserId: robin });
  expect(reuseIncident({ staffUserId: robin, sessionId: "s" }).dedupeKey).toBe(reuse.dedupeKey);
  expect(reuseIncident({ staffUserId: robin, sessionId: "t" }).dedupeKey).not.toBe(reuse.dedupeKey);
});

test("AUTH-44 two accounts tried from one address are slips, the third is stuffing, once an address and hour", () => {
  expect(stuffingIncident({ address: "a", accounts: 2 }, now)).toBeNull();
  const third = stuffingIncident({ address: "a", accounts: 3 }, now);
  expect(third).toMatchObject({ kind: "credential_stuffing", staffUserId: null, detail: { accounts: 3 } });
  const key = (address: string, at = now) => stuffingIncident({ address, accounts: 5 }, at)?.dedupeKey;
  expect(key("a")).toBe(third?.dedupeKey);
  expect(key("b")).not.toBe(third?.dedupeKey);
  expect(key("a", plus(now, hourMs))).not.toBe(third?.dedupeKey);
});

const signIn = {
  staffUserId: robin,
  sessionId: "s",
  browser: "new",
  network: "203.0",
  inUseElsewhere: [],
  cameFromHere: "yes",
} as const;

test("AUTH-44 a browser not seen before is an incident; the first of all and a known one are none", () => {
  expect(deviceIncident(signIn)).toMatchObject({ kind: "new_device", staffUserId: robin });
  expect(deviceIncident({ ...signIn, browser: "first" })).toBeNull();
  expect(deviceIncident({ ...signIn, browser: "known", inUseElsewhere: ["198.51"] })).toBeNull();
});

test("AUTH-44 a new browser while another session is in use in another network is the graver news, where both networks are known", () => {
  expect(deviceIncident({ ...signIn, inUseElsewhere: ["198.51"] })?.kind).toBe("two_networks");
  expect(deviceIncident({ ...signIn, inUseElsewhere: ["203.0"] })?.kind).toBe("new_device");
  expect(deviceIncident({ ...signIn, network: null, inUseElsewhere: ["198.51"] })?.kind).toBe("new_device");
});

test("AUTH-44 a new browser in a network that its person never came from is graver than a new browser, where both are known", () => {
  expect(deviceIncident({ ...signIn, cameFromHere: "no" })?.kind).toBe("new_network");
  expect(deviceIncident({ ...signIn, cameFromHere: "unknown" })?.kind).toBe("new_device");
  expect(deviceIncident({ ...signIn, cameFromHere: "no", browser: "known" })).toBeNull();
  expect(deviceIncident({ ...signIn, cameFromHere: "no", browser: "first" })).toBeNull();
  expect(deviceIncident({ ...signIn, cameFromHere: "no", inUseElsewhere: ["198.51"] })?.kind).toBe(
    "two_networks",
  );
});

test("AUTH-03 each time an account is taken for compromised is an incident of its own", () => {
  const one = compromiseIncident(robin, now);
  expect(one).toMatchObject({ kind: "suspected_compromise", staffUserId: robin });
  expect(compromiseIncident(robin, plus(now, 1)).dedupeKey).not.toBe(one.dedupeKey);
});

test("AUTH-44 nine refusals are no incident, the tenth is, once a person and hour", () => {
  expect(refusalsIncident({ staffUserId: robin, refusals: 9 }, now)).toBeNull();
  const tenth = refusalsIncident({ staffUserId: robin, refusals: 10 }, now);
  expect(tenth).toMatchObject({ kind: "repeated_refusals", detail: { refusals: 10 } });
  const key = (staffUserId: string, at = now) =>
    refusalsIncident({ staffUserId, refusals: 40 }, at)?.dedupeKey;
  expect(key(robin, plus(now, 10 * 60_000))).toBe(tenth?.dedupeKey);
  expect(key(robin, plus(now, hourMs))).not.toBe(tenth?.dedupeKey);
  expect(key(sam)).not.toBe(tenth?.dedupeKey);
});

test("TEN-05 another studio named counts once an hour for a person, and once a day for strangers", () => {
  const stranger = otherStudioIncident(null, now);
  expect(stranger).toMatchObject({ kind: "other_studio_named", staffUserId: null, detail: { by: "nobody" } });
  expect(otherStudioIncident(null, plus(now, 5 * hourMs)).dedupeKey).toBe(stranger.dedupeKey);
  expect(otherStudioIncident(null, plus(now, 24 * hourMs)).dedupeKey).not.toBe(stranger.dedupeKey);
  const person = otherStudioIncident(robin, now);
  expect(person).toMatchObject({ staffUserId: robin, detail: { by: "staff" } });
  expect(otherStudioIncident(robin, plus(now, hourMs)).dedupeKey).not.toBe(person.dedupeKey);
});

test("AUTH-44 every key fits its column, also with the longest digest", () => {
  const keys = [
    lockIncident({ staffUserId: robin, what: "account", at: now }),
    stuffingIncident({ address: "f".repeat(64), accounts: 4 }, now),
    deviceIncident({ ...signIn, sessionId: robin }),
    refusalsIncident({ staffUserId: robin, refusals: 10 }, now),
    otherStudioIncident(robin, now),
  ].map((incident) => incident?.dedupeKey.length ?? 0);
  expect(Math.max(...keys)).toBeLessThanOrEqual(120);
  expect(Math.min(...keys)).toBeGreaterThan(0);
});

test("admins are written to about the serious kinds alone", () => {
  expect(incidentKinds.filter(isSerious)).toEqual([
    "account_locked",
    "credential_stuffing",
    "token_reused",
    "two_networks",
    "new_network",
    "unusual_hour",
    "suspected_compromise",
    "repeated_refusals",
    "other_studio_named",
    "many_charts",
    "many_found",
    "many_shown",
    "no_care_relation",
    "odd_hours_export",
  ]);
});

test.each([
  ["203.0.113.7", "203.0"],
  ["::ffff:203.0.113.7", "203.0"],
  ["2001:0DB8:1::5", "2001:db8"],
  ["2001:db8::", "2001:db8"],
  ["::1", "0:0"],
  ["nowhere", null],
])("the network of %s is %s", (address, network) => {
  expect(networkOf(address)).toBe(network);
});
