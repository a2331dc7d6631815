-- A second, narrower role. quietroom_app becomes quietroom_client for a transaction of one client, or of whoever bears the link of one
-- visit; then, below the studio's policies, these admit that client's own rows and nothing else. What is not granted here is
-- closed to it, tables to come included.

do $$
begin
  if not exists (select from pg_roles where rolname = 'quietroom_client') then
    raise exception 'the role quietroom_client is missing' using hint = 'run infra/postgres/roles.sql again, then the migrations';
  end if;
end
$$;

grant usage on schema app to quietroom_client;
grant execute on function app.now() to quietroom_client;

-- `own` is whose row it is, in the words of that table. Restrictive: it takes away from what the studio's policies let through.
create procedure app.narrow(target regclass, privileges text, own text)
  language plpgsql as $$
begin
  execute format('create policy client_own on %s as restrictive to quietroom_client using (%s) with check (%s)', target, own, own);
  execute format('grant %s on %s to quietroom_client', privileges, target);
end
$$;
revoke all on procedure app.narrow(regclass, text, text) from public;

-- What every visitor may read: who works there, where, what is offered and how the studio speaks.
grant select on location, practitioner, service to quietroom_client;
grant select (id, name, slug, time_zone, locale, phone, email, status, cancellation_policy) on tenant to quietroom_client;

-- A client's own visits, or the one whose link it is. A held time is nobody's yet.
call app.narrow('appointment',
  'select, update (status, cancelled_at, cancelled_by, cancel_reason, late_cancel, version, updated_at)',
  $own$status <> 'held' and (
    client_id = (select nullif(current_setting('app.client_id', true), '')::uuid)
    or id = (select nullif(current_setting('app.appointment_id', true), '')::uuid))$own$);

-- Their own record, or that of the one whose visit the link is about.
call app.narrow('client', 'select',
  $own$id = (select nullif(current_setting('app.client_id', true), '')::uuid)
    or id = (select a.client_id from appointment a
      where a.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid)
        and a.id = (select nullif(current_setting('app.appointment_id', true), '')::uuid))$own$);

call app.narrow('client_account', 'select', $own$client_id = (select nullif(current_setting('app.client_id', true), '')::uuid)$own$);

call app.narrow('client_session',
  'select (tenant_id, id, client_account_id, client_id, created_at, last_active_at, expires_at, revoked_at, revoked_reason, user_agent, ip), update (revoked_at, revoked_reason)',
  $own$client_id = (select nullif(current_setting('app.client_id', true), '')::uuid)$own$);

-- The hour that a cancelled visit frees. Read back by its key alone.
call app.narrow('opening', 'insert, select (tenant_id, id, caused_by_appointment_id)',
  $own$exists (select from appointment a where a.tenant_id = opening.tenant_id and a.id = opening.caused_by_appointment_id)$own$);

-- What follows, and what is kept of it: written, never read.
call app.narrow('outbox', 'insert', $own$name in ('appointment/cancelled', 'opening/created')$own$);
call app.narrow('audit_event', 'insert',
  $own$actor_kind in ('client', 'link')
    and (client_id is null or exists (select from client c where c.tenant_id = audit_event.tenant_id and c.id = audit_event.client_id))$own$);
