-- Who is invited to work in a studio, as what, and what they agreed to when they came.

create table invitation (
  tenant_id uuid not null references tenant (id),
  id uuid not null default uuidv7(),
  email varchar(254) not null check (email = lower(email)),
  roles text[] not null check (cardinality(roles) > 0),
  practitioner_id uuid,                              -- the record they will see clients under
  makes_practitioner boolean not null default false, -- or one made in their name
  invited_by uuid not null,
  link_id uuid not null,                             -- the latest; those before it are over
  invited_at timestamptz(3) not null default now(),
  withdrawn_at timestamptz(3),
  accepted_at timestamptz(3),
  staff_user_id uuid,                                -- whose account it became
  primary key (tenant_id, id),
  unique (tenant_id, link_id),
  check (practitioner_id is null or not makes_practitioner),
  check ((accepted_at is null) = (staff_user_id is null)),
  check (accepted_at is null or withdrawn_at is null),
  foreign key (tenant_id, practitioner_id) references practitioner (tenant_id, id),
  foreign key (tenant_id, invited_by) references staff_user (tenant_id, id),
  foreign key (tenant_id, link_id) references staff_link (tenant_id, id),
  foreign key (tenant_id, staff_user_id) references staff_user (tenant_id, id)
);
create unique index invitation_open on invitation (tenant_id, email) where accepted_at is null and withdrawn_at is null;
call app.isolate('invitation', 'select, insert, update');

-- Which version of a text somebody agreed to, and when. Rows are added and never changed.
create table policy_acceptance (
  tenant_id uuid not null references tenant (id),
  id uuid not null default uuidv7(),
  staff_user_id uuid not null,
  policy varchar(40) not null check (policy <> ''),
  version varchar(20) not null check (version <> ''),
  accepted_at timestamptz(3) not null default now(),
  primary key (tenant_id, id),
  unique (tenant_id, staff_user_id, policy, version),
  foreign key (tenant_id, staff_user_id) references staff_user (tenant_id, id)
);
call app.isolate('policy_acceptance', 'select, insert');
