import { signIn } from "next-auth/react";
import { askPasskey } from "../../prove/ask-passkey.ts";
import { solvePuzzle } from "./solve-puzzle.ts";

/** What became of a sign-in; of a passkey also that the device showed none or has none. */
export type Outcome =
  | "in"
  | "wrong"
  | "locked"
  | "kept_out"
  | "unavailable"
  | "passkey_cancelled"
  | "passkey_none"
  | "passkey_wrong";

/**
 * Tries email and password. When the server asks for work first (AUTH-43) it is done and the same is tried again; `onWork` hears of it,
 * as it takes a while.
 */
export async function tryPassword(
  fields: Readonly<Record<string, string>>,
  onWork: () => void,
): Promise<Outcome> {
  try {
    const first = await signIn("credentials", { redirect: false, ...fields });
    if (first?.error !== "ProofNeeded") return outcomeOf(first);
    onWork();
    const proof = await solvePuzzle();
    if (proof === null) return "unavailable";
    return outcomeOf(await signIn("credentials", { redirect: false, ...fields, proof }));
  } catch {
    return "unavailable";
  }
}

/** Tries a passkey alone. */
export async function tryPasskey(): Promise<Outcome> {
  const reply = await askPasskey("passkey");
  if (reply.kind === "unavailable") return "unavailable";
  if (reply.kind !== "said") return `passkey_${reply.kind}`;
  try {
    const outcome = outcomeOf(await signIn("passkey", { redirect: false, passkey: reply.text }));
    return outcome === "wrong" ? "passkey_wrong" : outcome;
  } catch {
    return "unavailable";
  }
}

function outcomeOf(answer: { readonly ok: boolean; readonly error: string | null | undefined } | undefined) {
  if (answer?.ok) return "in";
  if (answer?.error === "Locked") return "locked";
  if (answer?.error === "KeptOut") return "kept_out";
  return answer?.error === "CredentialsSignin" ? "wrong" : "unavailable";
}
