/** First letters of the first and last word, in capitals. */
export function initialsOf(name: string): string {
  const words = name.trim().split(/\s+/u);
  const ends = words.length > 1 ? [words[0], words.at(-1)] : [words[0]];
  return ends.map((word) => firstLetterOf(word ?? "")).join("");
}

/** A whole character, though it be made of two code units; "" of "". */
export function firstLetterOf(word: string): string {
  return (Array.from(word.trim())[0] ?? "").toLocaleUpperCase("en");
}
