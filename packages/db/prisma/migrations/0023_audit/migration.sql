-- What is kept of everybody's acts becomes evidence: it says where they came from, nobody can rewrite it, it lies in months, and what
-- is sealed of it shows any change afterwards, a superuser's included.

-- Months lie in a schema of their own, which the application cannot enter: it reaches them through the table they are parts of.
create schema audit;
revoke all on schema audit from public;

alter table audit_event no force row level security; -- until the rows are in their new place: the owner has to see them all
alter table audit_event rename to audit_event_before;
alter table audit_event_before rename constraint audit_event_pkey to audit_event_before_pkey;
drop index audit_event_by_time, audit_event_by_record, audit_event_refused, audit_event_by_actor;

create table audit_event (
  tenant_id uuid not null references tenant (id),
  id uuid not null default uuidv7(),
  -- The server's own clock and not app.now(), which a demo may move: evidence says when something really happened.
  at timestamptz(3) not null default now(),
  actor_kind actor_kind not null,
  actor_id uuid,
  session_id uuid,
  ip varchar(45),                        -- as one of our own proxies saw it
  user_agent varchar(300),               -- the sender's own words
  verb varchar(80) not null,
  action varchar(40) not null,
  resource varchar(40) not null,
  resource_id uuid,
  client_id uuid,
  phi boolean not null default false,    -- whether it touched what is protected of a client
  outcome varchar(60) not null,          -- "done", or the code of why not
  changed text[] not null default '{}',  -- names of fields, never what stood in them
  detail jsonb not null default '{}',    -- ids, codes and field names only
  request_id varchar(64) not null,
  primary key (tenant_id, id, at)
) partition by range (at);

-- The trail is written and read. For everybody, a superuser's plain session included; what goes past a trigger, the seals show.
create function app.append_only() returns trigger language plpgsql as $$
begin
  raise exception 'the audit trail is append-only: no % on %', lower(tg_op), tg_table_name using errcode = 'insufficient_privilege';
end
$$;
create trigger append_only before update or delete on audit_event for each row execute function app.append_only();
create trigger append_only_truncate before truncate on audit_event for each statement execute function app.append_only();

-- What is written and not sealed yet. Whoever writes a row leaves it here in the same transaction and waits for nobody; a row that
-- is committed late is simply found late, so that no clock and no order of numbers decides what a seal holds.
create table audit_unsealed (
  tenant_id uuid not null references tenant (id),
  id uuid not null,
  at timestamptz(3) not null,
  primary key (tenant_id, id)
);
call app.isolate('audit_unsealed', 'select, insert, delete');

create function app.await_seal() returns trigger language plpgsql as $$
begin
  insert into public.audit_unsealed (tenant_id, id, at) values (new.tenant_id, new.id, new.at);
  return null;
end
$$;
grant execute on function app.await_seal() to quietroom_app, quietroom_client;
create trigger await_seal after insert on audit_event for each row execute function app.await_seal();

-- A batch of rows, sealed: which they were in their order, what each looked like, and the seal before it.
create table audit_seal (
  tenant_id uuid not null references tenant (id),
  number integer not null check (number > 0),
  sealed_at timestamptz(3) not null,
  row_count integer not null check (row_count > 0),
  first_id uuid not null,
  -- For each row, ascending by id: 16 bytes of id, 8 of its moment in epoch milliseconds, 32 of SHA-256 over all its columns.
  leaves bytea not null check (length(leaves) = row_count * 56),
  previous char(64) not null,            -- the head of the seal before; zeros for the first
  head char(64) not null,                -- SHA-256 over all of the above
  key_id char(16) not null,
  signature bytea not null,              -- Ed25519 over the head
  primary key (tenant_id, number)
);
call app.isolate('audit_seal', 'select, insert');
create trigger append_only before update or delete on audit_seal for each row execute function app.append_only();
create trigger append_only_truncate before truncate on audit_seal for each statement execute function app.append_only();

-- A month of one studio in a file that cannot be changed. removed_at: its rows left the database, seven years later.
create table audit_archive (
  tenant_id uuid not null references tenant (id),
  month date not null check (extract(day from month) = 1),
  file varchar(200) not null check (file <> ''),
  row_count integer not null check (row_count > 0),
  sha256 char(64) not null,              -- of the lines of the rows
  key_id char(16) not null,
  archived_at timestamptz(3) not null default now(),
  removed_at timestamptz(3),
  primary key (tenant_id, month)
);
call app.isolate('audit_archive', 'select, insert');
create trigger append_only before update on audit_archive for each row
  when (old.removed_at is not null or to_jsonb(old) - 'removed_at' <> to_jsonb(new) - 'removed_at')
  execute function app.append_only();
create trigger append_only_delete before delete on audit_archive for each row execute function app.append_only();
create trigger append_only_truncate before truncate on audit_archive for each statement execute function app.append_only();

create index audit_event_by_time on audit_event (tenant_id, at);
create index audit_event_by_record on audit_event (tenant_id, resource_id, at) where resource_id is not null;
create index audit_event_by_client on audit_event (tenant_id, client_id, at) where client_id is not null;
create index audit_event_by_actor on audit_event (tenant_id, actor_id, id) where actor_id is not null;
create index audit_event_by_actor_lately on audit_event (tenant_id, actor_id, at) where actor_id is not null;
create index audit_event_refused on audit_event (tenant_id, actor_id, at) where outcome in ('forbidden', 'not_found');

call app.isolate('audit_event', 'select, insert');

-- A part of the table: closed to everybody who comes to it directly, the owner included, and as unchangeable as the whole.
create procedure app.close_audit_part(part text) language plpgsql as $$
begin
  execute format('alter table audit.%I enable row level security', part);
  execute format('alter table audit.%I force row level security', part);
  execute format('revoke all on audit.%I from public', part);
  execute format('create trigger append_only_truncate before truncate on audit.%I for each statement execute function app.append_only()', part);
end
$$;
revoke all on procedure app.close_audit_part(text) from public;

-- Never empty-handed: what no month holds is kept here, and stays here.
create table audit.event_default partition of audit_event default;
call app.close_audit_part('event_default');

-- Made apart and attached, which lets everybody go on writing meanwhile.
create procedure app.open_audit_month(month date) language plpgsql as $$
declare
  part constant text := 'event_' || to_char(month, 'YYYY_MM');
begin
  if to_regclass('audit.' || part) is not null then
    return;
  end if;
  execute format('create table audit.%I (like public.audit_event including defaults including constraints)', part);
  execute format('alter table public.audit_event attach partition audit.%I for values from (%L) to (%L)',
    part, month::timestamp at time zone 'UTC', (month + interval '1 month')::timestamp at time zone 'UTC');
  call app.close_audit_part(part);
exception when check_violation then
  -- Rows of this month lie in the default part already, and stay there.
  null;
end
$$;
revoke all on procedure app.open_audit_month(date) from public;

-- Opens this month and the three after it. As the owner, since the application may make no table; it takes nothing and shows nothing.
create function app.prepare_audit_months() returns integer language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  before constant integer := (select count(*) from pg_inherits where inhparent = 'public.audit_event'::regclass);
begin
  for ahead in 0..3 loop
    call app.open_audit_month((date_trunc('month', now() at time zone 'UTC') + make_interval(months => ahead))::date);
  end loop;
  return (select count(*) from pg_inherits where inhparent = 'public.audit_event'::regclass) - before;
end
$$;
grant execute on function app.prepare_audit_months() to quietroom_app;

-- Months whose every row is older than seven years leave the database, if every studio's rows of it are in a file; answers their names.
-- As the owner, who alone may drop a table, and by no say of the caller: it takes nothing and shows no row.
create function app.remove_old_audit_months() returns text[] language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  removed text[] := '{}';
  part text;
  begins date;
  studio record;
  kept constant text := current_setting('app.tenant_id', true);
begin
  for part in
    select c.relname from pg_inherits i join pg_class c on c.oid = i.inhrelid
    where i.inhparent = 'public.audit_event'::regclass and c.relname ~ '^event_\d{4}_\d{2}$' order by 1
  loop
    begins := to_date(substr(part, 7), 'YYYY_MM');
    continue when ((begins + interval '1 month')::timestamp at time zone 'UTC') + interval '7 years' > app.now();
    -- Nobody else sees what this opens for a moment: the lock is the only reader.
    execute format('lock table audit.%I in access exclusive mode', part);
    execute format('alter table audit.%I no force row level security', part);
    for studio in execute format('select tenant_id, count(*) as rows from audit.%I group by 1', part) loop
      perform set_config('app.tenant_id', studio.tenant_id::text, true);
      update public.audit_archive set removed_at = now()
      where tenant_id = studio.tenant_id and month = begins and row_count = studio.rows;
      if not found then
        raise exception 'audit month % is not archived', part using errcode = 'restrict_violation';
      end if;
    end loop;
    perform set_config('app.tenant_id', coalesce(kept, ''), true);
    execute format('alter table public.audit_event detach partition audit.%I', part);
    execute format('drop table audit.%I', part);
    removed := removed || part;
  end loop;
  return removed;
end
$$;
grant execute on function app.remove_old_audit_months() to quietroom_app;

do $$
begin
  for back in 0..coalesce((select (extract(year from age(now(), min(at))) * 12 + extract(month from age(now(), min(at))))::int + 1
      from audit_event_before), 0) loop
    call app.open_audit_month((date_trunc('month', now() at time zone 'UTC') - make_interval(months => back))::date);
  end loop;
  perform app.prepare_audit_months();
end
$$;

alter table audit_event no force row level security;
alter table audit_unsealed no force row level security;
insert into audit_event (tenant_id, id, at, actor_kind, actor_id, verb, action, resource, resource_id, client_id, phi, outcome, detail, request_id)
  select tenant_id, id, at, actor_kind, actor_id, verb, action, resource, resource_id, client_id, client_id is not null, outcome, detail, request_id
  from audit_event_before;
alter table audit_event force row level security;
alter table audit_unsealed force row level security;
drop table audit_event_before;

-- A client's own transaction writes what it did, and reads none of it.
call app.narrow('audit_event', 'insert',
  $own$actor_kind in ('client', 'link')
    and (client_id is null or exists (select from client c where c.tenant_id = audit_event.tenant_id and c.id = audit_event.client_id))$own$);
-- By the trigger alone: an insert of their own would tell by its conflict which rows there are.
call app.narrow('audit_unsealed', 'insert', 'pg_trigger_depth() > 0');
