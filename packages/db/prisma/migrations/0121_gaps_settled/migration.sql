-- A date that the night could not book is on a list until somebody of the studio saw to it: who did, and when. What a planner left out is no news.
alter table series_gap
  add column settled_at timestamptz(3),
  add column settled_by uuid,
  add check ((settled_at is null) = (settled_by is null)),
  add foreign key (tenant_id, settled_by) references staff_user (tenant_id, id);
create index series_gap_open on series_gap (tenant_id, series_date) where settled_at is null and because <> 'left_out';
create index series_gap_by_person on series_gap (tenant_id, settled_by) where settled_by is not null;
