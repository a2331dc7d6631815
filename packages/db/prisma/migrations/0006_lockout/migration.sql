-- How often somebody has just failed to sign in, counted in one place for all processes (AUTH-40).
-- A sign-in begins with an email alone, known or not, so what is counted belongs to no studio: a keyed digest of an email, an
-- address or a device, and moments. Whoever reads it learns of nobody.

create schema guard;
grant usage on schema guard to quietroom_app;

create table guard.subject (
  digest char(64) primary key,
  failures timestamptz[] not null default '{}', -- of the last hour; those under way are among them until they succeed
  locked_until timestamptz,
  touched_at timestamptz not null default now()
);
create index subject_untouched on guard.subject (touched_at);
grant select, insert, update, delete on guard.subject to quietroom_app;

-- Devices that have passed a second factor: a stranger's failures do not lock the person out of them (AUTH-42).
create table staff_device (
  tenant_id uuid not null references tenant (id),
  id uuid not null default uuidv7(),
  staff_user_id uuid not null,
  token_hash char(64) not null,
  known_since timestamptz(3) not null default now(),
  primary key (tenant_id, id),
  unique (tenant_id, token_hash),
  foreign key (tenant_id, staff_user_id) references staff_user (tenant_id, id)
);
create index staff_device_by_person on staff_device (tenant_id, staff_user_id);
call app.isolate('staff_device', 'select, insert, delete');
