import { ok, refuse, type Result } from "../result.ts";
import type { LocalDate } from "../time/index.ts";

/**
 * What a studio is told of a client and may put right. The record number is not among them: the studio gave it, and letters and files
 * name the person by it.
 */
const clientFields = ["givenName", "familyName", "birthDate", "email", "phone"] as const;
type ClientField = (typeof clientFields)[number];
export type ClientFacts = Readonly<Record<ClientField, string>>;

/** How much of a record somebody may correct: all of it, or email and phone, by which the client is reached (AUTH-51). */
export type CorrectableFields = "all" | "contact";

/** A record as it is to be, and which of its fields are then others than they were. */
export type Correction = { readonly corrected: ClientFacts; readonly changed: readonly ClientField[] };

/**
 * What a correction makes of a record on `today` (the studio's date). Fields that it leaves out stay. What it tells need not let the
 * client book alone: a birth date is put right whatever age it makes them, as nobody is born later than now.
 */
export function decideCorrection(facts: {
  readonly kept: ClientFacts;
  readonly told: Partial<ClientFacts>;
  readonly today: LocalDate;
}): Result<Correction, "nothing_to_correct" | "birth_date_in_future"> {
  const { kept, told, today } = facts;
  const now = (field: ClientField) => told[field] ?? kept[field];
  const corrected = {
    givenName: now("givenName"),
    familyName: now("familyName"),
    birthDate: now("birthDate"),
    email: now("email"),
    phone: now("phone"),
  };
  const changed = clientFields.filter((field) => corrected[field] !== kept[field]);
  if (changed.length === 0) return refuse("nothing_to_correct");
  if (changed.includes("birthDate") && corrected.birthDate > today) return refuse("birth_date_in_future");
  return ok({ corrected, changed });
}
