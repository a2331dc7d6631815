-- Days on which a place is closed, whatever the hours of the people who work there say: they go before hours and dated exceptions.
create table closure (
  tenant_id uuid not null references tenant (id),
  id uuid not null default uuidv7(),
  location_id uuid,                -- null: every location, each by its own calendar
  first_date date not null,        -- dates of the location's zone, both included
  last_date date not null,
  start_time char(5),              -- of a closure that takes a part of one date
  end_time char(5),
  name varchar(120) not null check (name <> ''),
  kind varchar(20) not null check (kind in ('closure', 'public_holiday')),
  telehealth varchar(10) not null check (telehealth in ('closed', 'open')),
  version integer not null default 1,
  made_by uuid not null,
  made_at timestamptz(3) not null default app.now(),
  primary key (tenant_id, id),
  check (last_date >= first_date and last_date - first_date < 366),
  check ((start_time is null) = (end_time is null)),
  check (start_time is null or (first_date = last_date and start_time < end_time)),
  check (start_time ~ '^([01][0-9]|2[0-3]):[0-5][0-9]$' and end_time ~ '^(([01][0-9]|2[0-3]):[0-5][0-9]|24:00)$'),
  -- One place has one reason to be closed at a time. What closes every place is a place of its own here: a holiday may lie in a summer break.
  constraint closure_no_overlap exclude using gist (
    tenant_id with =,
    coalesce(location_id, tenant_id) with =,
    int8range(
      (first_date - date '2000-01-01') * 1440 + coalesce(left(start_time, 2)::int * 60 + right(start_time, 2)::int, 0),
      (last_date - date '2000-01-01') * 1440 + coalesce(left(end_time, 2)::int * 60 + right(end_time, 2)::int, 1440)
    ) with &&),
  foreign key (tenant_id, location_id) references location (tenant_id, id),
  foreign key (tenant_id, made_by) references staff_user (tenant_id, id)
);
create index closure_by_date on closure (tenant_id, last_date);
create index closure_by_location on closure (tenant_id, location_id);
create index closure_by_maker on closure (tenant_id, made_by);
call app.isolate('closure', 'select, insert, update, delete');
