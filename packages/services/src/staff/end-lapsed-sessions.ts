import { idleMs } from "@quietroom/domain/access";
import { defineVerb } from "../define-verb.ts";

/** A session that nobody ended and that ended all the same. */
type Lapsed = {
  readonly id: string;
  readonly kind: "session" | "client_session";
  readonly clientId: string | null;
  readonly reason: "idle" | "expired";
};

/** As many as one call ends at most; the next one goes on. */
const mostAtOnce = 500;

/**
 * Marks a studio's sessions that lapsed, of staff and of clients, and puts each into the audit (AUD-02). They opened nothing from the moment
 * they lapsed; this writes down that they did. Answers how many.
 */
export const endLapsedSessions = defineVerb<object, { readonly ended: number }>({
  name: "staff.end_lapsed_sessions",
  permission: "job:run",
  isolation: "read committed",
  trace: "sweep",
  async run({ tx, tenantId, audit }) {
    const idle = `${idleMs} ms`;
    const lapsed = await tx.$queryRaw<Lapsed[]>`
      with of_staff as (
        update session s set revoked_at = now(), revoked_reason = case when s.expires_at <= now() then 'expired' else 'idle' end
        where s.tenant_id = ${tenantId}::uuid and s.id in (
          select o.id from session o where o.tenant_id = ${tenantId}::uuid and o.app_name is null and o.revoked_at is null
            and (o.expires_at <= now() or o.last_active_at <= now() - ${idle}::interval)
          order by o.id limit ${mostAtOnce} for update skip locked)
        returning s.id, null::uuid as client_id, s.revoked_reason),
      of_clients as (
        update client_session s set revoked_at = now(), revoked_reason = case when s.expires_at <= now() then 'expired' else 'idle' end
        where s.tenant_id = ${tenantId}::uuid and s.id in (
          select o.id from client_session o where o.tenant_id = ${tenantId}::uuid and o.revoked_at is null
            and (o.expires_at <= now() or o.last_active_at <= now() - ${idle}::interval)
          order by o.id limit ${mostAtOnce} for update skip locked)
        returning s.id, s.client_id, s.revoked_reason)
      select id, 'session' as kind, client_id as "clientId", revoked_reason as reason from of_staff
      union all select id, 'client_session', client_id, revoked_reason from of_clients`;
    for (const { id, kind, clientId, reason } of lapsed)
      audit({ action: "sign_out", resource: kind, resourceId: id, clientId, detail: { reason } });
    return { ended: lapsed.length };
  },
});
