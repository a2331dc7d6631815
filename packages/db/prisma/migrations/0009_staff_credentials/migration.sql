-- Links by mail with which a person without a session proves an address: to reset a password, to change an email, to be invited.

create table staff_link (
  tenant_id uuid not null references tenant (id),
  id uuid not null default uuidv7(),
  kind varchar(20) not null check (kind in ('reset', 'email_change', 'invitation')),
  staff_user_id uuid,           -- null: whoever is invited has no account yet
  email varchar(254) not null,  -- whom the link was sent to
  token_hash char(64) not null, -- keyed, so that the table alone opens nothing
  sealed_token text,            -- only until its mail has left
  expires_at timestamptz(3) not null,
  used_at timestamptz(3),
  created_at timestamptz(3) not null default now(),
  primary key (tenant_id, id),
  unique (tenant_id, token_hash),
  check (kind = 'invitation' or staff_user_id is not null),
  foreign key (tenant_id, staff_user_id) references staff_user (tenant_id, id)
);
create index staff_link_by_person on staff_link (tenant_id, staff_user_id);
call app.isolate('staff_link', 'select, insert, update');

-- A mail may carry a link, and may go to somebody who has no account yet.
alter table staff_mail
  alter column staff_user_id drop not null,
  add column link_id uuid,
  add foreign key (tenant_id, link_id) references staff_link (tenant_id, id),
  add check (staff_user_id is not null or link_id is not null);

-- Since when a password no longer counts (AUTH-03); a new one ends that.
alter table staff_user add column password_ended_at timestamptz(3);

-- Who asked for a new password, known or not: looked up only once nobody waits for the answer, so that no answer's time tells (AUTH-43).
create table guard.password_request (
  id uuid primary key,
  sealed_email text not null,
  asked_at timestamptz not null default now(),
  claim_until timestamptz
);
grant select, insert, update, delete on guard.password_request to quietroom_app;
