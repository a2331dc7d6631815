/** An email address as it is compared: compatibility forms unified, lower case, nothing around it. */
export function normalizedEmail(text: string): string {
  return text.normalize("NFKC").trim().toLowerCase();
}

const significantDigits = 9;

/**
 * A phone number as it is compared: its last nine digits, which neither a country code nor a trunk zero changes, so
 * "0171 1234567" finds "+49 171 1234567". Two numbers may share them: whoever finds one opens and looks.
 */
export function normalizedPhone(text: string): string {
  const digits = [...text.normalize("NFKC")].filter((character) => character >= "0" && character <= "9");
  return digits.slice(-significantDigits).join("");
}

/**
 * The words of a name as they are compared: marks and case off, cut at whatever is no letter or digit, each once.
 * "Zoë O'Brien-Nuñez" is zoe, o, brien, nunez; and also obrien, which is how people type it.
 */
export function nameTokens(text: string): readonly string[] {
  const plain = text
    .normalize("NFKD")
    .replaceAll(/\p{M}+/gu, "")
    .toLowerCase()
    .replaceAll("ß", "ss");
  const words = plain.split(/[^\p{L}\p{N}]+/u);
  const joined = plain.replaceAll(/['’ʼ`´]/gu, "").split(/[^\p{L}\p{N}]+/u);
  return [...new Set([...words, ...joined])].filter((word) => word !== "");
}
