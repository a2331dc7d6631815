import type { Instant } from "../time/index.ts";

export const consentKinds = ["treatment", "telehealth", "text_messages", "ai_notes"] as const;
export type ConsentKind = (typeof consentKinds)[number];

/** One consent as a client gave it. What was agreed to is a version; giving another one later is another record. */
export type Consent = {
  readonly clientId: string;
  readonly kind: ConsentKind;
  readonly version: number;
  readonly givenAt: Instant;
  /** The first moment at which it no longer holds; null: it does not end by itself. */
  readonly expiresAt: Instant | null;
  readonly withdrawnAt: Instant | null;
};

/** What somebody is about to do, and needs a consent for. */
export type ConsentNeed = {
  readonly clientId: string;
  readonly kind: ConsentKind;
  /** The version that holds today: agreeing to an older text is not agreeing to this one. */
  readonly version: number;
};

/**
 * Whether a consent covers what is about to be done, now. Nothing does when it is missing (null), not given yet, over, withdrawn,
 * another client's, of another kind or of another version: in doubt the answer is no.
 */
export function consentStands(consent: Consent | null, need: ConsentNeed, now: Instant): boolean {
  if (consent === null) return false;
  return (
    consent.clientId === need.clientId &&
    consent.kind === need.kind &&
    consent.version === need.version &&
    consent.givenAt <= now &&
    (consent.expiresAt === null || now < consent.expiresAt) &&
    (consent.withdrawnAt === null || now < consent.withdrawnAt)
  );
}
