import { hourMs, type Instant, minuteMs } from "../time/instant.ts";

/** What can look wrong about somebody's access (AUTH-44). */
export const incidentKinds = [
  "account_locked",
  "client_locked",
  "credential_stuffing",
  "token_reused",
  "two_networks",
  "new_network",
  "new_device",
  "unusual_hour",
  "suspected_compromise",
  "repeated_refusals",
  "other_studio_named",
  "many_charts",
  "many_found",
  "many_shown",
  "no_care_relation",
  "odd_hours_export",
] as const;

export type IncidentKind = (typeof incidentKinds)[number];

/** Something to be looked at by a person. `dedupeKey` is the same for one thing, however often it is noticed. */
export type Incident = {
  readonly kind: IncidentKind;
  /** Whose account it is about; null where it is about none. */
  readonly staffUserId: string | null;
  readonly dedupeKey: string;
  /** Codes and counts, never a name, an address or a word of anybody's. */
  readonly detail: Readonly<Record<string, string | number>>;
};

/** Different accounts that one address fails at, from which on it is trying out stolen passwords: as many as AUTH-43 leaves without work. */
const stuffedAccounts = 3;
/** How far back they count, milliseconds: as AUTH-40 counts failures. */
export const stuffingWindowMs = 15 * minuteMs;
/** Refusals of one person from which on they are no slip (AUTH-44). */
export const refusalsAllowed = 10;
/** How far back those count, milliseconds. */
export const refusalsWindowMs = 10 * minuteMs;
/** How long after its last request a session still counts as in use, milliseconds. */
export const inUseMs = 5 * minuteMs;

/** An account that has just been locked, by what was counted for it (AUTH-41). Each lock is one. */
export function lockIncident({
  staffUserId,
  what,
  at,
}: {
  readonly staffUserId: string;
  readonly what: string;
  readonly at: Instant;
}): Incident {
  const dedupeKey = `account_locked:${staffUserId}:${at}`;
  return { kind: "account_locked", staffUserId, dedupeKey, detail: { what } };
}

/** A client's account at the portal that has just been locked. Of whom it is nothing is said here: the list of accounts shows it. */
export function clientLockIncident({
  clientAccountId,
  what,
  at,
}: {
  readonly clientAccountId: string;
  readonly what: string;
  readonly at: Instant;
}): Incident {
  const dedupeKey = `client_locked:${clientAccountId}:${at}`;
  return { kind: "client_locked", staffUserId: null, dedupeKey, detail: { what } };
}

/** A refresh token of an app that came a second time, so that there is a copy of it (AUTH-35). Once a connection. */
export function reuseIncident({
  staffUserId,
  sessionId,
}: {
  readonly staffUserId: string;
  readonly sessionId: string;
}): Incident {
  return { kind: "token_reused", staffUserId, dedupeKey: `token_reused:${sessionId}`, detail: {} };
}

/** One address that failed at many accounts (AUTH-44). Once an address and hour; `address` is its keyed digest. */
export function stuffingIncident(
  { address, accounts }: { readonly address: string; readonly accounts: number },
  now: Instant,
): Incident | null {
  if (accounts < stuffedAccounts) return null;
  const dedupeKey = `credential_stuffing:${address}:${hourOf(now)}`;
  return { kind: "credential_stuffing", staffUserId: null, dedupeKey, detail: { accounts } };
}

/**
 * A sign-in that was completed in a browser its person had not used before (AUTH-44). Their first browser is none: there is nothing to
 * compare it with. Where another of their sessions is in use in another network at the same moment, that is the graver news, and the
 * only one; next comes a network that they never came from before. A known browser in another network is a phone on its way home, and
 * no incident.
 */
export function deviceIncident({
  staffUserId,
  sessionId,
  browser,
  network,
  inUseElsewhere,
  cameFromHere,
}: {
  readonly staffUserId: string;
  readonly sessionId: string;
  readonly browser: "first" | "known" | "new";
  /** Of this session, as one of our own proxies saw it; null where nobody saw it. */
  readonly network: string | null;
  /** Networks of this person's other sessions that are in use now, those that somebody saw. */
  readonly inUseElsewhere: readonly string[];
  /** Whether an earlier session of this person came from the same /24 or /48; "unknown" where nobody saw one of the two. */
  readonly cameFromHere: "yes" | "no" | "unknown";
}): Incident | null {
  if (browser !== "new") return null;
  const others = inUseElsewhere.filter((other) => other !== network);
  const apart = network !== null && others.length > 0;
  const kind = apart ? "two_networks" : cameFromHere === "no" ? "new_network" : "new_device";
  return { kind, staffUserId, dedupeKey: `device:${sessionId}`, detail: {} };
}

/** Somebody who was refused again and again: records that are not theirs, acts that are not for them (AUTH-44). Once a person and hour. */
export function refusalsIncident(
  { staffUserId, refusals }: { readonly staffUserId: string; readonly refusals: number },
  now: Instant,
): Incident | null {
  if (refusals < refusalsAllowed) return null;
  const dedupeKey = `repeated_refusals:${staffUserId}:${hourOf(now)}`;
  return { kind: "repeated_refusals", staffUserId, dedupeKey, detail: { refusals } };
}

/**
 * A request for one studio that named another (TEN-05). Once an hour for each person who is signed in, and once a day for all who are
 * not: anybody can write such a request, and nobody's list is to be filled by strangers.
 */
export function otherStudioIncident(staffUserId: string | null, now: Instant): Incident {
  const by = staffUserId === null ? `nobody:${dayOf(now)}` : `${staffUserId}:${hourOf(now)}`;
  const detail = { by: staffUserId === null ? "nobody" : "staff" };
  return { kind: "other_studio_named", staffUserId, dedupeKey: `other_studio_named:${by}`, detail };
}

/** An account whose credentials an admin ended, as somebody else may know them (AUTH-03): what was done with it is still to be looked at. */
export function compromiseIncident(staffUserId: string, now: Instant): Incident {
  const dedupeKey = `suspected_compromise:${staffUserId}:${now}`;
  return { kind: "suspected_compromise", staffUserId, dedupeKey, detail: {} };
}

const serious: readonly IncidentKind[] = [
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
];

/** Kinds that the admins are written to about; the others wait for them on the page. */
export function isSerious(kind: IncidentKind): boolean {
  return serious.includes(kind);
}

/** The network of an address, coarse enough that a line that changes its address stays one: an IPv4 /16 or an IPv6 /32. */
export function networkOf(address: string): string | null {
  const mapped = address.toLowerCase().replace(/^::ffff:(?=[\d.]+$)/, "");
  const [first, second, ...rest] = mapped.split(".");
  if (rest.length === 2) return `${first}.${second}`;
  if (!mapped.includes(":")) return null;
  const [head = ""] = mapped.split("::");
  const groups = head.split(":").map((group) => Number.parseInt(group || "0", 16));
  return `${(groups[0] ?? 0).toString(16)}:${(groups[1] ?? 0).toString(16)}`;
}

function hourOf(now: Instant): number {
  return Math.floor(now / hourMs);
}

function dayOf(now: Instant): number {
  return Math.floor(now / (24 * hourMs));
}
