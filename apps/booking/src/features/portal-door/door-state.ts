/** What was typed to ask for the way in, what is wrong with it, and why it was refused. */
export type AskState = {
  readonly values: { readonly email: string; readonly birthDate: string };
  readonly errors: { readonly email?: string; readonly birthDate?: string };
  readonly refused: "too_many" | null;
};

export const notAsked: AskState = { values: { email: "", birthDate: "" }, errors: {}, refused: null };

/** Why somebody did not come in. */
export type CodeRefusal =
  | "unknown"
  | "used"
  | "expired"
  | "code_needed"
  | "wrong_code"
  | "too_many"
  | "not_a_code";
export type CodeState = { readonly refused: CodeRefusal | null };

export const notTried: CodeState = { refused: null };
