import { randomBytes } from "node:crypto";
import type { Sealer } from "../seal.ts";
import { uuidBytes, uuidOf } from "./uuid-bytes.ts";

const tenantBytes = 16;
const secretBytes = 32;

/** The studio's id and 256 random bits, so that a token says itself where to look; which studios there are it does not tell. */
export function newStaffLinkToken(tenantId: string): string {
  return Buffer.concat([uuidBytes(tenantId), randomBytes(secretBytes)]).toString("base64url");
}

/** The studio that a token names, known or not; null for what cannot be a token. */
export function tenantOfToken(token: string): string | null {
  const bytes = Buffer.from(token, "base64url");
  // Base64 decoding forgives stray characters; only the canonical text is a token.
  if (bytes.length !== tenantBytes + secretBytes || bytes.toString("base64url") !== token) return null;
  return uuidOf(bytes.subarray(0, tenantBytes));
}

/** What is kept of a token for good. */
export function staffLinkHash(seal: Sealer, tenantId: string, token: string): string {
  return seal.digest(token, { tenantId, recordId: "", field: "staff_link.token" });
}

/** What a kept token is sealed for. */
export function staffLinkSealedFor(tenantId: string, linkId: string) {
  return { tenantId, recordId: linkId, field: "staff_link.token" };
}
