import { dayMs, type Instant, plus } from "../time/instant.ts";

/** What a studio may ask a password to hold (AUTH-02). "other" is whatever is none of the rest: a sign, a space, a letter without case. */
export const characterKinds = ["lower", "upper", "digit", "other"] as const;
export type CharacterKind = (typeof characterKinds)[number];

/** What a studio asks of its people's passwords beyond what holds for everyone. All of it is off until an admin turns it on. */
export type PasswordRules = {
  readonly composition: readonly CharacterKind[];
  /** As many of a person's latest passwords, the present one among them, may not be chosen again; 0 for no such rule. */
  readonly history: number;
  /** Days from choosing a password until its person has to choose another; null for never. */
  readonly maxAgeDays: number | null;
};

/** The most passwords that are remembered: each costs whoever chooses another one a comparison. */
export const mostHistory = 24;
/** What is suggested to a studio that wants passwords to expire (AUTH-03), and how far it may go either way. */
export const passwordAgeDays = { suggested: 90, least: 30, most: 730 } as const;

const patterns: Readonly<Record<CharacterKind, RegExp>> = {
  lower: /\p{Ll}/u,
  upper: /\p{Lu}/u,
  digit: /\p{Nd}/u,
  other: /[^\p{Ll}\p{Lu}\p{Nd}]/u,
};

/** What is asked for and not in the password, in the order of `characterKinds`. */
export function missingKinds(password: string, asked: readonly CharacterKind[]): readonly CharacterKind[] {
  // One character that a keyboard may send as two is looked at as one.
  const text = password.normalize("NFC");
  return characterKinds.filter((kind) => asked.includes(kind) && !patterns[kind].test(text));
}

/** Why a password may not be chosen: what holds for everyone, then what a studio may add. */
export const staffPasswordRefusals = [
  "password_too_short",
  "password_too_long",
  "password_too_obvious",
  "password_too_common",
  "password_used_before",
  "password_lacks_lower",
  "password_lacks_upper",
  "password_lacks_digit",
  "password_lacks_other",
  "password_lacks_lower_upper",
  "password_lacks_lower_digit",
  "password_lacks_lower_other",
  "password_lacks_upper_digit",
  "password_lacks_upper_other",
  "password_lacks_digit_other",
  "password_lacks_lower_upper_digit",
  "password_lacks_lower_upper_other",
  "password_lacks_lower_digit_other",
  "password_lacks_upper_digit_other",
  "password_lacks_lower_upper_digit_other",
] as const;
export type StaffPasswordRefusal = (typeof staffPasswordRefusals)[number];

/** The refusal that names all that is missing, so that nobody learns of it piece by piece; null when nothing is. */
export function compositionRefusal(
  password: string,
  asked: readonly CharacterKind[],
): StaffPasswordRefusal | null {
  const missing = missingKinds(password, asked);
  if (missing.length === 0) return null;
  return staffPasswordRefusals.find((code) => code === `password_lacks_${missing.join("_")}`) ?? null;
}

/** What a refusal says is missing; nothing for one that is about something else. */
export function kindsIn(refusal: StaffPasswordRefusal): readonly CharacterKind[] {
  const [, named = ""] = refusal.split("password_lacks_");
  const words = named.split("_");
  return characterKinds.filter((kind) => words.includes(kind));
}

/** Whether a password is over by age. From the end on it is. */
export function isPasswordExpired(
  { setAt, maxAgeDays }: { readonly setAt: Instant; readonly maxAgeDays: number | null },
  now: Instant,
): boolean {
  return maxAgeDays !== null && now >= plus(setAt, maxAgeDays * dayMs);
}
