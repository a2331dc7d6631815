-- Quietroom, foundation: studios, their schedule, their clients, what was booked, and what must happen next.
-- Runs as quietroom_owner. The application connects as quietroom_app, which owns nothing and cannot bypass a policy.

create extension if not exists btree_gist;

create schema app;
grant usage on schema app to quietroom_app;

-- The one clock. Tests and the demo replace its body so that they can move time; production keeps this one.
create function app.now() returns timestamptz
  language sql stable parallel safe
  return now();
grant execute on function app.now() to quietroom_app;

-- Isolation in one call, so that no table can forget a part of it: forced row security, a policy for each command,
-- and only the privileges asked for. The sub-select makes the setting an InitPlan, which keeps indexes usable.
create procedure app.isolate(target regclass, privileges text, tenant_column text default 'tenant_id')
  language plpgsql as $$
declare
  own constant text := format('%I = (select nullif(current_setting(''app.tenant_id'', true), '''')::uuid)', tenant_column);
begin
  execute format('alter table %s enable row level security', target);
  execute format('alter table %s force row level security', target);
  execute format('create policy tenant_select on %s for select using (%s)', target, own);
  execute format('create policy tenant_insert on %s for insert with check (%s)', target, own);
  execute format('create policy tenant_update on %s for update using (%s) with check (%s)', target, own, own);
  execute format('create policy tenant_delete on %s for delete using (%s)', target, own);
  execute format('revoke all on %s from public', target);
  execute format('grant %s on %s to quietroom_app', privileges, target);
end
$$;
revoke all on procedure app.isolate(regclass, text, text) from public;

create type tenant_status as enum ('active', 'suspended', 'cancelled');
create type visit_mode as enum ('in_person', 'telehealth');
create type appointment_status as enum
  ('held', 'requested', 'scheduled', 'confirmed', 'checked_in', 'in_progress', 'completed', 'cancelled', 'no_show');
create type actor_kind as enum ('public', 'link', 'staff', 'system');
create type waitlist_priority as enum ('urgent', 'high', 'standard', 'low');
create type waitlist_status as enum ('waiting', 'offered', 'booked', 'declined', 'expired', 'withdrawn');
create type opening_status as enum ('offering', 'filled', 'exhausted', 'withdrawn');
create type offer_status as enum ('open', 'accepted', 'declined', 'lapsed', 'withdrawn');
create type notification_status as enum ('planned', 'claimed', 'sent', 'failed', 'skipped');

-- Studio -----------------------------------------------------------------------------------------------------------

create table tenant (
  id uuid primary key default uuidv7(),
  name varchar(255) not null check (name <> ''),
  slug varchar(100) not null check (slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$'),
  tagline varchar(200) not null default '',
  about text not null default '' check (length(about) <= 4000),
  time_zone varchar(64) not null default 'America/New_York',
  locale varchar(35) not null default 'en-US',
  currency char(3) not null default 'USD' check (currency ~ '^[A-Z]{3}$'),
  primary_color char(7) not null default '#3B82F6' check (primary_color ~ '^#[0-9A-Fa-f]{6}$'),
  phone varchar(40) not null,
  email varchar(254) not null,
  status tenant_status not null default 'active',
  min_notice_min integer not null default 120 check (min_notice_min between 0 and 43200),
  horizon_days integer not null default 60 check (horizon_days between 1 and 730),
  cancellation_window_min integer not null default 1440 check (cancellation_window_min between 0 and 43200),
  cancellation_policy text not null default '' check (length(cancellation_policy) <= 4000),
  policy_version integer not null default 1,
  reminder_offsets_min integer[] not null default '{2880,1440,120}',
  created_at timestamptz(3) not null default app.now()
);
call app.isolate('tenant', 'select, insert, update', 'id');

-- The phone book: which studio answers at a public address. Readable without a tenant, because finding one is its purpose.
create table tenant_directory (
  slug varchar(100) primary key,
  tenant_id uuid not null unique references tenant (id)
);
call app.isolate('tenant_directory', 'select, insert');
drop policy tenant_select on tenant_directory;
create policy directory_select on tenant_directory for select using (true);

create table location (
  tenant_id uuid not null references tenant (id),
  id uuid not null default uuidv7(),
  name varchar(255) not null check (name <> ''),
  address_line varchar(255) not null,
  city varchar(120) not null,
  region varchar(60) not null default '',
  postal_code varchar(10) not null,
  country char(2) not null,
  phone varchar(40) not null default '',
  directions text not null default '' check (length(directions) <= 1000),
  time_zone varchar(64) not null,
  is_primary boolean not null default false,
  active boolean not null default true,
  primary key (tenant_id, id)
);
create unique index location_one_primary on location (tenant_id) where is_primary;
call app.isolate('location', 'select, insert, update');

create table room (
  tenant_id uuid not null references tenant (id),
  id uuid not null default uuidv7(),
  location_id uuid not null,
  name varchar(120) not null check (name <> ''),
  active boolean not null default true,
  primary key (tenant_id, id),
  unique (tenant_id, location_id, name),
  foreign key (tenant_id, location_id) references location (tenant_id, id)
);
call app.isolate('room', 'select, insert, update');

create table practitioner (
  tenant_id uuid not null references tenant (id),
  id uuid not null default uuidv7(),
  slug varchar(100) not null check (slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$'),
  display_name varchar(255) not null check (display_name <> ''),
  title varchar(120) not null default '',
  bio text not null default '' check (length(bio) <= 4000),
  online_bookable boolean not null default true,
  active boolean not null default true,
  position integer not null default 0,
  primary key (tenant_id, id),
  unique (tenant_id, slug)
);
call app.isolate('practitioner', 'select, insert, update');

create table service (
  tenant_id uuid not null references tenant (id),
  id uuid not null default uuidv7(),
  slug varchar(100) not null check (slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$'),
  name varchar(255) not null check (name <> ''),
  description text not null default '' check (length(description) <= 2000),
  duration_min integer not null check (duration_min between 15 and 480),
  step_min integer not null default 30 check (step_min between 5 and 240),
  buffer_before_min integer not null default 0 check (buffer_before_min between 0 and 120),
  buffer_after_min integer not null default 0 check (buffer_after_min between 0 and 120),
  price_minor integer not null check (price_minor >= 0),
  currency char(3) not null check (currency ~ '^[A-Z]{3}$'),
  modes visit_mode[] not null check (cardinality(modes) between 1 and 2),
  needs_room boolean not null default true,
  online_bookable boolean not null default true,
  active boolean not null default true,
  position integer not null default 0,
  version integer not null default 1,
  primary key (tenant_id, id),
  unique (tenant_id, slug)
);
call app.isolate('service', 'select, insert, update');

create table practitioner_service (
  tenant_id uuid not null references tenant (id),
  practitioner_id uuid not null,
  service_id uuid not null,
  primary key (tenant_id, practitioner_id, service_id),
  foreign key (tenant_id, practitioner_id) references practitioner (tenant_id, id),
  foreign key (tenant_id, service_id) references service (tenant_id, id)
);
create index practitioner_service_by_service on practitioner_service (tenant_id, service_id);
call app.isolate('practitioner_service', 'select, insert, delete');

-- When a practitioner works ----------------------------------------------------------------------------------------

-- Wall-clock times in the location's zone: "09:00" stays nine o'clock on both sides of a clock change.
create table weekly_hours (
  tenant_id uuid not null references tenant (id),
  id uuid not null default uuidv7(),
  practitioner_id uuid not null,
  location_id uuid not null,
  weekday smallint not null check (weekday between 0 and 6), -- 0 = Sunday
  start_time char(5) not null check (start_time ~ '^([01][0-9]|2[0-3]):[0-5][0-9]$'),
  end_time char(5) not null check (end_time ~ '^(([01][0-9]|2[0-3]):[0-5][0-9]|24:00)$'),
  effective_from date,
  effective_until date,
  primary key (tenant_id, id),
  check (start_time <> end_time),
  check (effective_until >= effective_from),
  foreign key (tenant_id, practitioner_id) references practitioner (tenant_id, id),
  foreign key (tenant_id, location_id) references location (tenant_id, id)
);
create index weekly_hours_by_practitioner on weekly_hours (tenant_id, practitioner_id);
call app.isolate('weekly_hours', 'select, insert, update, delete');

-- Replaces all weekly hours of one local date, at every location. No blocks: closed all day.
create table date_override (
  tenant_id uuid not null references tenant (id),
  id uuid not null default uuidv7(),
  practitioner_id uuid not null,
  location_id uuid not null, -- where the blocks are worked
  local_date date not null,
  blocks jsonb not null default '[]' check (jsonb_typeof(blocks) = 'array'),
  reason varchar(200) not null default '',
  primary key (tenant_id, id),
  unique (tenant_id, practitioner_id, local_date),
  foreign key (tenant_id, practitioner_id) references practitioner (tenant_id, id),
  foreign key (tenant_id, location_id) references location (tenant_id, id)
);
call app.isolate('date_override', 'select, insert, update, delete');

-- People -----------------------------------------------------------------------------------------------------------

create table client (
  tenant_id uuid not null references tenant (id),
  id uuid not null default uuidv7(),
  given_name varchar(255) not null check (given_name <> ''),
  family_name varchar(255) not null check (family_name <> ''),
  birth_date date not null,
  email varchar(254) not null check (email = lower(email)),
  phone varchar(40) not null,
  time_zone varchar(64),
  created_at timestamptz(3) not null default app.now(),
  primary key (tenant_id, id)
);
-- On the column and not on lower(email): lower() is not leakproof, so under row security no index could serve it.
create index client_by_email on client (tenant_id, email);
call app.isolate('client', 'select, insert, update');

create table staff_user (
  tenant_id uuid not null references tenant (id),
  id uuid not null default uuidv7(),
  email varchar(254) not null check (email = lower(email)),
  display_name varchar(255) not null check (display_name <> ''),
  password_hash text not null,
  roles text[] not null check (cardinality(roles) > 0),
  practitioner_id uuid,
  active boolean not null default true,
  created_at timestamptz(3) not null default app.now(),
  primary key (tenant_id, id),
  unique (tenant_id, email),
  foreign key (tenant_id, practitioner_id) references practitioner (tenant_id, id)
);
call app.isolate('staff_user', 'select, insert, update');

-- Which studios know an email as staff. Readable without a tenant, because sign-in begins with an email alone.
create table staff_directory (
  email varchar(254) not null,
  tenant_id uuid not null references tenant (id),
  staff_user_id uuid not null,
  primary key (email, tenant_id),
  foreign key (tenant_id, staff_user_id) references staff_user (tenant_id, id)
);
call app.isolate('staff_directory', 'select, insert, delete');
drop policy tenant_select on staff_directory;
create policy directory_select on staff_directory for select using (true);

create table session (
  tenant_id uuid not null references tenant (id),
  id uuid not null default uuidv7(),
  staff_user_id uuid not null,
  created_at timestamptz(3) not null default app.now(),
  last_active_at timestamptz(3) not null default app.now(),
  expires_at timestamptz(3) not null,
  revoked_at timestamptz(3),
  revoked_reason varchar(60),
  user_agent varchar(300) not null default '',
  primary key (tenant_id, id),
  foreign key (tenant_id, staff_user_id) references staff_user (tenant_id, id)
);
create index session_by_user on session (tenant_id, staff_user_id) where revoked_at is null;
call app.isolate('session', 'select, insert, update');

-- What is booked ---------------------------------------------------------------------------------------------------

-- A hold is an appointment in its first status: it lives under the same constraint, so a hold is a lock and not a courtesy,
-- and booking it is one update of one row.
create table appointment (
  tenant_id uuid not null references tenant (id),
  id uuid not null default uuidv7(),
  status appointment_status not null,
  practitioner_id uuid not null,
  location_id uuid not null,
  room_id uuid,
  service_id uuid not null,
  client_id uuid,
  mode visit_mode not null,
  starts_at timestamptz(3) not null,
  ends_at timestamptz(3) not null,
  -- The stretch the practitioner and the room are taken, buffers included.
  blocked_from timestamptz(3) not null,
  blocked_until timestamptz(3) not null,
  time_zone varchar(64) not null,        -- the venue's zone when booked
  client_time_zone varchar(64),          -- the zone the client booked in
  previous_starts_at timestamptz(3),     -- where it was before its last move
  hold_expires_at timestamptz(3),
  superseded boolean not null default false, -- a hold that ran out and whose time somebody else has taken since
  cancel_deadline timestamptz(3),        -- fixed when booked, whatever becomes of the policy
  policy_version integer,
  price_minor integer not null default 0,
  currency char(3) not null default 'USD',
  idempotency_key uuid,
  booked_by actor_kind,
  booked_at timestamptz(3),
  cancelled_at timestamptz(3),
  cancelled_by actor_kind,
  cancel_reason varchar(100),
  late_cancel boolean not null default false,
  version integer not null default 1,
  created_at timestamptz(3) not null default app.now(),
  updated_at timestamptz(3) not null default app.now(),
  primary key (tenant_id, id),
  foreign key (tenant_id, practitioner_id) references practitioner (tenant_id, id),
  foreign key (tenant_id, location_id) references location (tenant_id, id),
  foreign key (tenant_id, room_id) references room (tenant_id, id),
  foreign key (tenant_id, service_id) references service (tenant_id, id),
  foreign key (tenant_id, client_id) references client (tenant_id, id),
  constraint appointment_times check (starts_at < ends_at and blocked_from <= starts_at and ends_at <= blocked_until),
  -- Bounded, so that "what overlaps this window" is an index range on starts_at.
  constraint appointment_length check (ends_at - starts_at <= interval '8 hours' and blocked_until - blocked_from <= interval '12 hours'),
  constraint appointment_hold check ((status = 'held') = (hold_expires_at is not null)),
  constraint appointment_superseded check (not superseded or status = 'held'),
  constraint appointment_client check (status = 'held' or (client_id is not null and booked_at is not null and cancel_deadline is not null)),
  constraint appointment_cancelled check ((status = 'cancelled') = (cancelled_at is not null)),
  constraint appointment_practitioner_free exclude using gist
    (tenant_id with =, practitioner_id with =, tstzrange(blocked_from, blocked_until) with &&)
    where (not superseded
      and status in ('held', 'requested', 'scheduled', 'confirmed', 'checked_in', 'in_progress', 'completed')),
  constraint appointment_room_free exclude using gist
    (tenant_id with =, room_id with =, tstzrange(blocked_from, blocked_until) with &&)
    where (room_id is not null and not superseded
      and status in ('held', 'requested', 'scheduled', 'confirmed', 'checked_in', 'in_progress', 'completed'))
);
create unique index appointment_idempotency on appointment (tenant_id, idempotency_key) where idempotency_key is not null;
create index appointment_by_practitioner on appointment (tenant_id, practitioner_id, starts_at)
  include (blocked_from, blocked_until, status, hold_expires_at)
  where not superseded and status not in ('cancelled', 'no_show');
create index appointment_by_room on appointment (tenant_id, room_id, starts_at)
  include (blocked_from, blocked_until, status, hold_expires_at)
  where room_id is not null and not superseded and status not in ('cancelled', 'no_show');
create index appointment_by_start on appointment (tenant_id, starts_at);
create index appointment_by_client on appointment (tenant_id, client_id, starts_at) where client_id is not null;
create index appointment_expiring_hold on appointment (tenant_id, hold_expires_at) where status = 'held';
call app.isolate('appointment', 'select, insert, update, delete');

-- Only a hold may vanish; an appointment is kept for ever.
create function app.only_holds_vanish() returns trigger language plpgsql as $$
begin
  if old.status <> 'held' then
    raise exception 'only a hold may be deleted' using errcode = 'restrict_violation';
  end if;
  return old;
end
$$;
create trigger appointment_only_holds_vanish before delete on appointment
  for each row execute function app.only_holds_vanish();

-- The notice of a move names the time before it, whoever moved it and however late the notice goes.
create function app.keep_previous_start() returns trigger language plpgsql as $$
begin
  new.previous_starts_at := old.starts_at;
  return new;
end
$$;
create trigger appointment_keep_previous_start before update of starts_at, practitioner_id on appointment
  for each row when (old.status <> 'held' and (new.starts_at, new.practitioner_id) <> (old.starts_at, old.practitioner_id))
  execute function app.keep_previous_start();

-- Waitlist ---------------------------------------------------------------------------------------------------------

create table waitlist_entry (
  tenant_id uuid not null references tenant (id),
  id uuid not null default uuidv7(),
  client_id uuid not null,
  service_id uuid not null,
  practitioner_id uuid,  -- null: any practitioner
  location_id uuid,      -- null: any location
  mode visit_mode,       -- null: either
  date_from date not null,
  date_until date not null,
  weekdays smallint[] not null check (cardinality(weekdays) between 1 and 7),
  dayparts text[] not null check (cardinality(dayparts) between 1 and 3 and dayparts <@ '{morning,afternoon,evening}'),
  priority waitlist_priority not null default 'standard',
  status waitlist_status not null default 'waiting',
  declines integer not null default 0 check (declines >= 0),
  client_time_zone varchar(64),
  withdraw_reason varchar(100),
  idempotency_key uuid,
  joined_at timestamptz(3) not null default app.now(),
  updated_at timestamptz(3) not null default app.now(),
  primary key (tenant_id, id),
  check (date_until >= date_from),
  foreign key (tenant_id, client_id) references client (tenant_id, id),
  foreign key (tenant_id, service_id) references service (tenant_id, id),
  foreign key (tenant_id, practitioner_id) references practitioner (tenant_id, id),
  foreign key (tenant_id, location_id) references location (tenant_id, id)
);
create index waitlist_entry_waiting on waitlist_entry (tenant_id, service_id) where status = 'waiting';
create index waitlist_entry_by_client on waitlist_entry (tenant_id, client_id);
create unique index waitlist_entry_idempotency on waitlist_entry (tenant_id, idempotency_key) where idempotency_key is not null;
call app.isolate('waitlist_entry', 'select, insert, update');

-- A freed hour that is being offered to the waitlist, one person at a time.
create table opening (
  tenant_id uuid not null references tenant (id),
  id uuid not null default uuidv7(),
  status opening_status not null default 'offering',
  practitioner_id uuid not null,
  location_id uuid not null,
  starts_at timestamptz(3) not null,
  ends_at timestamptz(3) not null,
  blocked_from timestamptz(3) not null,
  blocked_until timestamptz(3) not null,
  cause varchar(40) not null check (cause in ('cancelled', 'rescheduled')),
  caused_by_appointment_id uuid not null,
  considered jsonb not null default '[]' check (jsonb_typeof(considered) = 'array'), -- the last round, when nobody was left
  created_at timestamptz(3) not null default app.now(),
  closed_at timestamptz(3),
  primary key (tenant_id, id),
  check (starts_at < ends_at),
  check ((status = 'offering') = (closed_at is null)),
  foreign key (tenant_id, practitioner_id) references practitioner (tenant_id, id),
  foreign key (tenant_id, location_id) references location (tenant_id, id),
  foreign key (tenant_id, caused_by_appointment_id) references appointment (tenant_id, id)
);
create index opening_by_start on opening (tenant_id, starts_at);
call app.isolate('opening', 'select, insert, update');

create table waitlist_offer (
  tenant_id uuid not null references tenant (id),
  id uuid not null default uuidv7(),
  opening_id uuid not null,
  entry_id uuid not null,
  -- The hold that keeps the hour; the row is the appointment once accepted, and is gone once declined or lapsed.
  appointment_id uuid not null,
  status offer_status not null default 'open',
  round integer not null check (round > 0),
  fit_score integer not null check (fit_score between 0 and 100),
  mode visit_mode not null,
  considered jsonb not null default '[]' check (jsonb_typeof(considered) = 'array'), -- who was considered, who was skipped and why
  starts_at timestamptz(3) not null,
  ends_at timestamptz(3) not null,
  offered_at timestamptz(3) not null default app.now(),
  expires_at timestamptz(3) not null,
  answered_at timestamptz(3),
  primary key (tenant_id, id),
  unique (tenant_id, opening_id, round),
  check (starts_at < ends_at),
  check ((status = 'open') = (answered_at is null)),
  foreign key (tenant_id, opening_id) references opening (tenant_id, id),
  foreign key (tenant_id, entry_id) references waitlist_entry (tenant_id, id)
);
create unique index waitlist_offer_one_live_an_opening on waitlist_offer (tenant_id, opening_id) where status = 'open';
create unique index waitlist_offer_one_live_an_entry on waitlist_offer (tenant_id, entry_id) where status = 'open';
create index waitlist_offer_by_appointment on waitlist_offer (tenant_id, appointment_id);
call app.isolate('waitlist_offer', 'select, insert, update');

-- What follows -----------------------------------------------------------------------------------------------------

-- The ledger of every message: planned, claimed by exactly one sender, sent once. Ids only, never an address or a word of content.
create table notification (
  tenant_id uuid not null references tenant (id),
  id uuid not null default uuidv7(),
  kind varchar(60) not null,
  channel varchar(20) not null default 'email',
  dedupe_key varchar(200) not null,
  client_id uuid not null,
  appointment_id uuid,
  appointment_version integer,
  offer_id uuid,
  entry_id uuid,
  due_at timestamptz(3) not null,
  status notification_status not null default 'planned',
  reason varchar(60),                    -- why skipped or failed: a code
  attempts integer not null default 0,
  provider_id varchar(100),
  claimed_at timestamptz(3),             -- when it was first taken up: every repeat says the same words
  claim_until timestamptz(3),            -- until then nobody else takes it up
  sent_at timestamptz(3),
  created_at timestamptz(3) not null default app.now(),
  primary key (tenant_id, id),
  unique (tenant_id, dedupe_key),
  check ((status = 'sent') = (sent_at is not null and provider_id is not null)),
  foreign key (tenant_id, client_id) references client (tenant_id, id),
  foreign key (tenant_id, appointment_id) references appointment (tenant_id, id),
  foreign key (tenant_id, offer_id) references waitlist_offer (tenant_id, id),
  foreign key (tenant_id, entry_id) references waitlist_entry (tenant_id, id)
);
create index notification_by_due on notification (tenant_id, due_at);
create index notification_by_appointment on notification (tenant_id, appointment_id) where appointment_id is not null;
call app.isolate('notification', 'select, insert, update');

-- Events leave with the change that caused them, or not at all.
create table outbox (
  tenant_id uuid not null references tenant (id),
  id uuid not null default uuidv7(),
  seq bigint generated always as identity,
  name varchar(80) not null,
  data jsonb not null,
  created_at timestamptz(3) not null default app.now(),
  relayed_at timestamptz(3),
  primary key (tenant_id, id)
);
create unique index outbox_in_order on outbox (tenant_id, seq);
create index outbox_waiting on outbox (tenant_id, seq) where relayed_at is null;
call app.isolate('outbox', 'select, insert, update');

-- Wakes the relay and every open calendar at commit. Ids and names only.
create function app.announce_outbox() returns trigger language plpgsql as $$
begin
  perform pg_notify('outbox', json_build_object('tenantId', new.tenant_id, 'id', new.id, 'seq', new.seq, 'name', new.name)::text);
  return null;
end
$$;
create trigger outbox_announce after insert on outbox for each row execute function app.announce_outbox();

create table audit_event (
  tenant_id uuid not null references tenant (id),
  id uuid not null default uuidv7(),
  at timestamptz(3) not null default app.now(),
  actor_kind actor_kind not null,
  actor_id uuid,
  verb varchar(80) not null,
  action varchar(40) not null,
  resource varchar(40) not null,
  resource_id uuid,
  client_id uuid,
  outcome varchar(60) not null,
  detail jsonb not null default '{}', -- ids, codes and field names only
  request_id varchar(64) not null,
  primary key (tenant_id, id)
);
create index audit_event_by_time on audit_event (tenant_id, at);
create index audit_event_by_record on audit_event (tenant_id, resource_id, at) where resource_id is not null;
call app.isolate('audit_event', 'select, insert');
