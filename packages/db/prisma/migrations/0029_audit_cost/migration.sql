-- What a row of the audit costs whoever waits for it, which is every read of a record.

-- The rows of one call, as whoever calls it may write them: row security and the triggers hold as for any insert. A function, so that a
-- session plans the insert once and the call fits into the message that commits.
create function app.write_audit(events jsonb) returns void language plpgsql as $$
begin
  insert into public.audit_event (tenant_id, actor_kind, actor_id, session_id, ip, user_agent, verb, action, resource, resource_id,
    client_id, phi, outcome, changed, detail, request_id)
  select e."tenantId", e."actorKind", e."actorId", e."sessionId", e.ip, e."userAgent", e.verb, e.action, e.resource, e."resourceId",
    e."clientId", e.phi, e.outcome, e.changed, e.detail, e."requestId"
  from jsonb_to_recordset(events) as e ("tenantId" uuid, "actorKind" public.actor_kind, "actorId" uuid, "sessionId" uuid, ip text,
    "userAgent" text, verb text, action text, resource text, "resourceId" uuid, "clientId" uuid, phi boolean, outcome text,
    changed text[], detail jsonb, "requestId" text);
end
$$;
grant execute on function app.write_audit(jsonb) to quietroom_app, quietroom_client;

-- Ids that are random do not compress, and trying to took longer than all the rest of an insert.
do $$
declare
  part regclass;
begin
  for part in select 'public.audit_event'::regclass
    union all select inhrelid::regclass from pg_inherits where inhparent = 'public.audit_event'::regclass
  loop
    execute format('alter table %s alter column detail set storage external', part);
  end loop;
end
$$;

-- As before, and the new month stores its rows as the table says.
create or replace procedure app.open_audit_month(month date) language plpgsql as $$
declare
  part constant text := 'event_' || to_char(month, 'YYYY_MM');
begin
  if to_regclass('audit.' || part) is not null then
    return;
  end if;
  execute format('create table audit.%I (like public.audit_event including defaults including constraints including storage)', part);
  execute format('alter table public.audit_event attach partition audit.%I for values from (%L) to (%L)',
    part, month::timestamp at time zone 'UTC', (month + interval '1 month')::timestamp at time zone 'UTC');
  call app.close_audit_part(part);
exception when check_violation then
  -- Rows of this month lie in the default part already, and stay there.
  null;
end
$$;

-- Nothing is found by them. Who opened a client's record looks into lists as well, which no index of a column helps; what one person did
-- lately is found by audit_event_by_actor_lately.
drop index audit_event_by_client, audit_event_by_actor;
