/**
 * A telephone number as text messages are addressed (E.164, "+12125550142"), or null for one that cannot be: with its country where it was
 * written with one, and where it was not, as ten digits of North America when `homePhone`, the studio's own number, is written as one of there
 * (CLI-04). Nobody's number is guessed from any other country, or a visit's link would go to a stranger.
 */
export function textNumber(written: string, homePhone: string): string | null {
  const text = written.normalize("NFKC").trim();
  const digits = text.replaceAll(/\D/g, "");
  if (text.startsWith("+") || text.startsWith("00")) {
    const number = text.startsWith("+") ? digits : digits.slice(2);
    return /^[1-9]\d{7,14}$/.test(number) ? `+${number}` : null;
  }
  if (!homePhone.trim().startsWith("+1")) return null;
  return /^1?[2-9]\d{2}[2-9]\d{6}$/.test(digits) ? `+1${digits.slice(-10)}` : null;
}
