-- When a practitioner sees their last visit, in the calendar of each place; from the date after it nothing is offered. No date: they stay.
alter table practitioner
  add column last_day date,
  add column version integer not null default 1;

-- A series whose practitioner leaves ends with their last day, and staff have to see to it (ec-G12).
alter table series drop constraint series_stopped_because_check;
alter table series
  add constraint series_stopped_because_check
    check (stopped_because = 'not_offered' or stopped_because = 'studio_closed' or stopped_because = 'practitioner_leaves'),
  add column stop_seen_at timestamptz(3), -- when somebody of the studio saw to it
  add check (stop_seen_at is null or stopped_because is not null);
