import { ok, refuse, type Result } from "../result.ts";
import { hourMs } from "../time/index.ts";

/** What is known of a form that somebody sends to the booking site, and of whoever sends it. */
export type SentForm = {
  /** The field that no person sees: whoever fills it fills everything. */
  readonly trap: "empty" | "filled";
  /** Forms from its address within `freeFormsMs` before now, without this one; null where nobody saw an address. */
  readonly formsBefore: number | null;
  /** Forms that named the same email address within that time, whichever address they came from; null where it names none. */
  readonly contactFormsBefore: number | null;
};

/** A waiting room behind one address: more within the hour is much for people, and a tenth of what the limits of requests let pass in a minute. */
export const freeForms = 30;
/**
 * A family that books for everybody by one email address, with a code each time, which makes a booking two forms: more within the hour is much, and
 * somebody's mailbox is filled by it.
 */
export const freeContactForms = 20;
export const freeFormsMs = hourMs;

/**
 * Whether a form is looked at (BOOK-12): ordinary people are asked for nothing; of an address that sends very much, and of an email address that
 * very much is sent about, each form more takes work; and whatever fills the trap is answered as if it had not worked, so that a machine learns nothing of it. `work` says whether a puzzle came along
 * that counts.
 */
export function decideForm(
  { trap, formsBefore, contactFormsBefore }: SentForm,
  work: "done" | "none",
): Result<null, "proof_needed"> {
  if (trap === "filled") return refuse("proof_needed");
  const few = (formsBefore ?? 0) < freeForms && (contactFormsBefore ?? 0) < freeContactForms;
  return few || work === "done" ? ok(null) : refuse("proof_needed");
}
