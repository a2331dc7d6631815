import { isUuid } from "@quietroom/domain/ids";
import { refuse, ok, type Result } from "@quietroom/domain/result";
import { randomBytes, randomUUID } from "node:crypto";
import { defineVerb } from "../define-verb.ts";
import type { Runtime } from "../runtime.ts";
import type { Sealer } from "../seal.ts";
import { mayComeFrom } from "./allowed-address.ts";
import { completeSession } from "./complete-session.ts";
import type { SignedIn } from "./sign-in.ts";
import { lockStandingSession } from "./standing-session.ts";

/**
 * The token by which a browser is trusted for 30 days (AUTH-22), when the person asked for it as they passed their second factor and the
 * studio allows it; null otherwise. Each asking is answered once. It is not the token of `rememberDevice`, which only says whose
 * failures are counted together and opens nothing.
 */
export async function trustDevice(
  runtime: Runtime,
  { tenantId, sessionId }: SignedIn,
): Promise<string | null> {
  if (!isUuid(tenantId) || !isUuid(sessionId)) return null;
  const context = { runtime, actor: { kind: "public", tenantId }, requestId: randomUUID() } as const;
  if (!(await wantsTrust(context, { sessionId }))) return null;
  const given = await giveTrust(context, { sessionId });
  return given.ok ? given.value : null;
}

/**
 * Passes the second factor of a session whose first one was right by the trust in its browser; null when the browser is not trusted, or
 * not for this person, or no longer; nor from where the studio lets nobody in (AUTH-44). Never stands for a fresh factor (AUTH-21), which
 * whoever has to choose another password needs next (AUTH-03).
 */
export async function passByTrust(
  runtime: Runtime,
  { tenantId, sessionId }: SignedIn,
  token: string | null,
  ip: string | null = null,
): Promise<SignedIn | null> {
  if (token === null || !/^[\w-]{43}$/.test(token)) return null;
  const context = { runtime, actor: { kind: "public", tenantId }, requestId: randomUUID() } as const;
  const passed = await recordTrustedPass(context, { sessionId, token, ip });
  return passed.ok ? passed.value : null;
}

const wantsTrust = defineVerb<{ readonly sessionId: string }, boolean>({
  name: "staff.wants_trust",
  permission: "session:start",
  isolation: "read committed",
  trace: "public",
  run: async ({ tx, input, tenantId }) =>
    (await tx.session.count({
      where: { tenantId, id: input.sessionId, trustAsked: true, revokedAt: null },
    })) === 1,
});

const giveTrust = defineVerb<{ readonly sessionId: string }, Result<string, "not_allowed">>({
  name: "staff.trust_device",
  permission: "session:start",
  isolation: "read committed",
  trace: "audited",
  async run({ tx, input, tenantId, seal, audit }) {
    const [session] = await tx.$queryRaw<{ staffUserId: string; userAgent: string; passedAt: Date }[]>`
      update session s set trust_asked = false from tenant t
      where s.tenant_id = ${tenantId}::uuid and s.id = ${input.sessionId}::uuid and s.trust_asked and s.revoked_at is null
        and s.mfa_passed_at is not null and t.id = s.tenant_id and t.trust_devices
      returning s.staff_user_id as "staffUserId", s.user_agent as "userAgent", s.mfa_passed_at as "passedAt"`;
    const made = { action: "create", resource: "trusted_device" } as const;
    if (session === undefined) {
      audit({ ...made, resourceId: null });
      return refuse("not_allowed");
    }
    const { staffUserId, userAgent, passedAt } = session;
    const token = randomBytes(32).toString("base64url");
    const [row] = await tx.$queryRaw<{ id: string }[]>`
      insert into trusted_device (tenant_id, staff_user_id, token_hash, user_agent, created_at, expires_at)
      values (${tenantId}::uuid, ${staffUserId}::uuid, ${hashOf(seal, tenantId, token)}, ${userAgent}, ${passedAt}::timestamptz,
              ${passedAt}::timestamptz + interval '30 days')
      returning id`;
    audit({ ...made, resourceId: row?.id ?? null, detail: { staffUserId } });
    return ok(token);
  },
});

const recordTrustedPass = defineVerb<
  { readonly sessionId: string; readonly token: string; readonly ip: string | null },
  Result<SignedIn, "not_trusted" | "session_over">
>({
  name: "staff.pass_by_trust",
  permission: "session:start",
  isolation: "read committed",
  trace: "audited",
  async run({ tx, input, tenantId, seal, audit }) {
    const { sessionId, token, ip } = input;
    const attempt = { action: "sign_in", resource: "second_factor", resourceId: sessionId } as const;
    const session = await lockStandingSession(tx, tenantId, sessionId);
    if (session === null || session.mfaPassedAt !== null) {
      audit(attempt);
      return refuse("session_over");
    }
    const { staffUserId } = session;
    const [trusted] = await tx.$queryRaw<{ since: Date }[]>`
      select d.created_at as since from trusted_device d
      join tenant t on t.id = d.tenant_id and t.trust_devices and ${mayComeFrom(ip)}
      join session s on s.tenant_id = d.tenant_id and s.id = ${sessionId}::uuid and not s.password_expired
      where d.tenant_id = ${tenantId}::uuid and d.staff_user_id = ${staffUserId}::uuid
        and d.token_hash = ${hashOf(seal, tenantId, token)} and d.expires_at > now()`;
    if (trusted === undefined || session.sealedSecret === null) {
      audit({ ...attempt, detail: { staffUserId, by: null, tried: "trusted_device" } });
      return refuse("not_trusted");
    }
    audit({ ...attempt, detail: { staffUserId, by: "trusted_device" } });
    const passed = { by: "trust", trustedSince: trusted.since } as const;
    return ok({
      tenantId,
      sessionId: await completeSession(tx, { tenantId, staffUserId, sessionId }, passed),
    });
  },
});

function hashOf(seal: Sealer, tenantId: string, token: string): string {
  return seal.digest(token, { tenantId, recordId: "", field: "trusted_device.token" });
}
