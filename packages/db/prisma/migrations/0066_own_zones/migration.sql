-- Whoever works in another zone than the place they give video visits for: their hours by video go by this clock, those in person by the
-- place's (ec-A28). Null: by the place's as well.
alter table practitioner add column time_zone varchar(64);

-- When a practitioner is elsewhere for a while: hours by video of these dates, both included, go by the clock there (ec-A29).
create table travel_period (
  tenant_id uuid not null references tenant (id),
  id uuid not null default uuidv7(),
  practitioner_id uuid not null,
  first_date date not null,
  last_date date not null,
  time_zone varchar(64) not null,
  away boolean not null,  -- nobody meets them in person then
  primary key (tenant_id, id),
  check (first_date <= last_date),
  -- Of each date one clock is right.
  constraint travel_period_no_overlap exclude using gist
    (tenant_id with =, practitioner_id with =, daterange(first_date, last_date, '[]') with &&),
  foreign key (tenant_id, practitioner_id) references practitioner (tenant_id, id)
);
create index travel_period_by_practitioner on travel_period (tenant_id, practitioner_id, last_date);
call app.isolate('travel_period', 'select, insert, delete');
