/** Why a password was not changed. */
export type PasswordProblem =
  | "password_too_short"
  | "password_too_long"
  | "password_too_obvious"
  | "password_too_common"
  | "wrong_password"
  | "wrong_code"
  | "too_many"
  | "session_over";
export type PasswordState = { readonly problem: PasswordProblem | null };

export const notChanged: PasswordState = { problem: null };
