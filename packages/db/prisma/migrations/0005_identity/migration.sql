-- Who may come in: the second factor of every member of staff, and what they are told of their own account.

-- A session begins with the password and opens nothing until the second factor has passed. Everyone who was signed in before this
-- migration signs in again.
alter table session
  add column mfa_passed_at timestamptz(3), -- null: only the password was right so far
  add column sealed_enrolment text,        -- the secret that this session alone was offered to enrol with
  add column ip varchar(45) not null default '';

-- The authenticator app of a person, once it has proved itself.
create table staff_totp (
  tenant_id uuid not null references tenant (id),
  staff_user_id uuid not null,
  sealed_secret text not null check (sealed_secret <> ''),
  last_step bigint not null check (last_step > 0), -- of 30 seconds since 1970: no code of this step or an earlier one counts again
  enrolled_at timestamptz(3) not null default now(),
  primary key (tenant_id, staff_user_id),
  foreign key (tenant_id, staff_user_id) references staff_user (tenant_id, id)
);
call app.isolate('staff_totp', 'select, insert, update, delete');

create table staff_recovery_code (
  tenant_id uuid not null references tenant (id),
  id uuid not null default uuidv7(),
  staff_user_id uuid not null,
  code_hash char(64) not null, -- keyed, so that the table alone does not help to guess
  used_at timestamptz(3),
  created_at timestamptz(3) not null default now(),
  primary key (tenant_id, id),
  unique (tenant_id, staff_user_id, code_hash),
  foreign key (tenant_id, staff_user_id) references staff_user (tenant_id, id)
);
call app.isolate('staff_recovery_code', 'select, insert, update, delete');

-- Mail about an account, to whoever has it: the ledger's sibling, since its rows are about clients. Sent by the wall clock.
create table staff_mail (
  tenant_id uuid not null references tenant (id),
  id uuid not null default uuidv7(),
  staff_user_id uuid not null,
  kind varchar(40) not null check (kind <> ''),
  to_email varchar(254) not null, -- fixed when written: news of a new address goes to the old one
  status notification_status not null default 'planned',
  reason varchar(60),             -- why it failed: a code
  attempts integer not null default 0,
  provider_id varchar(100),
  claim_until timestamptz(3),
  sent_at timestamptz(3),
  created_at timestamptz(3) not null default now(),
  primary key (tenant_id, id),
  check ((status = 'sent') = (sent_at is not null and provider_id is not null)),
  foreign key (tenant_id, staff_user_id) references staff_user (tenant_id, id)
);
create index staff_mail_by_person on staff_mail (tenant_id, staff_user_id);
call app.isolate('staff_mail', 'select, insert, update');
