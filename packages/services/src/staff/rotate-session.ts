import type { Tx } from "@quietroom/db";
import { found } from "../errors.ts";
import { endSessions, inTheWay, listOpenSessions } from "./open-sessions.ts";

/**
 * The same session under a new id, its second factor passed; the old id opens nothing any more (AUTH-34). `trustedSince` is when the
 * factor passed on a browser that is trusted since: that opens the session and proves nothing that asks for a fresh factor (AUTH-21).
 */
export async function rotateSession(
  tx: Tx,
  { tenantId, sessionId }: { readonly tenantId: string; readonly sessionId: string },
  passed:
    | { readonly by: "now"; readonly trust: "asked" | "not_asked" }
    | { readonly by: "trust"; readonly trustedSince: Date },
): Promise<string> {
  const since = passed.by === "trust" ? passed.trustedSince : null;
  const asked = passed.by === "now" && passed.trust === "asked";
  const [session] = await tx.$queryRaw<{ id: string }[]>`
    insert into session (tenant_id, staff_user_id, created_at, last_active_at, expires_at, user_agent, ip, password_expired, mfa_passed_at, trust_asked)
    select tenant_id, staff_user_id, created_at, now(), expires_at, user_agent, ip, password_expired,
           case when ${since}::timestamptz is null then now() else least(${since}::timestamptz, now() - interval '5 minutes') end, ${asked}
    from session where tenant_id = ${tenantId}::uuid and id = ${sessionId}::uuid
    returning id`;
  await tx.$executeRaw`
    update session set revoked_at = now(), revoked_reason = 'rotated', sealed_enrolment = null
    where tenant_id = ${tenantId}::uuid and id = ${sessionId}::uuid`;
  return found(session).id;
}

/** Ends the oldest sessions of a person who is about to have one more than they may (AUTH-33); one arrival at a time. */
export async function makeRoom(tx: Tx, tenantId: string, staffUserId: string): Promise<void> {
  await tx.$queryRaw`select 1 from staff_user where tenant_id = ${tenantId}::uuid and id = ${staffUserId}::uuid for update`;
  const ended = inTheWay(await listOpenSessions(tx, tenantId, staffUserId));
  await endSessions(
    tx,
    tenantId,
    ended.map(({ id }) => id),
    "replaced",
  );
}
