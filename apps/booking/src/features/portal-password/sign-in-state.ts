/** What was typed besides the password, what is wrong with it, and what became of it. */
export type SignInState = {
  readonly values: { readonly email: string; readonly birthDate: string };
  readonly errors: { readonly email?: string; readonly birthDate?: string; readonly password?: string };
  readonly refused: "wrong_credentials" | "too_many" | "proof_needed" | "unavailable" | null;
  /** Where to go, once in. */
  readonly to: string | null;
};

export const notSignedIn: SignInState = {
  values: { email: "", birthDate: "" },
  errors: {},
  refused: null,
  to: null,
};
