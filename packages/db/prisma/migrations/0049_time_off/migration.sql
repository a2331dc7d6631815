-- Days that a practitioner asks to be away (SCHED-04). Once somebody said yes they go before the practitioner's hours and dated exceptions,
-- and after closed days of the place; until then they change nothing.
create table time_off (
  tenant_id uuid not null references tenant (id),
  id uuid not null default uuidv7(),
  practitioner_id uuid not null,
  first_date date not null,        -- dates on the wall of wherever the hours are meant, both included
  last_date date not null,
  start_time char(5),              -- of time off that takes a part of one date
  end_time char(5),
  reason varchar(200) not null default '',
  covered_by uuid,                 -- the colleague to whom clients can turn
  status varchar(10) not null default 'asked' check (status in ('asked', 'approved', 'declined', 'withdrawn')),
  asked_by uuid not null,
  asked_at timestamptz(3) not null default app.now(),
  answered_by uuid,
  answered_at timestamptz(3),
  answer varchar(200) not null default '',
  version integer not null default 1,
  primary key (tenant_id, id),
  check (last_date >= first_date and last_date - first_date < 366),
  check ((start_time is null) = (end_time is null)),
  check (start_time is null or (first_date = last_date and start_time < end_time)),
  check (start_time ~ '^([01][0-9]|2[0-3]):[0-5][0-9]$' and end_time ~ '^(([01][0-9]|2[0-3]):[0-5][0-9]|24:00)$'),
  check (covered_by <> practitioner_id),
  check ((answered_by is null) = (answered_at is null)),
  check (status <> 'declined' or answer <> ''),
  -- Somebody is away once at a time; what was declined or taken back is in nobody's way.
  constraint time_off_no_overlap exclude using gist (
    tenant_id with =,
    practitioner_id with =,
    int8range(
      (first_date - date '2000-01-01') * 1440 + coalesce(left(start_time, 2)::int * 60 + right(start_time, 2)::int, 0),
      (last_date - date '2000-01-01') * 1440 + coalesce(left(end_time, 2)::int * 60 + right(end_time, 2)::int, 1440)
    ) with &&) where (status = 'asked' or status = 'approved'),
  foreign key (tenant_id, practitioner_id) references practitioner (tenant_id, id),
  foreign key (tenant_id, covered_by) references practitioner (tenant_id, id),
  foreign key (tenant_id, asked_by) references staff_user (tenant_id, id),
  foreign key (tenant_id, answered_by) references staff_user (tenant_id, id)
);
create index time_off_by_practitioner on time_off (tenant_id, practitioner_id, last_date);
create index time_off_by_date on time_off (tenant_id, last_date);
create index time_off_by_cover on time_off (tenant_id, covered_by);
create index time_off_by_asker on time_off (tenant_id, asked_by);
create index time_off_by_answerer on time_off (tenant_id, answered_by);
call app.isolate('time_off', 'select, insert, update');
