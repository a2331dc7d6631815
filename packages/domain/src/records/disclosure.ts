import type { LocalDate } from "../time/index.ts";

/** Why something cannot be written down as given to somebody on `disclosedOn`, `today` being the studio's date; null when it can. */
export function disclosureRefusal(disclosedOn: LocalDate, today: LocalDate): "still_to_come" | null {
  return disclosedOn > today ? "still_to_come" : null;
}
