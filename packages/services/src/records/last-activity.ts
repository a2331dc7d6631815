import { Prisma } from "@quietroom/db";

/**
 * When anything last happened with a client `c`, as SQL: they were registered, were to come, asked for a time, were written to, were
 * signed in, asked something of their record, or agreed to something. The clock of retention starts there (COMP-02).
 */
export const lastActivity = Prisma.sql`greatest(
  c.created_at,
  (select max(a.ends_at) from appointment a where a.tenant_id = c.tenant_id and a.client_id = c.id),
  (select max(w.joined_at) from waitlist_entry w where w.tenant_id = c.tenant_id and w.client_id = c.id),
  (select max(n.sent_at) from notification n where n.tenant_id = c.tenant_id and n.client_id = c.id
    and n.category <> 'account'),
  (select max(s.last_active_at) from client_session s
    join client_account o on o.tenant_id = s.tenant_id and o.id = s.client_account_id
    where o.tenant_id = c.tenant_id and o.client_id = c.id),
  (select max(r.asked_at) from rights_request r where r.tenant_id = c.tenant_id and r.client_id = c.id),
  (select max(g.given_at) from consent g where g.tenant_id = c.tenant_id and g.client_id = c.id))`;
