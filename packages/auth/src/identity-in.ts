import type { StaffIdentity } from "@quietroom/services/staff";

/** Claims about somebody, of a token whose signature, issuer, audience and times were checked. */
export type Claims = Readonly<Record<string, unknown>>;

/**
 * Who the claims say somebody is at the issuer that they must come from; null when they are another issuer's or name nobody. Everything
 * else that they hold (names, roles, groups) is left alone: what somebody may do here is decided here.
 */
export function identityIn(claims: Claims, issuer: string): StaffIdentity | null {
  const { iss, sub, email, email_verified: verified } = claims;
  // OpenID Connect Core 1.0, section 2: at most 255 ASCII characters.
  if (iss !== issuer || typeof sub !== "string" || !/^[\x20-\x7e]{1,255}$/.test(sub)) return null;
  return { issuer, subject: sub, verifiedEmail: verified === true ? oneAddress(email) : null };
}

/**
 * The text as one plain address in lower case, or null. One that Unicode folds into another text is none: the provider has verified
 * what it wrote, and not what we would read (GHSA on next-auth below 4.24.15).
 */
function oneAddress(email: unknown): string | null {
  if (typeof email !== "string" || email.length > 254 || email.normalize("NFKC") !== email) return null;
  return /^[^\s\p{C}"(),:;<>@[\\\]]+@[^\s\p{C}"(),:;<>@[\\\]]+$/u.test(email) ? email.toLowerCase() : null;
}
