import { randomBytes, randomInt } from "node:crypto";

/** What one asking is made of: the mail's link and code, and what the browser that asked keeps. */
export type WayInSecrets = { readonly link: string; readonly code: string; readonly browser: string };

/** New secrets: 256 random bits each for link and browser, six random digits for the code (AUTH-06). */
export function newWayInSecrets(): WayInSecrets {
  return { link: newToken(), code: newCode(), browser: newToken() };
}

/** Six random digits. */
export function newCode(): string {
  return String(randomInt(1_000_000)).padStart(6, "0");
}

/** 256 random bits as 43 characters of an address. */
export function newToken(): string {
  return randomBytes(32).toString("base64url");
}

/** True for text that can be such a token. */
export function isToken(text: string | null): text is string {
  return text !== null && /^[A-Za-z0-9_-]{43}$/.test(text);
}

/** What the digests of the link, the browser and a session are bound to: the studio, since they are looked up by them. */
export function tokenFor(tenantId: string, field: "way_in.link" | "way_in.browser" | "client_session.token") {
  return { tenantId, recordId: "", field };
}

/** What the digest of a code is bound to: its own asking. */
export function codeFor(tenantId: string, wayInId: string) {
  return { tenantId, recordId: wayInId, field: "way_in.code" };
}

/** What the digest of a code for a booking is bound to, beside its own asking: the address, so that another one needs another code. */
export function bookingCodeFor(tenantId: string, wayInId: string) {
  return { tenantId, recordId: wayInId, field: "way_in.booking_code" };
}

/** What link and code are sealed for until they are mailed. */
export function sealedFor(tenantId: string, wayInId: string) {
  return { tenantId, recordId: wayInId, field: "way_in.secrets" };
}
