import { ok, refuse, type Result } from "../result.ts";
import { hourMs } from "../time/index.ts";

/** What is known of a form that somebody sends to the booking site, and of whoever sends it. */
export type SentForm = {
  /** The field that no person sees: whoever fills it fills everything. */
  readonly trap: "empty" | "filled";
  /** Forms from its address within `freeFormsMs` before now, without this one; null where nobody saw an address. */
  readonly formsBefore: number | null;
};

/** A waiting room behind one address: more within the hour is much for people, and a tenth of what the limits of requests let pass in a minute. */
export const freeForms = 30;
export const freeFormsMs = hourMs;

/**
 * Whether a form is looked at (BOOK-12): ordinary people are asked for nothing, an address that sends very much works for each form more, and
 * whatever fills the trap is answered as if it had not worked, so that a machine learns nothing of it. `work` says whether a puzzle came along
 * that counts.
 */
export function decideForm(
  { trap, formsBefore }: SentForm,
  work: "done" | "none",
): Result<null, "proof_needed"> {
  if (trap === "filled") return refuse("proof_needed");
  return work === "done" || formsBefore === null || formsBefore < freeForms
    ? ok(null)
    : refuse("proof_needed");
}
