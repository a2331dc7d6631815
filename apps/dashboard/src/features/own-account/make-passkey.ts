import { browserSupportsWebAuthn, startRegistration, WebAuthnError } from "@simplewebauthn/browser";
import type { useTRPCClient } from "../../live/trpc.tsx";

type Server = ReturnType<typeof useTRPCClient>;

type Made =
  | { readonly ok: true }
  | {
      readonly ok: false;
      readonly refusal:
        | "second_factor_needed"
        | "too_many"
        | "not_valid"
        | "known_already"
        | "cancelled"
        | "unsupported";
    };

/** Asks the server what to make, the device to make it, and the server to keep it. Throws when the server does not answer. */
export async function makePasskey(server: Server, name: string): Promise<Made> {
  if (!browserSupportsWebAuthn()) return { ok: false, refusal: "unsupported" };
  const asked = await server.passkey.start.mutate({});
  if (!asked.ok) return asked;
  try {
    const { id, response } = await startRegistration({ optionsJSON: asked.value });
    const { clientDataJSON, attestationObject, transports = [] } = response;
    const made = { id, clientDataJSON, attestationObject, transports };
    return await server.passkey.add.mutate({ name, made });
  } catch (error) {
    if (!isOfDevice(error)) throw error;
    const known = error.name === "InvalidStateError";
    return { ok: false, refusal: known ? "known_already" : "cancelled" };
  }
}

/** The browser's own refusals; whatever else is thrown came from the server. */
function isOfDevice(error: unknown): error is Error {
  return error instanceof WebAuthnError || error instanceof DOMException;
}
