-- A visit that repeats by a rule (SCHED-15). Its dates are kept as visits of their own, so that one can be moved or cancelled without
-- the others; the rule says which dates are still to come.
create table series (
  tenant_id uuid not null references tenant (id),
  id uuid not null default uuidv7(),
  client_id uuid not null,
  practitioner_id uuid not null,
  location_id uuid not null,
  service_id uuid not null,
  mode visit_mode not null,
  -- Local dates and a time on the wall, in the zone of the place when it was planned.
  first_date date not null,
  start_time char(5) not null check (start_time ~ '^([01][0-9]|2[0-3]):[0-5][0-9]$'),
  time_zone varchar(64) not null,
  -- The length of the visit that repeats, which the service may no longer have.
  duration_min integer not null check (duration_min between 1 and 480),
  buffer_before_min integer not null check (buffer_before_min >= 0),
  buffer_after_min integer not null check (buffer_after_min >= 0),
  frequency varchar(10) not null check (frequency in ('daily', 'weekly', 'monthly', 'yearly')),
  every integer not null check (every between 1 and 52),
  weekdays smallint[] not null default '{}' check (weekdays <@ '{0,1,2,3,4,5,6}' and (cardinality(weekdays) > 0) = (frequency = 'weekly')),
  monthly_by varchar(10) not null check (monthly_by in ('date', 'weekday')),
  missing varchar(10) not null check (missing in ('skip', 'last_day', 'next_day')),
  until_date date,              -- the last date, included; with neither this nor a count it has no end
  date_count integer check (date_count between 1 and 200),
  booked_until date not null,   -- the dates up to this one are visits, or gaps
  stopped_because varchar(20) check (stopped_because in ('not_offered', 'studio_closed')), -- nothing more is booked, and somebody has to see to it
  follows_id uuid,              -- the series that this one goes on from since it was changed
  version integer not null default 1,
  idempotency_key uuid,
  made_at timestamptz(3) not null default app.now(),
  primary key (tenant_id, id),
  check (until_date is null or date_count is null),
  foreign key (tenant_id, client_id) references client (tenant_id, id),
  foreign key (tenant_id, practitioner_id) references practitioner (tenant_id, id),
  foreign key (tenant_id, location_id) references location (tenant_id, id),
  foreign key (tenant_id, service_id) references service (tenant_id, id),
  foreign key (tenant_id, follows_id) references series (tenant_id, id)
);
create unique index series_idempotency on series (tenant_id, idempotency_key) where idempotency_key is not null;
create index series_by_client on series (tenant_id, client_id);
create index series_by_practitioner on series (tenant_id, practitioner_id);
create index series_by_location on series (tenant_id, location_id);
create index series_by_service on series (tenant_id, service_id);
create index series_by_earlier on series (tenant_id, follows_id) where follows_id is not null;
-- Those that are carried on by the clock.
create index series_without_end on series (tenant_id, booked_until)
  where until_date is null and date_count is null and stopped_because is null;
call app.isolate('series', 'select, insert, update');

-- A date of a rule that is no visit: left out by whoever planned it, or not to be had when its turn came.
create table series_gap (
  tenant_id uuid not null references tenant (id),
  id uuid not null default uuidv7(),
  series_id uuid not null,
  series_date date not null,
  because varchar(20) not null,  -- "left_out", or the rule that stood in the way
  primary key (tenant_id, id),
  unique (tenant_id, series_id, series_date),
  foreign key (tenant_id, series_id) references series (tenant_id, id)
);
call app.isolate('series_gap', 'select, insert, update');

-- Which date of which series a visit is, whenever it really takes place. Cancelled, it is still that date, so nothing books it again.
alter table appointment
  add column series_id uuid,
  add column series_date date,
  add constraint appointment_series check ((series_id is null) = (series_date is null)),
  add foreign key (tenant_id, series_id) references series (tenant_id, id);
create unique index appointment_by_series on appointment (tenant_id, series_id, series_date) where series_id is not null;
