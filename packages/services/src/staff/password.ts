import { hash, verify } from "@node-rs/argon2";
import type { StaffPasswordRefusal } from "@quietroom/domain/access";
import { isCommonPassword } from "./common-password.ts";

/**
 * Argon2id far above OWASP's floor (19 MiB, two passes, one lane): 64 MiB and seven passes, about 200 ms of one core. Hashes say how
 * they were made, so these may be raised without touching the ones that are kept: each is made anew when its person next
 * signs in (`isOutdated`). The library's default algorithm is Argon2id.
 */
const cost = { memoryCost: 64 * 1024, timeCost: 7, parallelism: 1 } as const;

/** The hash to keep for a password, with a salt of its own. Any length, any characters: nothing is cut off. */
export async function hashPassword(password: string): Promise<string> {
  return await hash(password.normalize("NFC"), cost);
}

/** Whether this is the password. With no hash it takes as long and answers no, so that time does not tell who exists. */
export async function isPassword(kept: string | null, password: string): Promise<boolean> {
  nobody ??= hashPassword("the password of nobody at all");
  const hashOfNobody = await nobody; // made on the first question, whoever it is about
  const right = await verify(kept ?? hashOfNobody, password.normalize("NFC"));
  return kept !== null && right;
}

let nobody: Promise<string> | null = null;

/** Whether a hash was made at another cost than today's, and its password should be hashed anew. */
export function isOutdated(kept: string): boolean {
  return !kept.startsWith(`$argon2id$v=19$m=${cost.memoryCost},t=${cost.timeCost},p=${cost.parallelism}$`);
}

/** Whether a password is long enough to be somebody's only factor. */
export function standsAlone(password: string): boolean {
  return [...password].length >= fewest.alone;
}

/** The fewest characters a password has (AUTH-02, NIST SP 800-63B-4): where it is the only factor, and beside another. */
const fewest = { alone: 15, besides_a_second_factor: 12 } as const;
const most = 1024;

/** What holds for everyone's password, whatever a studio adds. */
export type PasswordRefusal = Extract<
  StaffPasswordRefusal,
  "password_too_short" | "password_too_long" | "password_too_obvious" | "password_too_common"
>;

/** Whom a password is for. Nothing of it may stand in the password. */
export type PasswordOwner = {
  readonly email: string;
  readonly displayName: string;
  readonly studioName: string;
};

/**
 * Why a password may not be chosen, or null (AUTH-02). Length is all that is asked of its shape. What holds its owner's name or email
 * or the studio's name is refused, and what others have chosen before. Staff always have a second factor; whoever has none says so. What a
 * studio asks of its staff besides is `staffPasswordRefusal`.
 */
export async function passwordRefusal(
  password: string,
  about: PasswordOwner,
  factors: keyof typeof fewest = "besides_a_second_factor",
): Promise<PasswordRefusal | null> {
  const least = fewest[factors];
  if ([...password].length < least) return "password_too_short";
  if (password.length > most) return "password_too_long";
  const told = letters(password);
  const { email, displayName, studioName } = about;
  const names = [email, email.split("@")[0] ?? "", displayName, ...displayName.split(/\s+/), studioName];
  if (names.map(letters).some((name) => name.length > 3 && told.includes(name)))
    return "password_too_obvious";
  if (new Set(password.normalize("NFKD").toLowerCase()).size < 5) return "password_too_obvious";
  return (await isCommonPassword(password, least)) ? "password_too_common" : null;
}

function letters(text: string): string {
  return text
    .normalize("NFKD")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, "");
}
