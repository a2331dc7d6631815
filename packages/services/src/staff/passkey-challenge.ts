import type { PasskeyRequest } from "@quietroom/contracts/passkey";
import { isUuid } from "@quietroom/domain/ids";
import { ok, refuse, type Result } from "@quietroom/domain/result";
import { randomUUID } from "node:crypto";
import { defineVerb } from "../define-verb.ts";
import type { Runtime } from "../runtime.ts";
import { passkeyRequestFor } from "./passkey-proof.ts";
import { type RelyingParty, relyingParty } from "./relying-party.ts";
import type { SignedIn } from "./sign-in.ts";
import { lockStandingSession } from "./standing-session.ts";
import { issueOpenTicket, issueTicket } from "./ticket.ts";

/** What a browser is asked when nobody has said who they are: any passkey for our site, which then signs in by itself. */
export async function signInChallenge(runtime: Runtime): Promise<PasskeyRequest> {
  const challenge = await issueOpenTicket(runtime, "sign_in_passkey");
  return passkeyRequestFor(relyingParty(runtime), challenge, []);
}

/** What a session's browser is asked to pass its second factor with: one of the person's own passkeys, for this session alone. */
export async function secondFactorChallenge(
  runtime: Runtime,
  { tenantId, sessionId }: SignedIn,
): Promise<Result<PasskeyRequest, "session_over" | "no_passkey">> {
  if (!isUuid(tenantId) || !isUuid(sessionId)) return refuse("session_over");
  const context = { runtime, actor: { kind: "public", tenantId }, requestId: randomUUID() } as const;
  return await challenge(context, { sessionId, party: relyingParty(runtime) });
}

const challenge = defineVerb<
  { readonly sessionId: string; readonly party: RelyingParty },
  Result<PasskeyRequest, "session_over" | "no_passkey">
>({
  name: "staff.challenge_passkey",
  permission: "session:start",
  isolation: "read committed",
  trace: "audited",
  async run({ tx, input, tenantId, seal, audit }) {
    const { sessionId, party } = input;
    const session = await lockStandingSession(tx, tenantId, sessionId);
    const staffUserId = session?.staffUserId ?? null;
    const detail = { staffUserId, step: "passkey" };
    audit({ action: "attempt", resource: "second_factor", resourceId: sessionId, detail });
    if (session === null) return refuse("session_over");
    const passkeys = await tx.staffPasskey.findMany({
      where: { tenantId, staffUserId: session.staffUserId },
      select: { credentialId: true, transports: true },
    });
    if (passkeys.length === 0) return refuse("no_passkey");
    const asked = await issueTicket({ tx, seal }, { purpose: "prove_passkey", bearer: sessionId });
    return ok(passkeyRequestFor(party, asked, passkeys));
  },
});
