-- What is said of one date beside the week (SCHED-02): other hours instead, extra hours on top, or time that is blocked for a meeting, a
-- training or something personal, which splits the hours and deletes none. What repeats is kept as its dates, each of which can be
-- changed or taken back by itself. One date has one set of other hours; everything else that is said of it adds up (ec-B5).
alter table date_override
  alter column location_id drop not null,  -- blocked time is taken wherever the person works
  add column kind varchar(10) not null default 'hours'
    check (kind = 'hours' or kind = 'extra' or kind = 'blocked'),
  add column purpose varchar(10)
    check (purpose = 'meeting' or purpose = 'training' or purpose = 'personal'),
  add column series_id uuid,               -- of dates that were said at once
  add column repeats varchar(20)
    check (repeats = 'weekly' or repeats = 'two_weeks' or repeats = 'monthly_date' or repeats = 'monthly_weekday'),
  add column version integer not null default 1,
  add constraint date_override_place check ((kind = 'blocked') = (location_id is null)),
  add constraint date_override_purpose check ((kind = 'blocked') = (purpose is not null)),
  add constraint date_override_series check ((series_id is null) = (repeats is null)),
  drop constraint date_override_tenant_id_practitioner_id_local_date_key;
create unique index date_override_hours on date_override (tenant_id, practitioner_id, local_date) where kind = 'hours';
create index date_override_by_date on date_override (tenant_id, practitioner_id, local_date);

-- So that a save that was prepared on an older state is told so.
alter table practitioner
  add column hours_version integer not null default 1,   -- of the weekly hours
  add column limits_version integer not null default 1;
