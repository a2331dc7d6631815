import { signIn } from "next-auth/react";

/** What became of a code: it counts, it does not, too many did not, the session is over, or nobody answered. */
export type Proof = "proven" | "wrong" | "locked" | "over" | "unavailable";

/** Passes the second factor of this browser's session, which goes on under another id. */
export async function proveWithCode(code: string): Promise<Proof> {
  try {
    const answer = await signIn("second-factor", { redirect: false, code });
    if (answer?.ok) return "proven";
    if (answer?.error === "SessionOver") return "over";
    if (answer?.error === "Locked") return "locked";
    return answer?.error === "CredentialsSignin" ? "wrong" : "unavailable";
  } catch {
    return "unavailable";
  }
}
