import { isUuid } from "@quietroom/domain/ids";
import { randomUUID } from "node:crypto";
import { defineVerb } from "../define-verb.ts";
import type { Runtime } from "../runtime.ts";
import type { SignedIn } from "./sign-in.ts";

/** Ends a session for good. A session that is unknown or already over stays so, without an error: signing out always works. */
export async function endSession(runtime: Runtime, { tenantId, sessionId }: SignedIn): Promise<void> {
  if (!isUuid(tenantId) || !isUuid(sessionId)) return;
  const context = { runtime, actor: { kind: "public", tenantId }, requestId: randomUUID() } as const;
  await revokeSession(context, { sessionId });
}

const revokeSession = defineVerb<{ readonly sessionId: string }, void>({
  name: "staff.sign_out",
  permission: "session:start",
  isolation: "read committed",
  trace: "audited",
  async run({ tx, input, tenantId, audit }) {
    await tx.$executeRaw`
      update session set revoked_at = now(), revoked_reason = 'signed_out'
      where tenant_id = ${tenantId}::uuid and id = ${input.sessionId}::uuid and revoked_at is null`;
    audit({ action: "sign_out", resource: "session", resourceId: input.sessionId });
  },
});
