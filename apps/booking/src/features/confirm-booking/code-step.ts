import { formText } from "@quietroom/ui/form-text";

/** The step between details and booking, while a code is asked for. */
export type CodeStep = {
  /** What was read and accepted, as the form said it: what the studio publishes by now is not. */
  readonly policyVersion: string;
  readonly documents: string;
  /** Whether a mail left just now. */
  readonly mailed: "first" | "again" | "before";
  readonly error: string | null;
};

/** What the buttons of the form want, by the name that they are sent under. */
export const wantedName = "want";
const wants = ["book", "book_with_code", "another_code", "other_details"] as const;
export type Wanted = (typeof wants)[number];

/** Which of the buttons was pressed; a form that names none, such as by the Enter key of an old browser, wants to book. */
export function readWanted(form: FormData): Wanted {
  const named = formText(form, wantedName);
  const wanted = wants.find((each) => each === named) ?? "book";
  return wanted === "book" && form.has("code") ? "book_with_code" : wanted;
}

/** What is wrong with a code, and what to do, at its field. */
export const codeErrors = {
  not_a_code: "Enter the six digits of the email.",
  wrong_code: "That is not the code of the latest email. Check its six digits.",
  code_expired: "This code is over. Press “Send a new code” and enter the new one.",
} as const;
