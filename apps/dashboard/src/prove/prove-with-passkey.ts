import { askPasskey } from "./ask-passkey.ts";
import { type Proof, provenBy } from "./prove-with-code.ts";

/** The same as a code proves, or that the device asked for nothing. */
export type PasskeyProof = Proof | "cancelled" | "none";

/** Passes the second factor of this browser's session with one of the person's passkeys. */
export async function proveWithPasskey(trust: "asked" | "not_asked" = "not_asked"): Promise<PasskeyProof> {
  const reply = await askPasskey("second-factor");
  return reply.kind === "said" ? await provenBy({ passkey: reply.text, trust }) : reply.kind;
}
