-- The keys that seal what is kept of people. Each studio has its own; what lies here is wrapped by the master key of a key service
-- and opens nothing without it.

create type key_purpose as enum ('data', 'index');
create type key_state as enum ('current', 'readable', 'destroyed');

create table tenant_data_key (
  tenant_id uuid not null references tenant (id),
  id varchar(32) not null check (id ~ '^[a-z0-9-]+$'), -- stands in front of every value sealed under it
  purpose key_purpose not null,
  wrapped bytea,                         -- null: destroyed, and with it whatever is sealed under it
  service varchar(40) not null check (service <> ''), -- who can unwrap it
  state key_state not null default 'current',
  created_at timestamptz(3) not null default now(),
  retired_at timestamptz(3),             -- since when no row is sealed or indexed with it; backups may still be
  primary key (tenant_id, id),
  check ((state = 'destroyed') = (wrapped is null)),
  check (state <> 'current' or retired_at is null)
);
create unique index tenant_data_key_current on tenant_data_key (tenant_id, purpose) where state = 'current';
call app.isolate('tenant_data_key', 'select, insert, update');

-- What a key is, it stays: a row is made once, and after that only grows old.
revoke update on tenant_data_key from quietroom_app;
grant update (state, retired_at) on tenant_data_key to quietroom_app;

-- How far the rows of each table are moved to a new key.
create table key_progress (
  tenant_id uuid not null references tenant (id),
  key_id varchar(32) not null,           -- the data key that rows are moved to
  table_name varchar(63) not null,
  total integer not null check (total >= 0),
  done integer not null default 0 check (done >= 0),
  last_row uuid,                         -- rows up to this one are done
  rounds integer not null default 1,     -- how often it was begun, as rows under an older key were found after the end
  started_at timestamptz(3) not null default now(),
  finished_at timestamptz(3),
  primary key (tenant_id, key_id, table_name),
  foreign key (tenant_id, key_id) references tenant_data_key (tenant_id, id)
);
call app.isolate('key_progress', 'select, insert, update');

-- What a column of protected words holds: keyId:iv:authTag:ciphertext, and no word in the clear (the vault's sealedShapeSql).
create domain sealed_text as text check (
  value ~ '^[a-z0-9-]{1,32}:[A-Za-z0-9_-]{16}:[A-Za-z0-9_-]{21}[AQgw]:([A-Za-z0-9_-]{4})*([A-Za-z0-9_-][AQgw]|[A-Za-z0-9_-]{2}[AEIMQUYcgkosw048])?$');
