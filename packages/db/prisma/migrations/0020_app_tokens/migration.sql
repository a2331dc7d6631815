-- Apps that act for a member of staff by tokens (AUTH-35): each is a session of its own kind, so that whatever ends sessions ends it too.

alter table session
  add column app_name varchar(60), -- its person's word for it; null: a browser
  -- An app has no second factor to pass, so nothing that asks for a fresh one, or for one at all, ever opens to it.
  add constraint session_app_proves_nothing check (app_name is null or (app_name <> '' and mfa_passed_at is null));
create index session_apps on session (tenant_id, staff_user_id) where app_name is not null and revoked_at is null;

-- What one app was given, pair after pair. A pair whose refresh token has been used stays while its session may stand, because the same
-- token shown again is how a theft is noticed.
create table app_token (
  tenant_id uuid not null references tenant (id),
  id uuid not null default uuidv7(),
  session_id uuid not null,
  access_hash char(64) not null,  -- sha-256 of 256 random bits, which nobody guesses from it
  refresh_hash char(64) not null,
  created_at timestamptz(3) not null default now(),
  access_expires_at timestamptz(3) not null,
  refreshed_at timestamptz(3),    -- when its refresh token was used
  primary key (tenant_id, id),
  foreign key (tenant_id, session_id) references session (tenant_id, id)
);
-- Of two refreshes at one moment one goes on.
create unique index app_token_one_current on app_token (tenant_id, session_id) where refreshed_at is null;
create index app_token_by_session on app_token (tenant_id, session_id);
call app.isolate('app_token', 'select, insert, update, delete');

-- The code that connects an app, shown once to its person.
create table app_pairing (
  tenant_id uuid not null references tenant (id),
  id uuid not null default uuidv7(),
  staff_user_id uuid not null,
  session_id uuid not null,        -- of the browser that asked; the code counts while it stands
  app_name varchar(60) not null check (app_name <> ''),
  code_hash char(64) not null,     -- keyed, since a code that people type has 40 secret bits
  tries smallint not null default 0 check (tries >= 0),
  created_at timestamptz(3) not null default now(),
  expires_at timestamptz(3) not null,
  used_at timestamptz(3),
  primary key (tenant_id, id),
  unique (tenant_id, staff_user_id), -- asking again replaces the code
  foreign key (tenant_id, staff_user_id) references staff_user (tenant_id, id),
  foreign key (tenant_id, session_id) references session (tenant_id, id)
);
create index app_pairing_by_session on app_pairing (tenant_id, session_id);
call app.isolate('app_pairing', 'select, insert, update, delete');

-- Where to look for a code's pairing, by the part of it that is no secret: an app that shows a code does not say for which studio.
create table guard.pairing (
  selector char(64) primary key,
  tenant_id uuid not null,
  pairing_id uuid not null,
  until timestamptz not null
);
create index pairing_over on guard.pairing (until);
grant select, insert, update, delete on guard.pairing to quietroom_app;
