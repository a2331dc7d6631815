import { signIn } from "next-auth/react";

/** What became of a proof: it counts, it does not, too many did not, the session is over, or nobody answered. */
export type Proof = "proven" | "wrong" | "locked" | "over" | "unavailable";

/** Passes the second factor of this browser's session with a code. */
export async function proveWithCode(
  code: string,
  trust: "asked" | "not_asked" = "not_asked",
): Promise<Proof> {
  return await provenBy({ code, trust });
}

/** Hands a proof to the server; the session goes on under another id. `trust`: whether to trust this browser from now on (AUTH-22). */
export async function provenBy(proof: Readonly<Record<string, string>>): Promise<Proof> {
  try {
    const answer = await signIn("second-factor", { redirect: false, ...proof });
    if (answer?.ok) return "proven";
    if (answer?.error === "SessionOver") return "over";
    if (answer?.error === "Locked") return "locked";
    return answer?.error === "CredentialsSignin" ? "wrong" : "unavailable";
  } catch {
    return "unavailable";
  }
}
