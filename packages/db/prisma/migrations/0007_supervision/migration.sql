-- Whose clients a person may see beyond their own: those of whom they supervise, and of whom they cover for.

create type supervision_kind as enum ('primary', 'backup');

-- A period that was ended before it began is empty, and stays as a record.
create table supervision (
  tenant_id uuid not null references tenant (id),
  id uuid not null default uuidv7(),
  supervisor_id uuid not null, -- a member of staff, who need not see clients themselves
  supervisee_id uuid not null, -- the practitioner record, which is what "own" means
  kind supervision_kind not null,
  starts_at timestamptz(3) not null,
  ends_at timestamptz(3), -- null: until somebody ends it
  primary key (tenant_id, id),
  foreign key (tenant_id, supervisor_id) references staff_user (tenant_id, id),
  foreign key (tenant_id, supervisee_id) references practitioner (tenant_id, id),
  check (ends_at >= starts_at),
  constraint supervision_one_primary exclude using gist (
    tenant_id with =, supervisee_id with =, tstzrange(starts_at, ends_at) with &&) where (kind = 'primary'),
  constraint supervision_once exclude using gist (
    tenant_id with =, supervisee_id with =, supervisor_id with =, tstzrange(starts_at, ends_at) with &&)
);
create index supervision_by_supervisor on supervision (tenant_id, supervisor_id);
call app.isolate('supervision', 'select, insert, update');

create table cover (
  tenant_id uuid not null references tenant (id),
  id uuid not null default uuidv7(),
  covering_id uuid not null, -- a member of staff
  covered_id uuid not null,  -- the practitioner whose clients they see to
  starts_at timestamptz(3) not null,
  ends_at timestamptz(3) not null,
  primary key (tenant_id, id),
  foreign key (tenant_id, covering_id) references staff_user (tenant_id, id),
  foreign key (tenant_id, covered_id) references practitioner (tenant_id, id),
  check (ends_at >= starts_at)
);
create index cover_by_covering on cover (tenant_id, covering_id, ends_at);
call app.isolate('cover', 'select, insert, update');
