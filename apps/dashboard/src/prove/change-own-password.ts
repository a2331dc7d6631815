import { signIn } from "next-auth/react";
import { isPasswordRefusal, type PasswordRefusal } from "./new-password-field.tsx";

const others = ["second_factor_needed", "wrong_password", "locked", "session_over"] as const;

/** What became of another password: it counts, it is refused, or nobody answered. */
export type PasswordChange = "changed" | "unavailable" | PasswordRefusal | (typeof others)[number];

/** Gives whoever is signed in here another password. The session of this browser goes on under another id. */
export async function changeOwnPassword(current: string, next: string): Promise<PasswordChange> {
  try {
    const answer = await signIn("own-password", { redirect: false, current, next });
    if (answer?.ok) return "changed";
    const error = answer?.error ?? "";
    if (isPasswordRefusal(error)) return error;
    return others.find((known) => known === error) ?? "unavailable";
  } catch {
    return "unavailable";
  }
}
