import { type PasskeyAssertion, passkeyRequest } from "@quietroom/contracts/passkey";
import { browserSupportsWebAuthn, startAuthentication } from "@simplewebauthn/browser";

/** What a passkey said, as text for a form; or that none was shown, that there is none, or that nobody answered. */
export type PasskeyReply =
  | { readonly kind: "said"; readonly text: string }
  | { readonly kind: "cancelled" | "none" | "unavailable" };

/** Asks the person's device for a passkey: any for our site, or one of their own for the second factor of this browser's session. */
export async function askPasskey(wanted: "passkey" | "second-factor"): Promise<PasskeyReply> {
  if (!browserSupportsWebAuthn()) return { kind: "none" };
  const asked = await challenge(wanted);
  if ("kind" in asked) return asked;
  try {
    const { id, response } = await startAuthentication({ optionsJSON: asked });
    const { clientDataJSON, authenticatorData, signature, userHandle = null } = response;
    const said: PasskeyAssertion = { id, clientDataJSON, authenticatorData, signature, userHandle };
    return { kind: "said", text: JSON.stringify(said) };
  } catch {
    // Browsers say of every refusal the same, so that no site learns which passkeys there are.
    return { kind: "cancelled" };
  }
}

async function challenge(wanted: "passkey" | "second-factor") {
  try {
    const answer = await fetch(`/api/sign-in/${wanted}`, { method: "POST" });
    if (answer.status === 404) return { kind: "none" } as const;
    return passkeyRequest.parse(await answer.json());
  } catch {
    return { kind: "unavailable" } as const;
  }
}
