import { isUuid } from "@quietroom/domain/ids";
import { randomUUID } from "node:crypto";
import { defineVerb } from "../define-verb.ts";
import type { Runtime } from "../runtime.ts";
import type { SignedIn } from "./sign-in.ts";
import { stands } from "./standing-session.ts";

const reasons = [
  "replaced",
  "ended_elsewhere",
  "second_factor_reset",
  "roles_changed",
  "access_ended",
  "password_changed",
  "email_changed",
  "password_ended",
  "idle",
  "expired",
] as const;

/** Why a session is over, as far as its person should be told; null while it stands and for one they ended themselves. */
export type SessionEnd = (typeof reasons)[number];

/** Tells whoever comes back with a session why it is over (AUTH-31). */
export async function whyEnded(
  runtime: Runtime,
  { tenantId, sessionId }: SignedIn,
): Promise<SessionEnd | null> {
  if (!isUuid(tenantId) || !isUuid(sessionId)) return null;
  const context = { runtime, actor: { kind: "public", tenantId }, requestId: randomUUID() } as const;
  return await readEnd(context, { sessionId });
}

const readEnd = defineVerb<{ readonly sessionId: string }, SessionEnd | null>({
  name: "staff.why_session_ended",
  permission: "session:start",
  isolation: "read committed",
  trace: "public",
  async run({ tx, input, tenantId }) {
    const [session] = await tx.$queryRaw<{ reason: string | null }[]>`
      select case when s.revoked_at is not null then s.revoked_reason
        when s.expires_at <= now() then 'expired' when not (${stands}) then 'idle' end as reason
      from session s where s.tenant_id = ${tenantId}::uuid and s.id = ${input.sessionId}::uuid`;
    return reasons.find((known) => known === session?.reason) ?? null;
  },
});
