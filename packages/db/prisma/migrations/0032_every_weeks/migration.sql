-- Hours of every second week, say: weeks are counted from the date from which the hours hold, so that date must be known.
alter table weekly_hours
  add column every_weeks smallint not null default 1 check (every_weeks between 1 and 52),
  add constraint weekly_hours_weeks_counted_from check (every_weeks = 1 or effective_from is not null);
