-- What a client may add to the way in by mail: a password, and an authenticator app with its recovery codes (AUTH-07). Each in a table
-- of its own, so that the clients' role is granted what there is of them and never what they are.

create table client_password (
  tenant_id uuid not null references tenant (id),
  client_account_id uuid not null,
  password_hash text not null check (password_hash <> ''),
  stands_alone boolean not null, -- long enough to be the only factor; one that is not goes when the app goes
  set_at timestamptz(3) not null default now(),
  primary key (tenant_id, client_account_id),
  foreign key (tenant_id, client_account_id) references client_account (tenant_id, id)
);
call app.isolate('client_password', 'select, insert, update, delete');

create table client_totp (
  tenant_id uuid not null references tenant (id),
  client_account_id uuid not null,
  sealed_secret text not null check (sealed_secret <> ''),
  last_step bigint not null check (last_step > 0), -- of 30 seconds since 1970: no code of this step or an earlier one counts again
  enrolled_at timestamptz(3) not null default now(),
  primary key (tenant_id, client_account_id),
  foreign key (tenant_id, client_account_id) references client_account (tenant_id, id)
);
call app.isolate('client_totp', 'select, insert, update, delete');

create table client_recovery_code (
  tenant_id uuid not null references tenant (id),
  id uuid not null default uuidv7(),
  client_account_id uuid not null,
  code_hash char(64) not null, -- keyed, so that the table alone does not help to guess
  used_at timestamptz(3),
  created_at timestamptz(3) not null default now(),
  primary key (tenant_id, id),
  unique (tenant_id, client_account_id, code_hash),
  foreign key (tenant_id, client_account_id) references client_account (tenant_id, id)
);
call app.isolate('client_recovery_code', 'select, insert, update, delete');

-- Mail to a client about their account, never about a visit. Sent by the wall clock.
create table client_mail (
  tenant_id uuid not null references tenant (id),
  id uuid not null default uuidv7(),
  client_account_id uuid not null,
  kind varchar(40) not null check (kind <> ''),
  to_email varchar(254) not null, -- fixed when written
  status notification_status not null default 'planned',
  reason varchar(60),             -- why it failed: a code
  attempts integer not null default 0,
  provider_id varchar(100),
  claim_until timestamptz(3),
  sent_at timestamptz(3),
  created_at timestamptz(3) not null default now(),
  primary key (tenant_id, id),
  check ((status = 'sent') = (sent_at is not null and provider_id is not null)),
  foreign key (tenant_id, client_account_id) references client_account (tenant_id, id)
);
create index client_mail_by_account on client_mail (tenant_id, client_account_id);
call app.isolate('client_mail', 'select, insert, update');

alter table client_session
  add column second_factor_at timestamptz(3), -- when a code was right in it; what it opens before that is decided at each request
  add column sealed_enrolment text;           -- the secret of an app that is being set up in it, and in no other session

-- TEN-22: whether every client of the studio needs a second step.
alter table tenant add column clients_need_second_step boolean not null default false;
grant select (clients_need_second_step) on tenant to quietroom_client;

-- That there is a password, an app and so many codes. Not the password, not the secret, not the codes: whatever compares or changes
-- those runs as the application.
call app.narrow('client_password', 'select (tenant_id, client_account_id, set_at)',
  $own$exists (select from client_account a where a.tenant_id = client_password.tenant_id and a.id = client_password.client_account_id)$own$);
call app.narrow('client_totp', 'select (tenant_id, client_account_id, enrolled_at)',
  $own$exists (select from client_account a where a.tenant_id = client_totp.tenant_id and a.id = client_totp.client_account_id)$own$);
call app.narrow('client_recovery_code', 'select (tenant_id, client_account_id, used_at)',
  $own$exists (select from client_account a where a.tenant_id = client_recovery_code.tenant_id and a.id = client_recovery_code.client_account_id)$own$);
