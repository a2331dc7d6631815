const localDigits = 9;

/**
 * Whether two phone numbers are one, however they are written. Where both say their country all digits count; where one does not, the
 * last nine, which neither a country code nor a trunk zero changes.
 */
export function isSamePhone(one: string, other: string): boolean {
  const [ours, theirs] = [international(one), international(other)];
  if (ours !== null && theirs !== null) return ours === theirs;
  return lastDigits(one) === lastDigits(other);
}

/** The digits after "+" or "00", without a trunk zero in brackets; null for a number that does not say its country. */
function international(phone: string): string | null {
  const digits = phone
    .normalize("NFKC")
    .replaceAll("(0)", "")
    .replaceAll(/[^\d+]/g, "");
  return /^(?:\+|00)(\d+)$/.exec(digits)?.[1] ?? null;
}

function lastDigits(phone: string): string {
  return phone.normalize("NFKC").replaceAll(/\D/g, "").slice(-localDigits);
}
