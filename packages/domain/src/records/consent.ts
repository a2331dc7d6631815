import { dayMs, type Instant, plus } from "../time/index.ts";

export const consentKinds = ["treatment", "telehealth", "text_messages", "ai_notes"] as const;
export type ConsentKind = (typeof consentKinds)[number];

/** How the studio came to know: said by the client in the portal, or written down by staff who heard or read it. */
export const consentPlaces = ["portal", "in_person", "on_paper", "by_telephone"] as const;

/** How a yes ended: taken back, or because the telephone number that it was given with is theirs no more. */
export const consentEndings = [...consentPlaces, "new_number"] as const;

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

/** What a client said when asked; "refused" is kept as well, so that nobody has to ask twice. */
export type ConsentAnswer = Consent & { readonly answer: "given" | "refused" };

/** What somebody is about to do, and needs a consent for. */
type ConsentNeed = {
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

/** Where one kind stands for a client. "not_asked": there is no answer. "outdated": they agreed to an earlier text. */
export const consentStates = ["given", "not_asked", "refused", "withdrawn", "expired", "outdated"] as const;
export type ConsentState = (typeof consentStates)[number];

/** Where a kind stands, by the latest answer that this client gave about it. */
export function consentState(
  latest: ConsentAnswer | null,
  need: Pick<ConsentNeed, "clientId" | "kind">,
  now: Instant,
): ConsentState {
  if (latest === null) return "not_asked";
  if (latest.answer === "refused") return "refused";
  if (latest.withdrawnAt !== null && latest.withdrawnAt <= now) return "withdrawn";
  const { version } = consentRules[need.kind];
  if (consentStands(latest, { ...need, version }, now)) return "given";
  return latest.expiresAt !== null && latest.expiresAt <= now ? "expired" : "outdated";
}

/** Whether what the consent is about may be done: only a yes of the client's own counts. What goes until they say otherwise is no consent, but a choice (NOTIF-08). */
export function consentAllows(state: ConsentState): boolean {
  return state === "given";
}

/** When a consent that is given now ends by itself; null: it does not. One to telehealth holds for a year (CONS-06). */
export function consentExpiry(kind: ConsentKind, now: Instant): Instant | null {
  const { days } = consentRules[kind];
  return days === null ? null : plus(now, days * dayMs);
}

type ConsentRule = {
  /** Of the words in `consent-texts.ts`; other words are another version, and clients are asked anew (CONS-03). */
  readonly version: number;
  readonly days: number | null;
};

export const consentRules: Readonly<Record<ConsentKind, ConsentRule>> = {
  treatment: { version: 1, days: null },
  telehealth: { version: 1, days: 365 },
  text_messages: { version: 2, days: null },
  ai_notes: { version: 1, days: null },
};
