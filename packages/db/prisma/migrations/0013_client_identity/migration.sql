-- How clients come in to their own portal. They have no password: whoever reads the mail of the address on their record and knows
-- their birth date is let in, once for each mail.

alter type actor_kind add value 'client';

-- Only a client whose record is open signs in; what closes one comes with clients' records.
alter table client add column closed_at timestamptz(3);

create type client_account_state as enum ('pending', 'active', 'locked', 'suspended');

-- One a client, never one an address: parents and couples share addresses, and each comes in as themselves.
create table client_account (
  tenant_id uuid not null references tenant (id),
  id uuid not null default uuidv7(),
  client_id uuid not null,
  email varchar(254) not null check (email = lower(email)), -- the one that was verified, or is about to be
  state client_account_state not null default 'pending',
  created_at timestamptz(3) not null default now(),
  verified_at timestamptz(3),
  primary key (tenant_id, id),
  unique (tenant_id, client_id),
  check (state <> 'active' or verified_at is not null),
  foreign key (tenant_id, client_id) references client (tenant_id, id)
);
call app.isolate('client_account', 'select, insert, update');

create table client_session (
  tenant_id uuid not null references tenant (id),
  id uuid not null default uuidv7(),
  client_account_id uuid not null,
  client_id uuid not null,
  token_hash char(64) not null, -- the cookie itself is nowhere but in the browser
  created_at timestamptz(3) not null default now(),
  last_active_at timestamptz(3) not null default now(),
  expires_at timestamptz(3) not null,
  revoked_at timestamptz(3),
  revoked_reason varchar(60),
  user_agent varchar(300) not null default '',
  ip varchar(45) not null default '',
  primary key (tenant_id, id),
  unique (tenant_id, token_hash),
  foreign key (tenant_id, client_account_id) references client_account (tenant_id, id),
  foreign key (tenant_id, client_id) references client (tenant_id, id)
);
create index client_session_open on client_session (tenant_id, client_account_id) where revoked_at is null;
call app.isolate('client_session', 'select, insert, update');

-- One asking for the way in: a link for 15 minutes and a code for 5, good once, for the browser that asked. An asking that fits
-- nobody is kept just the same, so that neither the answer nor the time it takes tells them apart; its mail is never sent.
create table client_way_in (
  tenant_id uuid not null references tenant (id),
  id uuid not null default uuidv7(),
  client_account_id uuid,            -- null: it fitted nobody
  to_email varchar(254),             -- the address on the record when it was asked; another one since then ends the way in
  browser_hash char(64) not null,
  link_hash char(64) not null,
  code_hash char(64) not null,
  sealed_secrets text,               -- link and code until they are mailed, then nothing
  created_at timestamptz(3) not null default now(),
  used_at timestamptz(3),
  status notification_status not null default 'planned',
  reason varchar(60),                -- why the mail failed: a code
  attempts integer not null default 0,
  provider_id varchar(100),
  claim_until timestamptz(3),
  sent_at timestamptz(3),
  primary key (tenant_id, id),
  unique (tenant_id, link_hash),
  unique (tenant_id, browser_hash),
  check ((status = 'sent') = (sent_at is not null and provider_id is not null)),
  check ((client_account_id is null) = (to_email is null)),
  foreign key (tenant_id, client_account_id) references client_account (tenant_id, id)
);
create index client_way_in_old on client_way_in (tenant_id, created_at);
call app.isolate('client_way_in', 'select, insert, update, delete');
