-- Signing in elsewhere: which person at an OpenID provider is which person of a studio's staff.

create table staff_identity (
  tenant_id uuid not null references tenant (id),
  id uuid not null default uuidv7(),
  staff_user_id uuid not null,
  issuer varchar(255) not null check (issuer <> ''),
  subject varchar(255) not null check (subject <> ''), -- the provider's own name for the person, which unlike an email never passes to another
  linked_at timestamptz(3) not null default now(),
  primary key (tenant_id, id),
  constraint staff_identity_one_owner unique (tenant_id, issuer, subject),
  constraint staff_identity_one_each unique (tenant_id, staff_user_id, issuer),
  foreign key (tenant_id, staff_user_id) references staff_user (tenant_id, id)
);
call app.isolate('staff_identity', 'select, insert, delete');

-- Which studios know an identity. Readable without a tenant, because a sign-in elsewhere begins with an identity alone; it holds
-- keyed digests, so that reading it tells of nobody.
create table identity_directory (
  digest char(64) not null,
  tenant_id uuid not null references tenant (id),
  staff_user_id uuid not null,
  primary key (digest, tenant_id),
  foreign key (tenant_id, staff_user_id) references staff_user (tenant_id, id)
);
create index identity_directory_by_person on identity_directory (tenant_id, staff_user_id);
call app.isolate('identity_directory', 'select, insert, delete');
drop policy tenant_select on identity_directory;
create policy directory_select on identity_directory for select using (true);

-- Until when the person behind a session may link an identity; asked for with a fresh second factor, and good for one link.
alter table session add column linking_until timestamptz(3);
