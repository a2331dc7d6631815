// Controls, line and paragraph separators, and the marks that reverse or hide text.
const unprintable = /[\p{Cc}\p{Zl}\p{Zp}\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]+/gu;

/**
 * Text that is one line wherever it lands: no CR or LF, no control or direction mark, no lone surrogate, no run of
 * spaces. A subject or a sender's name made of it cannot begin another header.
 */
export function plainLine(text: string, maxLength = 200): string {
  const line = text.toWellFormed().replace(unprintable, " ").replace(/\s+/gu, " ").trim();
  return line.length <= maxLength
    ? line
    : `${line
        .slice(0, maxLength - 1)
        .toWellFormed()
        .replace("\ufffd", "")}…`;
}

/** The same for text of several lines: what remains are its paragraphs, none of them empty. */
export function plainParagraphs(text: string, maxLength = 4000): readonly string[] {
  return text
    .slice(0, maxLength)
    .split(/\r\n|[\r\n\u2028\u2029]/u)
    .map((line) => plainLine(line, maxLength))
    .filter((line) => line !== "");
}
