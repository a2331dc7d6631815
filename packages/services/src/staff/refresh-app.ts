import { decideRefresh, reuseIncident } from "@quietroom/domain/access";
import { ok, refuse, type Result } from "@quietroom/domain/result";
import { randomUUID } from "node:crypto";
import { defineVerb } from "../define-verb.ts";
import { found } from "../errors.ts";
import { raiseIncident } from "../incidents.ts";
import type { Runtime } from "../runtime.ts";
import { mayComeFrom } from "./allowed-address.ts";
import { type AppTokens, appStands, giveTokens } from "./app-session.ts";
import { isTokenOf, readAppToken } from "./app-token.ts";

/**
 * Changes an app's refresh token for the next pair (AUTH-35). A token counts once: shown again, by whomever and however soon, it ends the
 * whole connection and raises an incident (AUTH-44). So of two that come at the same moment one is answered, and neither goes on:
 * an app must wait for its answer, and is connected anew when it never learns it (RFC 9700, section 4.14).
 */
export async function refreshApp(
  runtime: Runtime,
  { refreshToken, ip }: { readonly refreshToken: string; readonly ip: string | null },
): Promise<Result<AppTokens, "not_valid">> {
  const shown = readAppToken("refresh", refreshToken);
  if (shown === null) return refuse("not_valid");
  const { tenantId, tokenId } = shown;
  const context = { runtime, actor: { kind: "public", tenantId }, requestId: randomUUID() } as const;
  const kept = await readRefreshHash(context, { tokenId });
  // Whoever does not know the token gets no further, and leaves no trace in a studio that they may have made up.
  if (kept === null || !isTokenOf(kept, shown)) return refuse("not_valid");
  const refreshed = await recordRefresh(context, { tokenId, ip });
  return refreshed.ok ? refreshed : refuse("not_valid");
}

const readRefreshHash = defineVerb<{ readonly tokenId: string }, string | null>({
  name: "staff.find_refresh_token",
  permission: "session:start",
  isolation: "read committed",
  trace: "public",
  async run({ tx, input, tenantId }) {
    const token = await tx.appToken.findUnique({ where: { tenantId_id: { tenantId, id: input.tokenId } } });
    return token?.refreshHash ?? null;
  },
});

type RefreshRow = {
  readonly staffUserId: string;
  readonly used: boolean;
  readonly standing: boolean;
  readonly allowed: boolean;
};

const recordRefresh = defineVerb<
  { readonly tokenId: string; readonly ip: string | null },
  Result<AppTokens, "over" | "reused" | "kept_out">
>({
  name: "staff.refresh_app",
  permission: "session:start",
  isolation: "read committed",
  trace: "audited",
  async run({ tx, input, tenantId, audit }) {
    const { tokenId, ip } = input;
    const { sessionId } = found(
      await tx.appToken.findUnique({ where: { tenantId_id: { tenantId, id: tokenId } } }),
    );
    // One refresh of a connection at a time; what is read afterwards is what the one before left.
    await tx.$queryRaw`select 1 from session where tenant_id = ${tenantId}::uuid and id = ${sessionId}::uuid for update`;
    const [row] = await tx.$queryRaw<RefreshRow[]>`
      select u.id as "staffUserId", k.refreshed_at is not null as used,
             ${appStands} and u.active and t.status <> 'cancelled' as standing, ${mayComeFrom(ip)} as allowed
      from app_token k
      join session s on s.tenant_id = k.tenant_id and s.id = k.session_id
      join staff_user u on u.tenant_id = s.tenant_id and u.id = s.staff_user_id
      join tenant t on t.id = s.tenant_id
      where k.tenant_id = ${tenantId}::uuid and k.id = ${tokenId}::uuid`;
    const { staffUserId, used, standing, allowed } = found(row);
    audit({
      action: "sign_in",
      resource: "app",
      resourceId: sessionId,
      detail: { staffUserId, by: "refresh" },
    });
    const decision = decideRefresh({
      used,
      connection: standing ? "stands" : "over",
      address: allowed ? "allowed" : "kept_out",
    });
    if (decision.ok) {
      await tx.$executeRaw`
        update app_token set refreshed_at = now() where tenant_id = ${tenantId}::uuid and id = ${tokenId}::uuid`;
      await tx.$executeRaw`
        update session set last_active_at = now() where tenant_id = ${tenantId}::uuid and id = ${sessionId}::uuid`;
      return ok(await giveTokens(tx, { tenantId, sessionId }));
    }
    if (decision.refusal === "reused") {
      await tx.$executeRaw`
        update session set revoked_at = now(), revoked_reason = 'token_reused'
        where tenant_id = ${tenantId}::uuid and id = ${sessionId}::uuid and revoked_at is null`;
      await raiseIncident(tx, tenantId, reuseIncident({ staffUserId, sessionId }));
    }
    return decision;
  },
});
