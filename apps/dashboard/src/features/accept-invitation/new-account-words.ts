import type { StaffOutput } from "@quietroom/api/client";
import type { LinkRefusal } from "../../prove/mailed-link.tsx";
import type { PasswordRefusal } from "../../prove/new-password-field.tsx";

type Refusal = Exclude<
  Extract<StaffOutput["invitation"]["accept"], { ok: false }>["refusal"],
  LinkRefusal | PasswordRefusal
>;

/** What the server would not do, and what to do about it. */
export const acceptRefusals: Readonly<Record<Refusal, string>> = {
  policies_changed:
    "The terms or the security policy were changed meanwhile. Load this page again and read them anew.",
  email_taken: "You have an account at this studio already. Sign in with it, or ask the studio for access.",
  practitioner_taken: "Somebody of the same name was added at the same moment. Try again.",
  studio_closed: "The studio takes nobody in at the moment. Ask them; the invitation is not used up.",
};

export type MissingInAccount = {
  readonly name?: string;
  readonly password?: PasswordRefusal;
  readonly terms?: string;
  readonly security?: string;
};

/** What was filled in, and what is left to fill in, by field. */
export function accountIn(
  form: FormData,
  password: string,
): { readonly displayName: string; readonly missing: MissingInAccount } {
  const name = form.get("name");
  const displayName = typeof name === "string" ? name.trim() : "";
  const missing = {
    ...(displayName === "" ? { name: "Write your name." } : {}),
    ...(password === "" ? ({ password: "password_too_short" } as const) : {}),
    ...(form.has("terms") ? {} : { terms: "Without the terms there is no account." }),
    ...(form.has("security") ? {} : { security: "Without the security policy there is no account." }),
  };
  return { displayName, missing };
}
