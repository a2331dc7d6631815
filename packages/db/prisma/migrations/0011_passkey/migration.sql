-- Passkeys, browsers that are trusted for a while, and what counts once whoever it belongs to.

create table staff_passkey (
  tenant_id uuid not null references tenant (id),
  id uuid not null default uuidv7(),
  staff_user_id uuid not null,
  credential_id varchar(1364) not null check (credential_id <> ''), -- base64url of at most 1023 bytes (WebAuthn 3, section 4)
  public_key bytea not null,                                        -- COSE, as the authenticator gave it
  counter bigint not null check (counter >= 0),                     -- of its signatures; zero for ever where it keeps none
  transports text[] not null default '{}',                          -- how browsers may reach it, as they told
  name varchar(60) not null check (name <> ''),                     -- its owner's word for it
  created_at timestamptz(3) not null default now(),
  last_used_at timestamptz(3),
  primary key (tenant_id, id),
  unique (tenant_id, credential_id),
  foreign key (tenant_id, staff_user_id) references staff_user (tenant_id, id)
);
create index staff_passkey_by_person on staff_passkey (tenant_id, staff_user_id);
call app.isolate('staff_passkey', 'select, insert, update, delete');

-- Browsers on which the second factor is not asked for again for 30 days (AUTH-22). Never the same token as of staff_device, which only
-- says whose failures are counted together.
create table trusted_device (
  tenant_id uuid not null references tenant (id),
  id uuid not null default uuidv7(),
  staff_user_id uuid not null,
  token_hash char(64) not null,
  user_agent varchar(300) not null default '',
  created_at timestamptz(3) not null default now(), -- when its second factor passed
  expires_at timestamptz(3) not null,
  primary key (tenant_id, id),
  unique (tenant_id, token_hash),
  foreign key (tenant_id, staff_user_id) references staff_user (tenant_id, id)
);
create index trusted_device_by_person on trusted_device (tenant_id, staff_user_id);
call app.isolate('trusted_device', 'select, insert, delete');

alter table tenant add column trust_devices boolean not null default false;
-- The person asked for trust when the second factor passed; the browser gets its token with the answer.
alter table session add column trust_asked boolean not null default false;

-- Another password ends all trust, whichever way it came to be another; so does the same one hashed anew, once.
create function app.end_trust() returns trigger language plpgsql as $$
begin
  delete from trusted_device where tenant_id = new.tenant_id and staff_user_id = new.id;
  return null;
end
$$;
create trigger staff_user_end_trust after update of password_hash on staff_user
  for each row when (old.password_hash is distinct from new.password_hash) execute function app.end_trust();

-- Whoever loses their authenticator app, to a reset or to a suspicion, loses with it whatever else stands for a second factor.
create function app.end_second_factor() returns trigger language plpgsql as $$
begin
  delete from staff_passkey where tenant_id = old.tenant_id and staff_user_id = old.staff_user_id;
  delete from trusted_device where tenant_id = old.tenant_id and staff_user_id = old.staff_user_id;
  return null;
end
$$;
create trigger staff_totp_end_second_factor after delete on staff_totp
  for each row execute function app.end_second_factor();

-- Signed words that count once (challenges, solved puzzles) and have counted: keyed digests, until they would be over anyway.
create table guard.spent (
  digest char(64) primary key,
  until timestamptz not null
);
create index spent_over on guard.spent (until);
grant select, insert, update, delete on guard.spent to quietroom_app;
