import { Secret, TOTP } from "otpauth";

// RFC 6238 as every authenticator app reads it: SHA-1, six digits, steps of 30 seconds. Apps ignore other choices or fail on them.
const stepMs = 30_000;
const digits = 6;

/** A new shared secret of 160 bits, in base32 as people type it. */
export function newTotpSecret(): string {
  return new Secret({ size: 20 }).base32;
}

/**
 * The step since 1970 whose code this is, or null. Now's step counts and the one on either side (RFC 6238, section 5.2); whether it was
 * used before is the caller's to ask. Spaces are no part of a code.
 */
export function totpStep(secret: string, code: string, nowMs: number): number | null {
  const token = code.replace(/\s/g, "");
  if (!isTotpCode(token)) return null;
  const delta = totp(secret).validate({ token, timestamp: nowMs, window: 1 });
  return delta === null ? null : Math.floor(nowMs / stepMs) + delta;
}

/** True for what can be a code of an authenticator app, and not a recovery code. */
export function isTotpCode(code: string): boolean {
  return /^\d{6}$/.test(code.replace(/\s/g, ""));
}

/** What the QR code of an enrolment says: the secret, and the names under which the app lists it. */
export function totpUri(
  secret: string,
  { issuer, account }: { readonly issuer: string; readonly account: string },
): string {
  return totp(secret, { issuer, label: account }).toString();
}

function totp(secret: string, names: { readonly issuer?: string; readonly label?: string } = {}): TOTP {
  return new TOTP({
    ...names,
    secret: Secret.fromBase32(secret),
    algorithm: "SHA1",
    digits,
    period: stepMs / 1000,
  });
}
