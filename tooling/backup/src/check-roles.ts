import type { Client } from "pg";

/** Throws unless the product's role is what row security binds: it owns nothing, bypasses nothing, and may become no owner. */
export async function checkRoles(admin: Pick<Client, "query">): Promise<void> {
  const { rows } = await admin.query<{ finding: string }>(`
    select rolname || ' has powers that row security does not bind' as finding from pg_roles
    where rolname in ('quietroom_owner', 'quietroom_app', 'quietroom_client')
      and (rolsuper or rolbypassrls or rolcreaterole or rolcreatedb or rolreplication)
    union all
    select pg_get_userbyid(c.relowner) || ' owns ' || c.oid::regclass from pg_class c
    where pg_get_userbyid(c.relowner) in ('quietroom_app', 'quietroom_client')
    union all
    select role || ' is a member of quietroom_owner' from unnest(array['quietroom_app', 'quietroom_client']) role
    where pg_has_role(role, 'quietroom_owner', 'member')
    union all
    select 'the database belongs to ' || pg_get_userbyid(datdba) from pg_database
    where datname = current_database() and pg_get_userbyid(datdba) <> 'quietroom_owner'
    union all
    select c.oid::regclass || ' has row security that its owner is past' from pg_class c
    where c.relrowsecurity and not c.relforcerowsecurity`);
  if (rows.length > 0) {
    throw new Error(
      `The restored database is not safe to use: ${rows.map(({ finding }) => finding).join("; ")}.`,
    );
  }
}
