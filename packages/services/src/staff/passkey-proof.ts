import type { PasskeyAssertion, PasskeyRequest } from "@quietroom/contracts/passkey";
import type { Tx } from "@quietroom/db";
import { refuse, ok, type Result } from "@quietroom/domain/result";
import { verifyAuthenticationResponse } from "@simplewebauthn/server";
import type { RelyingParty } from "./relying-party.ts";
import { ticketMs } from "./ticket.ts";
import { userHandle } from "./user-handle.ts";

/** Why a passkey proves nothing; for the audit alone, whoever came learns only that it did not count. */
export type PasskeyFlaw = "challenge" | "unknown_passkey" | "not_proven" | "counter";

/** What a browser is asked: to sign this challenge, with a person's check on the device, by one of these passkeys or by any. */
export function passkeyRequestFor(
  party: RelyingParty,
  challenge: string,
  passkeys: readonly { readonly credentialId: string; readonly transports: readonly string[] }[],
): PasskeyRequest {
  return {
    rpId: party.id,
    challenge,
    timeout: ticketMs,
    userVerification: "required",
    allowCredentials: passkeys.map(({ credentialId: id, transports }) => ({
      type: "public-key",
      id,
      transports: [...transports],
    })),
  };
}

/** The challenge that an assertion says it answers; empty when it says nothing that can be read. */
export function challengeIn(clientDataJSON: string): string {
  try {
    const said: unknown = JSON.parse(Buffer.from(clientDataJSON, "base64url").toString("utf8"));
    const challenge = typeof said === "object" && said !== null && "challenge" in said ? said.challenge : "";
    return typeof challenge === "string" ? challenge : "";
  } catch {
    return "";
  }
}

/**
 * Whether an assertion is by one of this person's own passkeys, for our site, with the person checked on the device, and newer than
 * any before: its counter is taken up by compare and set, so of two copies of one authenticator the one behind is found out. Whether
 * the challenge was ours and unspent is the caller's to ask first.
 */
export async function provePasskey(
  { tx, tenantId }: { readonly tx: Tx; readonly tenantId: string },
  {
    party,
    staffUserId,
    assertion,
  }: {
    readonly party: RelyingParty;
    readonly staffUserId: string;
    readonly assertion: PasskeyAssertion;
  },
): Promise<Result<{ readonly passkeyId: string }, PasskeyFlaw>> {
  const { id: credentialId, clientDataJSON, authenticatorData, signature, userHandle: handle } = assertion;
  const passkey = await tx.staffPasskey.findFirst({ where: { tenantId, staffUserId, credentialId } });
  const claimsAnother = handle !== null && handle !== userHandle({ tenantId, staffUserId });
  if (passkey === null || claimsAnother) return refuse("unknown_passkey");
  const checked = await verifyAuthenticationResponse({
    response: {
      id: credentialId,
      rawId: credentialId,
      type: "public-key",
      clientExtensionResults: {},
      response: { clientDataJSON, authenticatorData, signature },
    },
    expectedChallenge: challengeIn(clientDataJSON),
    expectedOrigin: party.origin,
    expectedRPID: party.id,
    requireUserVerification: true,
    // The counter is compared where it is kept, below.
    credential: { id: credentialId, publicKey: new Uint8Array(passkey.publicKey), counter: 0 },
  }).catch(() => null);
  if (checked === null || !checked.verified) return refuse("not_proven");
  const { newCounter } = checked.authenticationInfo;
  const taken = await tx.$executeRaw`
    update staff_passkey set counter = ${newCounter}::bigint, last_used_at = now()
    where tenant_id = ${tenantId}::uuid and id = ${passkey.id}::uuid
      and (counter < ${newCounter}::bigint or (counter = 0 and ${newCounter}::bigint = 0))`;
  return taken === 1 ? ok({ passkeyId: passkey.id }) : refuse("counter");
}
