-- What looked wrong about somebody's access, until a person has looked at it; and from where a studio's staff may come in at all.

create table security_incident (
  tenant_id uuid not null references tenant (id),
  id uuid not null default uuidv7(),
  kind varchar(40) not null check (kind <> ''),
  staff_user_id uuid,                     -- whose account it is about, where it is about one
  at timestamptz(3) not null default now(),
  detail jsonb not null default '{}',     -- codes and counts
  dedupe_key varchar(120) not null,       -- one thing is raised once, however often it is noticed
  alerted_at timestamptz(3),              -- when the admins were written to because of it
  reviewed_at timestamptz(3),
  reviewed_by uuid,
  review_note varchar(300) not null default '',
  primary key (tenant_id, id),
  constraint security_incident_once unique (tenant_id, dedupe_key),
  check ((reviewed_at is null) = (reviewed_by is null)),
  foreign key (tenant_id, staff_user_id) references staff_user (tenant_id, id),
  foreign key (tenant_id, reviewed_by) references staff_user (tenant_id, id)
);
create index security_incident_open on security_incident (tenant_id, at) where reviewed_at is null;
create index security_incident_by_person on security_incident (tenant_id, staff_user_id);
create index security_incident_by_reviewer on security_incident (tenant_id, reviewed_by);
call app.isolate('security_incident', 'select, insert, update');

-- What one person was refused lately.
create index audit_event_refused on audit_event (tenant_id, actor_id, at) where outcome in ('forbidden', 'not_found');

-- Which accounts one address failed at lately, known or not, and the studios that know them: keyed digests, for a quarter of an hour.
create table guard.tried (
  address char(64) not null,
  account char(64) not null,
  studios uuid[] not null,
  at timestamptz not null default now(),
  primary key (address, account)
);
create index tried_old on guard.tried (at);
grant select, insert, update, delete on guard.tried to quietroom_app;

-- Networks that staff may come in from, as addresses or CIDR; none means from anywhere (AUTH-44).
alter table tenant add column allowed_networks text[] not null default '{}';
