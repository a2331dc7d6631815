import { hash, verify } from "@node-rs/argon2";

/**
 * Argon2id above OWASP's floor (19 MiB, two passes, one lane): 32 MiB and three passes. Hashes say how they were made,
 * so these may be raised without touching the ones that are kept. The library's default algorithm is Argon2id.
 */
const cost = { memoryCost: 32 * 1024, timeCost: 3, parallelism: 1 } as const;

/** The hash to keep for a password, with a salt of its own. Takes about 50 ms of a core. */
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

/** A password that is the only factor has at least this many characters (AUTH-02, NIST SP 800-63B-4). */
const shortestPassword = 15;

/**
 * Why a password may not be chosen, or null (AUTH-02). Length is all that is asked of its shape; what stands on the
 * person's or the studio's own name is refused.
 */
export function passwordRefusal(
  password: string,
  about: { readonly email: string; readonly displayName: string; readonly studioName: string },
): "password_too_short" | "password_too_long" | "password_too_obvious" | null {
  if ([...password].length < shortestPassword) return "password_too_short";
  if (password.length > 1024) return "password_too_long";
  const told = letters(password);
  const names = [about.email.split("@")[0] ?? "", about.displayName, about.studioName].map(letters);
  if (names.some((name) => name.length > 3 && told.includes(name))) return "password_too_obvious";
  return new Set(told).size < 5 ? "password_too_obvious" : null;
}

function letters(text: string): string {
  return text
    .normalize("NFKD")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, "");
}
